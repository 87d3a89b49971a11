import { and, eq, inArray, lte, sql } from 'drizzle-orm'
import { attemptsCounted } from './attempts.ts'
import { asJsonLists, atomically, type Database } from './client.ts'
import type { Schedule } from './schema.ts'
import { batches } from './schema.ts'

/**
 * A schedule day's batches have the ids from `id * BATCHES_PER_DAY` on: a range that needs no
 * index.
 */
export const BATCHES_PER_DAY = 2 ** 20
/** Of schedule day `d` and batch `b`. */
export const isOfDay = sql`b.id >= d.id * ${BATCHES_PER_DAY} and b.id < (d.id + 1) * ${BATCHES_PER_DAY}`

/** Who of a batch's schedule and range of ids gets its edition, as of the statement. */
const isMember = sql`s.schedule_id = ${batches.scheduleId} and s.state = 'active'
  and s.id between ${batches.firstSubscriber} and ${batches.lastSubscriber} and (${batches.welcome}
    or (s.schedule_from <= ${batches.localDate} and coalesce(s.edition_after, '') < ${batches.editionDate}))`

/**
 * What is said of a batch that may have been mailed by a database that this one has replaced: told
 * so, or found out.
 */
export const BEFORE_RESTORE = 'it may have been mailed before the database was restored'
export const FORGOTTEN = 'it may have been mailed at a time of which nothing is remembered here'

/** Ids of the members of a batch, without their addresses: what is kept when it is settled. */
export const memberIds = sql`case when members is null
  then (select json_group_array(json_object('id', m.id)) from (
    select s.id from subscribers s where ${isMember} order by s.id) m)
  else (select json_group_array(json_object('id', m.value ->> 'id')) from json_each(members) m) end`

/**
 * True of a batch that may have been handed over by a database that this one has replaced: it was
 * there (since `since`, ms) when a span of ticks ended so long ago that the provider no longer
 * knows the key (`askedAfter`, ms).
 */
const isForgotten = (since: unknown, askedAfter: number) => sql`exists (
  select 1 from uptime u where u.until_at >= ${since} and u.until_at <= ${askedAfter})`

export type Batch = typeof batches.$inferSelect
/** A batch this run holds: members frozen, lease running. */
export type ClaimedBatch = Omit<Batch, 'members' | 'firstAttemptAt'> & {
  members: { id: number; email: string; generation?: number }[]
  firstAttemptAt: number
}

/** What became of a claimed batch: settled for good, or due again at `dueAt` (ms). */
export type Settlement =
  | { state: 'accepted'; accepted: number; refused: number; excluded: number; error: string | null }
  | { state: 'planned'; dueAt: number; unanswered: boolean; error: string }
  | { state: 'failed' | 'uncertain'; error: string }

/** One schedule's digest to plan: which edition it gives, and where its text is (`digests`). */
export type Due = {
  scheduleId: number
  kind: Schedule['kind']
  localDate: string
  edition: string
  digestDate: string
  variant: string
  /** It may have been mailed although nothing here says so: it is planned as uncertain. */
  held?: boolean
}

/**
 * The last local day on which each of these schedules was given a digest (null: never one), and of
 * which edition: before its first, the one that its readers had by another schedule, if any. Then
 * `from` is the first local day of whoever has it longest. By schedule.
 */
export async function lastDays(
  db: Database,
  scheduleIds: readonly number[],
): Promise<Map<number, { localDate: string | null; edition: string | null; from: string | null }>> {
  const rows = await db.all<{
    scheduleId: number
    localDate: string | null
    edition: string | null
    from: string | null
  }>(sql`
    select s.value as scheduleId, d.local_date as localDate,
      case when d.id is null then (select max(r.edition_after) from subscribers r
        where r.schedule_id = s.value and r.state = 'active') else d.edition_date end as edition,
      case when d.id is null then (select r.schedule_from from subscribers r
        where r.schedule_id = s.value and r.state = 'active' order by r.id limit 1) end as "from"
    from json_each(${JSON.stringify(scheduleIds)}) s left join schedule_days d on d.id = (
      select l.id from schedule_days l where l.schedule_id = s.value and l.kind <> 'welcome' order by l.local_date desc limit 1)`)
  return new Map(rows.map(({ scheduleId, ...day }) => [scheduleId, day]))
}

/**
 * Plans the digests that are due: a slot_day each, and a batch row per `size` subscribers who are
 * active, due there and were not given that edition by an earlier schedule. Only the run that
 * inserts a schedule_day makes its batches, in the same transaction, so a doubled tick plans
 * nothing twice and one that dies plans nothing at all. Reads every subscriber of a due schedule
 * once: `cross join` keeps SQLite from beginning with all of them. (D1 binds numbers as reals:
 * without the cast the division would not be whole.)
 */
export async function planBatches(
  db: Database,
  plan: { due: readonly Due[]; size: number; at: number; run: string },
): Promise<void> {
  const rows = plan.due.map(({ scheduleId, kind, localDate, edition, digestDate, variant, held = false }) => {
    return { scheduleId, kind, localDate, edition, digestDate, variant, held: Number(held) }
  })
  await atomically(
    db,
    asJsonLists(rows).map((due) => [
      sql`
      insert into schedule_days (schedule_id, local_date, kind, edition_date, planned_at, planned_by)
      select value ->> 'scheduleId', value ->> 'localDate', value ->> 'kind', value ->> 'edition', ${plan.at}, ${plan.run}
      from json_each(${due})
      where not exists (select 1 from schedule_days d where d.schedule_id = value ->> 'scheduleId'
          and d.local_date = value ->> 'localDate' and d.kind = value ->> 'kind')
        and exists (select 1 from subscribers s where s.schedule_id = value ->> 'scheduleId' and s.state = 'active'
          and s.schedule_from <= value ->> 'localDate' and coalesce(s.edition_after, '') < value ->> 'edition')
      on conflict do nothing`,
      sql`
      insert into batches (id, key, schedule_id, local_date, edition_date, digest_date, variant, first_subscriber,
        last_subscriber, due_at, planned, state, unanswered, members, settled_at, error)
      select day * cast(${BATCHES_PER_DAY} as integer) + number, schedule_id || '.' || local_date || '.' || kind || '.' || number,
        schedule_id, local_date, edition_date, digest_date, variant, min(id), max(id), ${plan.at}, count(*),
        case when held then 'uncertain' else 'planned' end, held,
        case when held then json_group_array(json_object('id', id)) end,
        case when held then ${plan.at} end, case when held then ${BEFORE_RESTORE} end
      from (
        select d.id as day, d.edition_date, d.schedule_id, d.local_date, d.kind, j.value ->> 'digestDate' as digest_date,
          j.value ->> 'variant' as variant, j.value ->> 'held' as held, s.id,
          (row_number() over (partition by d.id order by s.id) - 1) / cast(${plan.size} as integer) as number
        from json_each(${due}) j
        cross join schedule_days d on d.schedule_id = j.value ->> 'scheduleId' and d.local_date = j.value ->> 'localDate'
          and d.kind = j.value ->> 'kind' and d.planned_by = ${plan.run}
        cross join subscribers s on s.schedule_id = d.schedule_id and s.state = 'active' and s.schedule_from <= d.local_date
          and coalesce(s.edition_after, '') < d.edition_date
      ) group by day, number`,
    ]),
  )
}

/** Ids of the batches that a run planned for these digests. */
export async function batchesPlanned(db: Database, due: readonly Due[], run: string): Promise<number[]> {
  const rows = due.map(({ scheduleId, localDate, kind }) => ({ scheduleId, localDate, kind }))
  const planned = await db.all<{ id: number }>(sql`
    select b.id from json_each(${JSON.stringify(rows)}) j
    cross join schedule_days d on d.schedule_id = j.value ->> 'scheduleId' and d.local_date = j.value ->> 'localDate'
      and d.kind = j.value ->> 'kind' and d.planned_by = ${run}
    cross join batches b on ${isOfDay} and b.state = 'planned' order by b.id`)
  return planned.map(({ id }) => id)
}

/**
 * Batches to send messages for: due, or with a lapsed lease, of editions since a date, and planned
 * by `run` unless it is null. Oldest first, at most `limit`.
 */
export async function dueBatches(
  db: Database,
  at: number,
  { since, run, limit }: { since: string; run: string | null; limit: number },
): Promise<number[]> {
  const rows = await db.all<{ id: number }>(sql`
    select b.id from schedule_days d cross join batches b on ${isOfDay}
    where d.edition_date >= ${since} and d.settled_at is null and (${run} is null or d.planned_by = ${run})
      and b.state in ('planned', 'claimed') and b.due_at <= ${at}
    order by b.due_at, b.id limit ${limit}`)
  return rows.map(({ id }) => id)
}

/** Notes the schedule days, of editions since a date, of which no batch waits or runs any more. */
export async function settleDays(db: Database, at: number, since: string): Promise<void> {
  await db.run(sql`
    update schedule_days as d set settled_at = ${at}
    where d.settled_at is null and d.edition_date >= ${since}
      and not exists (select 1 from batches b where ${isOfDay} and b.state in ('planned', 'claimed'))`)
}

/** Since when a batch is there (ms): its day was planned, or the operator decided. */
const thereSince = sql`coalesce(${batches.decidedAt}, (
  select d.planned_at from schedule_days d where d.id = ${batches.id} / cast(${BATCHES_PER_DAY} as integer)))`

/**
 * Takes a batch until `leaseUntil` (ms), freezing its members at the first claim: the statement
 * itself reads who is active, so an unsubscribe until that instant counts and every retry has the
 * same members; likewise `keyId`. A lapsed lease means an earlier attempt may have reached the
 * provider. `askedAfter` (ms): a batch first attempted at or before it may no longer be asked for,
 * nor one that a replaced database may have attempted (`isForgotten`). `witnessed`: attempts that
 * SEARCH knows of (count); if DB has counted fewer it was restored, and the next tick has to note
 * that first. Undefined when the batch is
 * not due, is held by another run, is settled, or may no longer be asked for safely.
 */
export async function claimBatch(
  db: Database,
  id: number,
  when: { now: number; leaseUntil: number; askedAfter: number; keyId: string; witnessed: number },
): Promise<ClaimedBatch | undefined> {
  const { now, leaseUntil, askedAfter, keyId, witnessed } = when
  const owed = sql`(${batches.unanswered} or ${batches.state} = 'claimed')`
  const [row] = await db
    .update(batches)
    .set({
      state: 'claimed',
      dueAt: leaseUntil,
      attempts: sql`${batches.attempts} + 1`,
      firstAttemptAt: sql`case when ${owed} then ${batches.firstAttemptAt} else ${now} end`,
      unanswered: sql`case ${batches.state} when 'claimed' then 1 else ${batches.unanswered} end`,
      keyId: sql`coalesce(${batches.keyId}, ${keyId})`,
      members: sql`coalesce(${batches.members}, (
        select json_group_array(json_object('id', m.id, 'email', m.email, 'generation', m.generation)) from (
          select s.id, s.email, s.generation from subscribers s where ${isMember} order by s.id) m))`,
    })
    .where(
      and(
        eq(batches.id, id),
        inArray(batches.state, ['planned', 'claimed']),
        lte(batches.dueAt, now),
        sql`(not ${owed} or ${batches.firstAttemptAt} > ${askedAfter})`,
        sql`not ${isForgotten(thereSince, askedAfter)}`,
        sql`${attemptsCounted} >= ${witnessed}`,
      ),
    )
    .returning()
  return row as ClaimedBatch | undefined
}

/**
 * Writes what became of a claimed batch. Nothing happens if another run took it over in the
 * meantime.
 */
export async function settleBatch(
  db: Database,
  claimed: ClaimedBatch,
  settlement: Settlement,
  now: number,
): Promise<boolean> {
  const over = settlement.state !== 'planned'
  const settled = await db
    .update(batches)
    .set({
      ...settlement,
      // Addresses are kept only as long as a retry could need them.
      ...(over
        ? {
            settledAt: now,
            unanswered: settlement.state === 'uncertain',
            members: claimed.members.map(({ id }) => ({ id })),
          }
        : {}),
    })
    .where(
      and(eq(batches.id, claimed.id), eq(batches.state, 'claimed'), eq(batches.attempts, claimed.attempts)),
    )
    .returning({ id: batches.id })
  return settled.length === 1
}

/**
 * Closes due batches, of editions since a date, as uncertain when the provider may no longer be
 * asked: an answer is owed since `askedAfter` (ms) or longer, or nothing is remembered of a time
 * since then. Those that were surely not taken fail when they are for a local date of `staleBefore`
 * or older, or, decided by the operator, since `waitingSince` (ms); those that were never asked for
 * when they wait since then. Their members are ids from now on.
 */
export async function giveUp(
  db: Database,
  now: number,
  when: { since: string; askedAfter: number; staleBefore: string; waitingSince: number },
): Promise<void> {
  const owed = sql`(unanswered or state = 'claimed')`
  const forgotten = isForgotten(thereSince, when.askedAfter)
  await db.run(sql`
    update batches set
      state = case when ${owed} or ${forgotten} then 'uncertain' else 'failed' end,
      unanswered = case when ${owed} or ${forgotten} then 1 else 0 end,
      settled_at = ${now},
      error = coalesce(case when not ${owed} and ${forgotten} then ${FORGOTTEN} end, error,
        case attempts when 0 then 'it was never its turn' else 'no answer from the provider' end),
      members = ${memberIds}
    where state in ('planned', 'claimed') and due_at <= ${now}
      and (${forgotten} or case when ${owed} then first_attempt_at <= ${when.askedAfter}
        when attempts = 0 then due_at <= ${when.waitingSince}
        when decided_at is not null then decided_at <= ${when.waitingSince}
        else local_date <= ${when.staleBefore} end)
      and id in (select b.id from schedule_days d cross join batches b on ${isOfDay}
        where d.edition_date >= ${when.since} and d.settled_at is null)`)
}
