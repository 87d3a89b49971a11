import type { Schedule } from '../db/schema.ts'
import { isFree } from '../time/calendar.ts'
import { addDays, HOUR, startOf, utcDate } from '../time/dates.ts'
import { instantOf, lastHourBefore, localTime, seasonOffsets } from '../time/zones.ts'

/** A schedule that is due, and the editions (dates, both included) its digest is chosen from. */
export type DueSchedule = { schedule: Schedule; localDate: string; from: string; to: string }

export const DAILY = 0b111_1111
/**
 * An edition is published this long (ms) after its UTC day began, if all goes well: when
 * yesterday's list closed.
 */
const PUBLISHED_BY = 2 * HOUR

/**
 * The schedules whose hour has come on their present local day, with that day. A tick that was
 * missed is caught up by any later one of the same local day; an hour that daylight saving skips
 * counts as come at the next one, for its own date: where that is the next day already, until the
 * hour comes there.
 */
export function dueSchedules(schedules: readonly Schedule[], at: number): DueSchedule[] {
  const clocks = new Map<string, ReturnType<typeof localTime>>()
  const ends = new Map<string, number>()
  return schedules.flatMap((schedule) => {
    const { timezone, hour } = schedule
    const local = clocks.get(timezone) ?? localTime(timezone, at)
    clocks.set(timezone, local)
    if (local.hour >= hour) return dueOn(schedule, local.date, local.weekday)
    const end = ends.get(timezone) ?? lastHourBefore(timezone, at)
    ends.set(timezone, end)
    return end < hour ? dueOn(schedule, addDays(local.date, -1), (local.weekday + 6) % 7) : []
  })
}

const dueOn = (schedule: Schedule, localDate: string, weekday: number): DueSchedule[] =>
  (schedule.days >> weekday) & 1
    ? [{ schedule, localDate, ...editionsFor(schedule, localDate, weekday) }]
    : []

/**
 * The editions that a schedule's digest of a local date is chosen from: those since its last chosen
 * day. An edition belongs to the first local date whose hour comes after it is usually published.
 * That is reckoned in the zone's standard time: so each edition belongs to one local date all year,
 * and a change of the clocks skips and doubles none. In summer the edition may then come after the
 * hour; after the last hour of a day that could be too late, so that one is reckoned in summer
 * time. A week ends on the day before, which is surely complete.
 */
function editionsFor(schedule: Schedule, date: string, weekday: number): { from: string; to: string } {
  const { standard, summer } = seasonOffsets(schedule.timezone, date.slice(0, 4))
  const due = startOf(date) + schedule.hour * HOUR - (schedule.hour === 23 ? summer : standard)
  const newest = utcDate(due - PUBLISHED_BY)
  if (schedule.kind === 'weekly') return { from: addDays(newest, -7), to: addDays(newest, -1) }
  let gap = 1
  while (gap < 7 && !((schedule.days >> ((weekday - gap + 7) % 7)) & 1)) gap++
  return { from: addDays(newest, 1 - gap), to: newest }
}

/**
 * A schedule's digest of a local date, whatever the clock says: the instant of its hour (ms) and
 * the editions that it is chosen from. Null when the schedule has none on that weekday.
 */
export function dayOf(schedule: Schedule, localDate: string): (DueSchedule & { at: number }) | null {
  const weekday = (new Date(startOf(localDate)).getUTCDay() + 6) % 7
  if (!((schedule.days >> weekday) & 1)) return null
  const at = instantOf(schedule.timezone, localDate, schedule.hour)
  return { schedule, localDate, at, ...editionsFor(schedule, localDate, weekday) }
}

export type NextDigest = { localDate: string; hour: number }

/**
 * Days that are looked at for the next digest (count): a week's digest, and a holiday on its day.
 */
const AHEAD = 16

/**
 * The next local date on which a schedule should have a digest after `at` (ms) of an edition newer
 * than `given` (date, or ''): one of its editions is `sure` (date), or follows a working day, on
 * which there is a list. Null when there is none in sight.
 */
export function nextDigest(schedule: Schedule, at: number, given: string, sure: string): NextDigest | null {
  const today = localTime(schedule.timezone, at).date
  for (let ahead = 0; ahead < AHEAD; ahead++) {
    const day = dayOf(schedule, addDays(today, ahead))
    if (day === null || day.at <= at) continue
    for (let edition = day.to; edition >= day.from; edition = addDays(edition, -1))
      if (edition > given && (edition === sure || !isFree(addDays(edition, -1))))
        return { localDate: day.localDate, hour: schedule.hour }
  }
  return null
}

/**
 * The first local date on which somebody who joins a schedule at `at` can be due: today only if its
 * hour is still ahead.
 */
export function firstDate(schedule: Pick<Schedule, 'timezone' | 'hour'>, at: number): string {
  const local = localTime(schedule.timezone, at)
  return local.hour < schedule.hour ? local.date : addDays(local.date, 1)
}
