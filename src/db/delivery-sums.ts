import { and, eq, sql } from 'drizzle-orm'
import { BATCHES_PER_DAY, isOfDay } from './batches.ts'
import { atomically, type Database } from './client.ts'
import { batches } from './schema.ts'

/** Where the mails of one edition are (counts of subscribers). */
export type Sums = {
  planned: number
  accepted: number
  refused: number
  excluded: number
  /** Not yet taken: waiting for their turn, an answer or a quota. */
  waiting: number
  failed: number
  uncertain: number
}
/** The delivery of one edition. */
export type Run = Sums & {
  edition: string
  /** First planned, and when the batch that waits longest should have gone (ms); null: none waits. */
  plannedAt: number
  waitingSince: number | null
  /** What the provider last said about a batch that waits. */
  error: string | null
}

/** The last `limit` editions that were planned, newest first. */
export const lastRuns = (db: Database, limit: number): Promise<Run[]> =>
  db.all<Run>(sql`
    select d.edition_date as edition, min(d.planned_at) as plannedAt,
      sum(b.planned) as planned, sum(b.accepted) as accepted, sum(b.refused) as refused, sum(b.excluded) as excluded,
      sum(case when b.state in ('planned', 'claimed') then b.planned else 0 end) as waiting,
      sum(case when b.state = 'failed' then b.planned else 0 end) as failed,
      sum(case when b.state = 'uncertain' then b.planned else 0 end) as uncertain,
      min(case when b.state in ('planned', 'claimed') then d.planned_at end) as waitingSince,
      max(case when b.state in ('planned', 'claimed') then b.error end) as error
    from schedule_days d cross join batches b on ${isOfDay}
    where d.edition_date in (select distinct edition_date from schedule_days order by edition_date desc limit ${limit})
    group by d.edition_date order by d.edition_date desc`)

/** Batches that an operator has to decide about, oldest first, at most 100. */
export const undecided = (db: Database, since: string) =>
  db.all<{
    id: number
    edition: string
    members: number
    state: 'failed' | 'uncertain'
    error: string | null
  }>(sql`
    select b.id, b.edition_date as edition, json_array_length(b.members) as members, b.state, b.error
    from schedule_days d cross join batches b on ${isOfDay}
    where d.edition_date >= ${since} and b.state in ('failed', 'uncertain')
    order by b.id limit 100`)

/** By hand: an uncertain batch was taken after all. False when it is not uncertain. */
export async function treatAsAccepted(db: Database, id: number, now: number): Promise<boolean> {
  const rows = await db
    .update(batches)
    .set({
      state: 'accepted',
      accepted: sql`json_array_length(${batches.members})`,
      excluded: sql`${batches.planned} - json_array_length(${batches.members})`,
      unanswered: false,
      settledAt: now,
      error: 'treated as accepted by the operator',
    })
    .where(and(eq(batches.id, id), eq(batches.state, 'uncertain')))
    .returning({ id: batches.id })
  return rows.length === 1
}

/**
 * By hand: a new batch, with a new key, for those members of an uncertain or failed one who are still active. What was
 * planned moves over, so that the sums stay. Returns its id; undefined when the batch is neither, or its edition is
 * older than `since` (date): such batches are not looked at any more.
 */
export async function sendAnyway(
  db: Database,
  id: number,
  now: number,
  since: string,
): Promise<number | undefined> {
  const day = sql`cast(${id} as integer) / cast(${BATCHES_PER_DAY} as integer)`
  const open = sql`id = ${id} and state in ('uncertain', 'failed') and edition_date >= ${since}`
  const [rows] = await atomically(db, [
    sql`
      insert into batches (id, schedule_id, local_date, edition_date, digest_date, variant, first_subscriber,
        last_subscriber, state, due_at, planned, members)
      select (select max(b.id) + 1 from batches b where b.id >= ${day} * ${BATCHES_PER_DAY}
          and b.id < (${day} + 1) * ${BATCHES_PER_DAY}),
        schedule_id, local_date, edition_date, digest_date, variant, first_subscriber, last_subscriber, 'planned', ${now}, planned,
        (select json_group_array(json_object('id', s.id, 'email', s.email)) from json_each(old.members) m
          join subscribers s on s.id = m.value ->> 'id' and s.state = 'active')
      from batches old where ${open}
      returning id`,
    sql`
      update schedule_days set settled_at = null where id = ${day}
        and exists (select 1 from batches where ${open})`,
    db
      .update(batches)
      .set({ state: 'replaced', planned: 0, error: 'sent anyway by the operator, as another batch' })
      .where(open),
  ])
  return (rows?.[0] as { id: number } | undefined)?.id
}
