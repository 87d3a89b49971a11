import { asc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import type { Schedule, Wanted } from './schema.ts'
import { schedules } from './schema.ts'

export const findSchedule = (db: Database, scheduleId: number) =>
  db.select().from(schedules).where(eq(schedules.id, scheduleId)).get()

/**
 * Finds or makes the schedule for these preferences. Statements that need its id read it by its
 * unique key.
 */
export const ensureSchedule = (db: Database, preferences: Wanted) =>
  db.insert(schedules).values(preferences).onConflictDoNothing()
export const scheduleIdOf = ({
  timezone,
  hour,
  days,
  kind,
  papers,
  topics,
  marks = '',
  early = false,
}: Wanted) => sql<number>`(select id from schedules
  where timezone = ${timezone} and hour = ${hour} and days = ${days} and kind = ${kind} and papers = ${papers}
    and topics = ${topics} and marks = ${marks} and early = ${Number(early)})`

/**
 * Numbers of the schedules that active readers have, or go over to: a walk along the index, one
 * step a schedule, whatever else is stored.
 */
const usedSchedules = sql`
  with recursive used (id) as (
    select (select min(schedule_id) from subscribers where state = 'active')
    union all
    select (select min(s.schedule_id) from subscribers s where s.state = 'active' and s.schedule_id > used.id)
    from used where used.id is not null)
  select id from used where id is not null`

/** A schedule as ticks look at it. `isMarked`: its digest is in an order of its own. */
export type ScheduleInUse = Schedule & { isMarked: boolean }

const { marks: _, ...columns } = getTableColumns(schedules)

/**
 * Schedules that somebody who is active has. What nobody has, and a signup that was never
 * confirmed, cost no tick anything; nor do the marks of those that are not due.
 */
export const schedulesInUse = (db: Database): Promise<ScheduleInUse[]> =>
  db
    .select({ ...columns, isMarked: sql<boolean>`${schedules.marks} <> ''`.mapWith(Boolean) })
    .from(schedules)
    .where(sql`${schedules.id} in (${usedSchedules})`)
    .orderBy(asc(schedules.id))

/** What of a due digest says whether somebody is to be given it. */
type DueDay = { scheduleId: number; localDate: string; edition: string }

/**
 * The marks of due schedules, by their number; only of those with a reader who is to be given that
 * edition on that day (as `planBatches` reads it).
 */
export async function marksOfDue(db: Database, due: readonly DueDay[]): Promise<Map<number, string>> {
  const rows = due.map(({ scheduleId, localDate, edition }) => ({ scheduleId, localDate, edition }))
  const marked = await db.all<{ id: number; marks: string }>(sql`
    select s.id, s.marks from json_each(${JSON.stringify(rows)}) d
    cross join schedules s on s.id = d.value ->> 'scheduleId'
    where exists (select 1 from subscribers r where r.schedule_id = s.id and r.state = 'active'
      and r.schedule_from <= d.value ->> 'localDate' and coalesce(r.edition_after, '') < d.value ->> 'edition')`)
  return new Map(marked.map(({ id, marks }) => [id, marks]))
}

/**
 * Forgets schedules that no reader has or goes over to, at most `most`, and `marked` of those with
 * marks (counts). Numbers are never used again.
 */
export async function forgetUnusedSchedules(db: Database, most: number, marked: number): Promise<void> {
  const isUnused = sql`id not in (${usedSchedules}) and id not in (
    select next_schedule_id from subscribers where changes_at is not null and next_schedule_id is not null)`
  const forget = (which: SQL, limit: number) =>
    db.run(sql`
      delete from schedules where id in (
        select id from schedules where ${which} and ${isUnused} order by id limit ${limit})`)
  await forget(sql`marks <> ''`, marked)
  await forget(sql`true`, most)
}
