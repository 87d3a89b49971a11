import { and, eq, inArray, sql } from 'drizzle-orm'
import { BATCHES_PER_DAY, isOfDay } from './batches.ts'
import { atomically, type Database } from './client.ts'
import { batches } from './schema.ts'

/** The mails of one edition by state (counts of subscribers). */
export type Sums = {
  planned: number
  accepted: number
  refused: number
  excluded: number
  /** Not accepted yet: waiting for their turn, an answer or a quota. */
  waiting: number
  failed: number
  uncertain: number
}
/** The delivery of one edition. */
export type Run = Sums & {
  edition: string
  /**
   * When it was first planned, and when the batch that waits longest was due (ms); null: none
   * waits.
   */
  plannedAt: number
  waitingSince: number | null
  /** The provider's last words about a batch that waits. */
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

export type Undecided = {
  id: number
  edition: string
  /** Subscribers (count). */
  members: number
  state: 'failed' | 'uncertain'
  error: string | null
}

/**
 * Batches of editions since a date that an operator has to decide about, oldest first, at most
 * `limit`.
 */
export const undecided = (db: Database, since: string, limit: number): Promise<Undecided[]> =>
  db.all(sql`
    select b.id, b.edition_date as edition, json_array_length(b.members) as members, b.state, b.error
    from schedule_days d cross join batches b on ${isOfDay}
    where d.edition_date >= ${since} and b.state in ('failed', 'uncertain')
    order by b.id limit ${limit}`)

/**
 * The same by edition, state and reason, newest edition first: batches and subscribers (counts).
 */
export const undecidedSums = (
  db: Database,
  since: string,
): Promise<(Omit<Undecided, 'id'> & { batches: number })[]> =>
  db.all(sql`
    select b.edition_date as edition, b.state, b.error, count(*) as batches, sum(json_array_length(b.members)) as members
    from schedule_days d cross join batches b on ${isOfDay}
    where d.edition_date >= ${since} and b.state in ('failed', 'uncertain')
    group by b.edition_date, b.state, b.error order by b.edition_date desc, b.state, b.error`)

/**
 * A decision: these uncertain batches were accepted after all. Returns the ids of those that were
 * uncertain.
 */
export async function treatAsAccepted(db: Database, ids: readonly number[], now: number): Promise<number[]> {
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
    .where(
      and(
        inArray(batches.id, sql`(select value from json_each(${JSON.stringify(ids)}))`),
        eq(batches.state, 'uncertain'),
      ),
    )
    .returning({ id: batches.id })
  return rows.map(({ id }) => id)
}

/**
 * A decision: makes a new batch, with a new key, for those members of each uncertain or failed
 * batch who are still active. The planned counts move to it, so that the sums stay. Returns the ids
 * of the new batches. Left out are batches in other states and of editions older than `since`
 * (date), which are not delivered any more.
 */
export async function sendAnyway(
  db: Database,
  ids: readonly number[],
  now: number,
  since: string,
): Promise<number[]> {
  const size = sql`cast(${BATCHES_PER_DAY} as integer)`
  const open = sql`b.id in (select value from json_each(${JSON.stringify(ids)}))
    and b.state in ('uncertain', 'failed') and b.edition_date >= ${since}`
  const [rows] = await atomically(db, [
    sql`
      insert into batches (id, key, schedule_id, local_date, edition_date, digest_date, variant, first_subscriber,
        last_subscriber, state, due_at, decided_at, planned, members)
      select o.next, o.schedule_id || '.' || o.local_date || '.' || d.kind || '.' || (o.next - o.day * ${size}),
        o.schedule_id, o.local_date, o.edition_date, o.digest_date, o.variant, o.first_subscriber, o.last_subscriber, 'planned',
        ${now}, ${now}, o.planned,
        (select json_group_array(json_object('id', s.id, 'email', s.email)) from json_each(o.members) m
          join subscribers s on s.id = m.value ->> 'id' and s.state = 'active')
      from (
        select b.*, b.id / ${size} as day,
          (select max(x.id) from batches x where x.id >= b.id / ${size} * ${size} and x.id < (b.id / ${size} + 1) * ${size})
            + row_number() over (partition by b.id / ${size} order by b.id) as next
        from batches b where ${open}
      ) o join schedule_days d on d.id = o.day
      returning id`,
    sql`
      update schedule_days set settled_at = null
      where settled_at is not null and id in (select b.id / ${size} from batches b where ${open})`,
    sql`
      update batches as b set state = 'replaced', planned = 0, error = 'sent anyway by the operator, as another batch'
      where ${open}`,
  ])
  return (rows as { id: number }[]).map(({ id }) => id)
}
