import type { Preferences } from '../../src/db/schema.ts'
import { nextChange } from '../../src/subscribers/pending-change.ts'
import { dueSchedules } from '../../src/subscribers/schedule.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'

// What a reader is given by the product's own rules, without a database:
// test/delivery/pending-changes.test.ts shows that the product does exactly so,
// test/subscribers/pending-changes.test.ts looks at very many of such courses.

const QUARTER = HOUR / 4
/** When an edition is published (ms) after its UTC day began. */
export const PUBLISHED = 2.25 * HOUR

export type Edition = { date: string; publishedAt: number }
/** One digest: when it comes, of which edition, on which local date (`date`) of which time zone. */
export type Digest = { at: number; edition: string; date: string; zone: string }
/** A change of preferences that is asked for at an instant (ms). */
export type Change<Schedule> = { at: number; to: Schedule }

/**
 * An edition on each UTC day from one to another (instants), or only on those for which `on` says
 * so.
 */
export function dailyEditions(from: number, until: number, on = (_weekday: number) => true): Edition[] {
  const days = Array.from({ length: Math.ceil((until - from) / DAY) }, (_, day) => from + day * DAY)
  return days
    .filter((at) => on(new Date(at).getUTCDay()))
    .map((at) => ({ date: new Date(at).toISOString().slice(0, 10), publishedAt: at + PUBLISHED }))
}

/** Ticks (instants in ms) from one instant to another, a quarter of an hour apart unless told otherwise. */
export const ticksBetween = (from: number, until: number, step = QUARTER): number[] =>
  Array.from({ length: Math.ceil((until - from) / step) }, (_, n) => from + n * step)

/** What each schedule gives, to readers who were there all the time, at these ticks. */
export function scheduleDays<Schedule extends Preferences>(
  schedules: readonly Schedule[],
  ticks: readonly number[],
  editions: readonly Edition[],
): Map<Schedule, Digest[]> {
  const newestFirst = editions.toReversed()
  const given = schedules.map((): Digest[] => [])
  const numbered = schedules.map((schedule, id) => ({ ...schedule, id }))
  const zones = [...new Set(schedules.map(({ timezone }) => timezone))]
  for (const at of ticks) {
    const out = newestFirst.filter(({ publishedAt }) => publishedAt <= at)
    const today = new Map(zones.map((zone) => [zone, dateIn(zone, at)]))
    // Who has had this day's digest is not asked about any more: that is most of the work.
    const waiting = numbered.filter(({ id, timezone }) => given[id]?.at(-1)?.date !== today.get(timezone))
    for (const due of dueSchedules(waiting, at)) {
      const before = given[due.schedule.id] as Digest[]
      if (before.at(-1)?.date === due.localDate) continue
      const edition = out.find(({ date }) => due.from <= date && date <= due.to)?.date
      if (edition === undefined || before.at(-1)?.edition === edition) continue
      before.push({ at, edition, date: due.localDate, zone: due.schedule.timezone })
    }
  }
  return new Map(schedules.map((schedule, index) => [schedule, given[index] as Digest[]]))
}

const moves = new Map<string, ReturnType<typeof nextChange>>()
/** `nextChange`, remembered: thousands ask for the same. */
export function moveAfter(zone: string, at: number) {
  const key = `${zone} ${Math.floor(at / QUARTER)}`
  const known = moves.get(key) ?? nextChange(zone, at)
  moves.set(key, known)
  return known
}

/** What a reader of `first` is given who asks for changes, in the order of their instants. */
export function courseOf<Schedule extends Preferences>(
  days: Map<Schedule, Digest[]>,
  first: Schedule,
  changes: readonly Change<Schedule>[],
): Digest[] {
  const stays: { schedule: Schedule; since: number; from: string }[] = [
    { schedule: first, since: 0, from: '' },
  ]
  for (const { at, to } of changes) {
    // A change that has not taken effect yet is replaced by the next one, or taken back.
    if ((stays.at(-1)?.since ?? 0) > at) stays.pop()
    if (stays.at(-1)?.schedule === to) continue
    const { changesAt, from } = moveAfter(to.timezone, at)
    stays.push({ schedule: to, since: changesAt, from })
  }
  let last = ''
  return stays.flatMap(({ schedule, since, from }, index) => {
    const until = stays[index + 1]?.since ?? Number.POSITIVE_INFINITY
    return (days.get(schedule) ?? []).filter(({ at, date, edition }) => {
      const comes = at >= since && at < until && date >= from && edition > last
      if (comes) last = edition
      return comes
    })
  })
}

const formats = new Map<string, Intl.DateTimeFormat>()
const dates = new Map<string, Map<number, string>>()
/** The local date of an instant. Not the product's own reckoning. */
export function dateIn(zone: string, at: number): string {
  const known = dates.get(zone) ?? new Map<number, string>()
  dates.set(zone, known)
  let date = known.get(at)
  if (date === undefined) {
    const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone })
    formats.set(zone, format)
    date = format.format(at)
    known.set(at, date)
  }
  return date
}

/**
 * What must never be, whatever is changed: two digests on one local day, or an edition twice; null
 * when all is well.
 */
export function neverOf(course: readonly Digest[]): string | null {
  for (const [index, digest] of course.entries()) {
    const before = course[index - 1]
    if (!before) continue
    // The local day of the zone in force when a digest comes: no other came on it before.
    if (dateIn(digest.zone, before.at) >= dateIn(digest.zone, digest.at))
      return `two on ${digest.date} in ${digest.zone}`
    if (before.edition >= digest.edition) return `${digest.edition} after ${before.edition}`
  }
  return null
}
