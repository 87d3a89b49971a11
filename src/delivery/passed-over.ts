import { type DayOver, notePassedOver } from '../db/passed-over.ts'
import type { Schedule } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { type DueSchedule, dayOf } from '../subscribers/schedule.ts'
import { isFree } from '../time/calendar.ts'
import { addDays } from '../time/dates.ts'
import { instantOf, localTime } from '../time/zones.ts'
import type { Published } from './due-topics.ts'

/**
 * Days that are looked at when one is over (count): an edition can come a day late. After a silence
 * more of them, at most so many.
 */
const LOOKED_AT = 2
const MOST = 14

/**
 * Notes the readers whose local day is over and brought them nothing. `before`: the tick before
 * this one (ms); `stated`: what was due before it (ms) may have been mailed before a restore.
 */
export async function notePassed(
  deps: Deps,
  schedules: readonly Schedule[],
  published: readonly Published[],
  { at, before, first, stated }: { at: number; before: number | null; first: number; stated: number },
): Promise<void> {
  if (before === null) return
  const days = schedules.flatMap((schedule) => {
    const [last, today] = [localTime(schedule.timezone, before).date, localTime(schedule.timezone, at).date]
    if (last >= today) return []
    const from = [last, addDays(today, -LOOKED_AT)].sort()[0] ?? last
    return daysFrom(from, today).flatMap((date) => {
      const due = dayOf(schedule, date)
      return due === null || due.at < Math.max(stated, first) ? [] : overDay(due, published, before)
    })
  })
  await notePassedOver(deps.db, days, at)
}

function overDay(
  { schedule, localDate, from, to, at: dueAt }: DueSchedule & { at: number },
  published: readonly Published[],
  before: number,
): DayOver[] {
  const own = published.filter(({ date }) => from <= date && date <= to)
  const newest = own.find(({ state }) => state !== 'quiet')
  const nothingRan = dueAt > before
  // A day of topics can have no paper of them: that nothing ran is the only thing that is known to
  // be wrong.
  if (schedule.topics !== '' && !nothingRan) return []
  const named = { scheduleId: schedule.id, localDate, kind: schedule.kind }
  if (nothingRan) {
    const isExpected = newest !== undefined || (own.length === 0 && !isFree(addDays(to, -1)))
    return isExpected ? [{ ...named, edition: newest?.date ?? to, reason: 'nothing ran' }] : []
  }
  if (!newest) return []
  const isLate = newest.publishedAt >= instantOf(schedule.timezone, addDays(localDate, 1), 0)
  return [{ ...named, edition: newest.date, reason: isLate ? 'late edition' : 'not planned' }]
}

/** The dates from one up to another, which is not among them; the last MOST of them. */
function daysFrom(first: string, until: string): string[] {
  const days: string[] = []
  for (let date = addDays(until, -1); date >= first && days.length < MOST; date = addDays(date, -1))
    days.push(date)
  return days
}
