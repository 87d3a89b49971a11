import { sql } from 'drizzle-orm'
import { BATCHES_PER_DAY, BEFORE_RESTORE } from './batches.ts'
import { atomically, type Database } from './client.ts'
import { lastGiven } from './pending-changes.ts'
import type { Schedule } from './schema.ts'

/**
 * Readers who are owed a welcome since an instant up to `at` (ms), any `limit` of them, with their
 * schedules.
 */
export const welcomesOwed = (
  db: Database,
  at: number,
  limit: number,
  subscriberId: number | null = null,
): Promise<(Schedule & { subscriberId: number })[]> =>
  db.all(sql`
    select s.id as subscriberId, c.* from subscribers s cross join schedules c on c.id = s.schedule_id
    where s.welcome_due_at is not null and s.welcome_due_at <= ${at} and +s.state = 'active'
      and (${subscriberId} is null or s.id = ${subscriberId})
    order by random() limit ${limit}`)

/** One reader's welcome: its edition, and the name of its text (`digests`). */
export type Welcome = {
  subscriberId: number
  scheduleId: number
  edition: string
  digestDate: string
  /** Null: there is nothing to mail, and the welcome is not owed any more. */
  variant: string | null
}

/**
 * Plans a welcome as a batch of one reader and notes its edition as given, in one transaction: no
 * digest of it comes later. Readers who were given that edition, or a newer one, get none. The
 * batch's number is the reader's, so that its key is the same in whatever order they come.
 * `unknownBefore` (ms): a welcome owed since before it may have been mailed, and is planned as
 * uncertain. Returns the ids of the batches to deliver.
 */
export async function planWelcomes(
  db: Database,
  given: readonly Welcome[],
  plan: { at: number; unknownBefore: number; run: string },
): Promise<number[]> {
  if (given.length === 0) return []
  const rows = JSON.stringify(given)
  const batchId = sql`d.id * cast(${BATCHES_PER_DAY} as integer) + subscribers.id % cast(${BATCHES_PER_DAY} as integer)`
  const day = sql`d.schedule_id = value ->> 'scheduleId' and d.local_date = value ->> 'edition' and d.kind = 'welcome'`
  const held = sql`subscribers.welcome_due_at < ${plan.unknownBefore}`
  const made = sql`exists (select 1 from json_each(${rows}) cross join schedule_days d on ${day}
    cross join batches b on b.id = ${batchId}
    where value ->> 'subscriberId' = subscribers.id and b.welcome and b.first_subscriber = subscribers.id)`
  const [, planned] = await atomically(db, [
    sql`
      insert into schedule_days (schedule_id, local_date, kind, edition_date, planned_at, planned_by)
      select distinct value ->> 'scheduleId', value ->> 'edition', 'welcome', value ->> 'edition', ${plan.at}, ${plan.run}
      from json_each(${rows}) where value ->> 'variant' is not null on conflict do nothing`,
    sql`
      insert into batches (id, key, welcome, schedule_id, local_date, edition_date, digest_date, variant, first_subscriber,
        last_subscriber, due_at, planned, state, unanswered, members, settled_at, error)
      select ${batchId}, d.schedule_id || '.' || d.local_date || '.welcome.' || (subscribers.id % cast(${BATCHES_PER_DAY} as integer)),
        1, d.schedule_id, d.local_date, d.edition_date, value ->> 'digestDate', value ->> 'variant', subscribers.id,
        subscribers.id, ${plan.at}, 1, case when ${held} then 'uncertain' else 'planned' end, ${held},
        case when ${held} then json_array(json_object('id', subscribers.id)) end,
        case when ${held} then ${plan.at} end, case when ${held} then ${BEFORE_RESTORE} end
      from json_each(${rows}) cross join schedule_days d on ${day}
      cross join subscribers on subscribers.id = value ->> 'subscriberId'
      where subscribers.state = 'active' and subscribers.welcome_due_at is not null
        and subscribers.schedule_id = value ->> 'scheduleId' and value ->> 'variant' is not null
        and ${lastGiven} < value ->> 'edition'
      on conflict do nothing returning id, state`,
    sql`
      update schedule_days as d set settled_at = null
      where d.id in (select d.id from json_each(${rows}) cross join schedule_days d on ${day}) and d.settled_at is not null
        and exists (select 1 from batches b where b.id >= d.id * ${BATCHES_PER_DAY}
          and b.id < (d.id + 1) * ${BATCHES_PER_DAY} and b.state in ('planned', 'claimed'))`,
    sql`
      update subscribers set welcome_due_at = null, edition_after = case when ${made}
          then max(coalesce(edition_after, ''), (select value ->> 'edition' from json_each(${rows})
            where value ->> 'subscriberId' = subscribers.id))
          else edition_after end
      where welcome_due_at is not null and id in (select value ->> 'subscriberId' from json_each(${rows}))`,
  ])
  return (planned as { id: number; state: string }[]).flatMap(({ id, state }) =>
    state === 'planned' ? [id] : [],
  )
}
