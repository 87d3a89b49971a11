import { asc, eq, getTableColumns, sql } from 'drizzle-orm'
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
}: Wanted) => sql<number>`(select id from schedules
  where timezone = ${timezone} and hour = ${hour} and days = ${days} and kind = ${kind} and papers = ${papers}
    and topics = ${topics} and marks = ${marks})`

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

/**
 * Forgets schedules that no reader has or goes over to, at most `most`. Numbers are never used
 * again.
 */
export async function forgetUnusedSchedules(db: Database, most: number): Promise<void> {
  await db.run(sql`
    delete from schedules where id in (
      select id from schedules where id not in (${usedSchedules})
        and id not in (select next_schedule_id from subscribers where changes_at is not null and next_schedule_id is not null)
      order by id limit ${most})`)
}
