import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { isOfDay } from './batches.ts'
import { atomically, type Database } from './client.ts'
import { ensureSchedule, scheduleIdOf } from './schedules.ts'
import type { Wanted } from './schema.ts'
import { subscribers } from './schema.ts'

/**
 * The first local date on which somebody who joins `schedule` from `from` (local date) on can be
 * due: never one that is planned already, whatever the clock said a moment ago.
 */
export const openFrom = (schedule: unknown, from: unknown) => sql`coalesce(
  (select date(max(d.local_date), '+1 day') from schedule_days d where d.schedule_id = ${schedule} and d.local_date >= ${from}
    and d.kind <> 'welcome'), ${from})`

/**
 * The last edition (date) that a subscriber may have been given by their present schedule, or
 * before; '' when none.
 */
export const lastGiven = sql`max(coalesce(edition_after, ''), coalesce((select max(d.edition_date) from schedule_days d
  where d.schedule_id = subscribers.schedule_id and d.local_date >= subscribers.schedule_from and d.kind <> 'welcome'
    and d.planned_at <= coalesce(subscribers.ended_at, d.planned_at)), ''))`
export const editionGiven = sql`nullif(${lastGiven}, '')`

/** Of an active reader who has chosen this schedule last; another request may have come between. */
const hasChosen = (id: number, scheduleId: number) =>
  and(
    eq(subscribers.id, id),
    eq(subscribers.state, 'active'),
    sql`coalesce(${subscribers.nextScheduleId}, ${subscribers.scheduleId}) = ${scheduleId}`,
  )

/**
 * Asks for a change to other preferences at `changesAt` (ms), with digests from `from` (local date
 * there) on. Until then the present schedule stays theirs, so that today's digest neither comes
 * twice nor stays away. False when the reader has not chosen the schedule `chosen` last: what is
 * wished was made of another one.
 */
export async function requestChange(
  db: Database,
  id: number,
  change: { preferences: Wanted; changesAt: number; from: string },
  chosen: number,
): Promise<boolean> {
  const [, changed] = await db.batch([
    ensureSchedule(db, change.preferences),
    db
      .update(subscribers)
      .set({
        nextScheduleId: scheduleIdOf(change.preferences),
        nextFrom: change.from,
        changesAt: change.changesAt,
      })
      .where(hasChosen(id, chosen))
      .returning({ id: subscribers.id }),
  ])
  return changed.length === 1
}

/** Takes back a change that has not happened; answers as `requestChange` does. */
export async function cancelChange(db: Database, id: number, chosen: number): Promise<boolean> {
  const changed = await db
    .update(subscribers)
    .set({ nextScheduleId: null, nextFrom: null, changesAt: null })
    .where(hasChosen(id, chosen))
    .returning({ id: subscribers.id })
  return changed.length === 1
}

/**
 * Whose change is due at `at` (ms), but for those whose own batch of their present schedule still
 * waits. (`+state`: without it SQLite takes the index on the state, and reads every active
 * subscriber.)
 */
const isDue = (at: number) => sql`changes_at is not null and changes_at <= ${at} and +state = 'active'
  and not exists (select 1 from schedule_days d cross join batches b on ${isOfDay}
    where d.schedule_id = subscribers.schedule_id and d.settled_at is null and b.state in ('planned', 'claimed')
      and subscribers.id between b.first_subscriber and b.last_subscriber)`

/**
 * Applies the changes that are due at `at` (ms), and notes them. What was marked is not noted: it
 * is nothing that is agreed to, and can be forgotten.
 */
export async function applyDueChanges(db: Database, at: number): Promise<void> {
  const next = sql.raw('subscribers.next_schedule_id')
  await atomically(db, [
    sql`
      insert into consents (subscriber_id, at, what, how, schedule_id, preferences)
      select subscribers.id, ${at}, 'changed',
        case when exists (select 1 from schedules w where w.id = subscribers.schedule_id and w.marks <> p.marks
          and (w.kind, w.timezone, w.hour, w.days, w.papers, w.topics, w.early)
            = (p.kind, p.timezone, p.hour, p.days, p.papers, p.topics, p.early))
          then 'mark link' else 'preferences link' end,
        p.id, json_object('kind', p.kind, 'timezone', p.timezone,
        'hour', p.hour, 'days', p.days, 'papers', p.papers, 'topics', p.topics,
        'early', json(iif(p.early, 'true', 'false')))
      from subscribers cross join schedules p on p.id = subscribers.next_schedule_id where ${isDue(at)}`,
    sql`
      update subscribers set
        edition_after = ${editionGiven},
        schedule_from = max(schedule_from, ${openFrom(next, sql.raw('subscribers.next_from'))}),
        schedule_id = next_schedule_id, next_schedule_id = null, next_from = null, changes_at = null
      where ${isDue(at)}`,
  ])
}

/**
 * Changes that were due at `at` (ms) and could not be applied, with the time zone that is wished.
 */
export const lateChanges = (db: Database, at: number) =>
  db.all<{ id: number; timezone: string }>(sql`
    select s.id, there.timezone from subscribers s cross join schedules there on there.id = s.next_schedule_id
    where s.changes_at is not null and s.changes_at <= ${at}`)

/** Puts a change off, to `changesAt` (ms). */
export async function postponeChange(
  db: Database,
  id: number,
  change: { changesAt: number; from: string },
): Promise<void> {
  await db
    .update(subscribers)
    .set({ changesAt: change.changesAt, nextFrom: change.from })
    .where(and(eq(subscribers.id, id), isNotNull(subscribers.changesAt)))
}

/**
 * Pauses until a local date, or ends a pause: no digest before it, and none that is planned
 * already. What was given before is noted, as `lastGiven` looks no further back than
 * `schedule_from`.
 */
export async function holdUntil(db: Database, id: number, date: string): Promise<void> {
  await db
    .update(subscribers)
    .set({
      editionAfter: editionGiven as never,
      scheduleFrom: openFrom(sql.raw('subscribers.schedule_id'), date) as never,
    })
    .where(and(eq(subscribers.id, id), eq(subscribers.state, 'active')))
}

/**
 * The digests that a reader was a member of, newest first, by whatever schedules they had since
 * they began: the record of consents names them. Batches of ten years ago are read as well; at most
 * `limit` are told.
 */
export async function digestsGiven(db: Database, id: number, limit: number) {
  return db.all<{ edition: string; localDate: string; state: string }>(sql`
    select distinct b.edition_date as edition, b.local_date as localDate, b.state
    from (select distinct schedule_id from consents where subscriber_id = ${id} and schedule_id is not null
      union select schedule_id from subscribers where id = ${id}) mine
    cross join schedule_days d on d.schedule_id = mine.schedule_id
    cross join batches b on ${isOfDay}
    where b.first_subscriber <= ${id} and b.last_subscriber >= ${id} and b.state <> 'replaced'
      and exists (select 1 from json_each(b.members) m where m.value ->> 'id' = ${id})
    order by 1 desc limit ${limit}`)
}
