import { asc, eq, sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import type { Preferences, Schedule } from './schema.ts'
import { schedules } from './schema.ts'

export const findSchedule = (db: Database, scheduleId: number) =>
  db.select().from(schedules).where(eq(schedules.id, scheduleId)).get()

/**
 * Finds or makes the schedule for these preferences. Statements that need its id read it by its
 * unique key.
 */
export const ensureSchedule = (db: Database, preferences: Preferences) =>
  db.insert(schedules).values(preferences).onConflictDoNothing()
export const scheduleIdOf = ({
  timezone,
  hour,
  days,
  kind,
  papers,
  topics,
}: Preferences) => sql<number>`(select id from schedules
  where timezone = ${timezone} and hour = ${hour} and days = ${days} and kind = ${kind} and papers = ${papers}
    and topics = ${topics})`

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

/**
 * Schedules that somebody who is active has. What nobody has, and a signup that was never
 * confirmed, cost no tick anything.
 */
export const schedulesInUse = (db: Database): Promise<Schedule[]> =>
  db.select().from(schedules).where(sql`${schedules.id} in (${usedSchedules})`).orderBy(asc(schedules.id))

/**
 * Forgets schedules that no reader or channel has or goes over to, at most `most`. Numbers are
 * never used again.
 */
export async function forgetUnusedSchedules(db: Database, most: number): Promise<void> {
  await db.run(sql`
    delete from schedules where id in (
      select id from schedules where id not in (${usedSchedules})
        and id not in (select next_schedule_id from subscribers where changes_at is not null and next_schedule_id is not null)
        and id not in (select schedule_id from channels where state <> 'ended')
        and id not in (select next_schedule_id from channels where changes_at is not null)
      order by id limit ${most})`)
}
