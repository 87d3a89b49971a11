import { expect, test } from 'vitest'
import type { Preferences } from '../../src/db/schema.ts'
import { DAILY } from '../../src/subscribers/schedule.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { offset } from '../../src/time/zones.ts'
import {
  courseOf,
  type Digest,
  dailyEditions,
  dateIn,
  moveAfter,
  neverOf,
  PUBLISHED,
  scheduleDays,
  ticksBetween,
} from '../helpers/schedule-days.ts'
import { ALL } from '../helpers/sizes.ts'

// A change of preferences, all of them: README.md of src/delivery, "Which day, which edition".
//
// Two: when a digest comes, no other came before on that local day of the zone in force, which is
// that of the schedule that gives it. None: from the day on which a change takes effect (the next
// one of the zone wished) each local day there has a digest, but for one where no edition came out
// since the last digest.

const MINUTE = 60_000
const at = (text: string) => Date.parse(text)
const ALL_HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const wishes = new Map<string, Preferences>()
/** The same object for the same wish. */
function wish(timezone: string, hour: number, given: Partial<Preferences> = {}): Preferences {
  const key = JSON.stringify([timezone, hour, given])
  const made: Preferences = { kind: 'daily', days: DAILY, papers: 20, topics: '', timezone, hour, ...given }
  const known = wishes.get(key) ?? made
  wishes.set(key, known)
  return known
}
/** Instants from a day and a half before to as long after, not at a tick. */
const asked = (around: number, step: number): number[] =>
  Array.from({ length: 72 / step }, (_, n) => around - 36 * HOUR + n * step * HOUR + 7 * MINUTE)

/** Days around which changes are asked for: an ordinary one, and those on which clocks change. */
const ORDINARY = at('2026-01-20')
const CLOCKS: Record<string, number[]> = {
  'Europe/Berlin': [at('2026-03-29'), at('2026-10-25')],
  'America/New_York': [at('2026-03-08'), at('2026-11-01')],
  'Asia/Kathmandu': [],
  'Pacific/Apia': [],
  'Australia/Lord_Howe': [at('2026-04-05'), at('2026-10-04')],
}
const ZONES = [
  ...Object.keys(CLOCKS),
  ...['UTC', 'America/Los_Angeles', 'America/St_Johns', 'Asia/Tokyo', 'Pacific/Honolulu'],
]
const known = new Map<number, Map<Preferences, Digest[]>>()
/** What the digests of every hour and zone are around a day. */
function around(day: number): Map<Preferences, Digest[]> {
  const every = ZONES.flatMap((zone) => ALL_HOURS.map((hour) => wish(zone, hour)))
  const editions = dailyEditions(day - 8 * DAY, day + 7 * DAY)
  const days = known.get(day) ?? scheduleDays(every, ticksBetween(day - 4 * DAY, day + 6 * DAY), editions)
  known.set(day, days)
  return days
}

/**
 * New editions from one digest to another (count): each schedule gives the newest, see the test
 * below.
 */
const news = (last: Digest, next: Digest): number => (at(next.edition) - at(last.edition)) / DAY

type Seam = { empty: number; passedOver: number }
/**
 * What one change of a daily digest did, or in words what is wrong with it: `empty` days from the
 * one it took effect on, editions `passedOver`.
 */
function seamOf(
  days: Map<Preferences, Digest[]>,
  was: Preferences,
  is: Preferences,
  when: number,
): Seam | string {
  const course = courseOf(days, was, [{ at: when, to: is }])
  const broken = neverOf(course)
  if (broken) return broken
  const { changesAt, from } = moveAfter(is.timezone, when)
  const index = course.findIndex((digest) => digest.at >= changesAt)
  const [last, first] = [course[index - 1], course[index]]
  const usual = days.get(is)?.find(({ date }) => date === from)
  if (!last || !first || !usual) return 'no digest'
  const fresh = news(last, usual)
  const empty = first.date === from ? 0 : 1
  if (empty !== (fresh === 0 ? 1 : 0)) return `${empty} empty days after ${fresh} new editions`
  // Each later day has the digest that the schedule's other readers have.
  const later = days.get(is)?.filter(({ date }) => date >= first.date)
  if (course.slice(index).some(({ at }, n) => at !== later?.[n]?.at)) return 'not the digests of the schedule'
  if (course.length - index !== later?.length) return 'a day is missing'
  const passedOver = news(last, first) - 1
  if (passedOver !== (fresh === 2 ? 1 : 0)) return `${passedOver} passed over of ${fresh}`
  return { empty, passedOver }
}

for (const zone of Object.keys(CLOCKS)) {
  test(`from any hour to any other in ${zone}: one digest a day, no edition twice, and the publication decides the rest`, () => {
    for (const day of [ORDINARY, ...(CLOCKS[zone] ?? [])]) {
      const preferences = ALL_HOURS.map((hour) => wish(zone, hour))
      const days = around(day)
      for (const was of preferences)
        for (const is of preferences.filter((each) => each !== was))
          for (const when of asked(day, ALL ? 1 : 9)) {
            const seam = seamOf(days, was, is, when)
            const told = `${was.hour} to ${is.hour} at ${new Date(when).toISOString()}`
            if (typeof seam === 'string') throw new Error(`${told}: ${seam}`)
            // The day of the change keeps its digest, at the old hour.
            const course = courseOf(days, was, [{ at: when, to: is }])
            const today = course.filter((each) => dateIn(zone, each.at) === dateIn(zone, when))
            if (today.length !== 1) throw new Error(`${told}: ${today.length} on its day`)
            if (day !== ORDINARY) continue
            // Where the clocks stay, in words of the reader's clock: an hour across that of the
            // publication.
            const hourOf = (each: Preferences) => (days.get(each)?.[3]?.at ?? 0) % DAY
            const midnight = moveAfter(zone, when).changesAt % DAY
            const [old, mine, out] = [hourOf(was), hourOf(is), PUBLISHED].map(
              (time) => (time - midnight + DAY) % DAY,
            ) as [number, number, number]
            const expected = {
              empty: mine < out && out <= old ? 1 : 0,
              passedOver: old < out && out <= mine ? 1 : 0,
            }
            if (JSON.stringify(seam) !== JSON.stringify(expected))
              throw new Error(`${told}: ${JSON.stringify([seam, expected])}`)
          }
    }
  })
}

test('a digest gives the newest edition that is out, at every hour of every zone, but for one', () => {
  const older = new Set<string>()
  for (const day of [ORDINARY, ...Object.values(CLOCKS).flat()]) {
    for (const [{ timezone, hour }, digests] of around(day))
      for (const digest of digests)
        if (at(digest.edition) !== Math.floor((digest.at - PUBLISHED) / DAY) * DAY)
          older.add(`${timezone} ${hour}`)
  }
  // Its last hour is reckoned in summer time: src/subscribers/schedule.ts.
  expect([...older]).toEqual(['America/St_Johns 23'])
})

for (const day of [ORDINARY, ...Object.values(CLOCKS).flat()]) {
  const name = new Date(day).toISOString().slice(0, 10)
  test(`from any zone and hour to any other around ${name}: one digest a day there, no edition twice`, () => {
    const hours = ALL_HOURS.filter((hour) => ALL || [0, 2, 3, 7, 12, 23].includes(hour))
    const preferences = ZONES.flatMap((zone) => hours.map((hour) => wish(zone, hour)))
    const days = around(day)
    const changing = ZONES.filter((zone) => offset(zone, day - DAY) !== offset(zone, day + 2 * DAY))
    const seen = { courses: 0, empty: 0, passedOver: 0 }
    for (const was of preferences)
      for (const is of preferences.filter(({ timezone }) => timezone !== was.timezone))
        for (const when of asked(day, day === ORDINARY ? 6 : 24)) {
          const seam = seamOf(days, was, is, when)
          const told = `${was.timezone} ${was.hour} to ${is.timezone} ${is.hour} at ${new Date(when).toISOString()}`
          if (typeof seam === 'string') throw new Error(`${told}: ${seam}`)
          seen.courses++
          seen.empty += seam.empty
          seen.passedOver += seam.passedOver
          // On a day of 23 or 25 hours an hour of another zone may come not at all or twice.
          if (changing.includes(was.timezone) || changing.includes(is.timezone)) continue
          const course = courseOf(days, was, [{ at: when, to: is }])
          const today = course.filter((each) => dateIn(is.timezone, each.at) === dateIn(is.timezone, when))
          if (today.length !== 1) throw new Error(`${told}: ${today.length} on its day`)
        }
    expect(changing.length > 0).toBe(day !== ORDINARY)
    expect(seen.courses).toBe(90 * hours.length ** 2 * (day === ORDINARY ? 12 : 3))
    expect(Math.min(seen.empty, seen.passedOver)).toBeGreaterThan(0)
  })
}

const CADENCES: Partial<Preferences>[] = [
  {},
  { days: 0b001_1111 },
  { days: 0b000_1001 },
  { days: 0b010_0000 },
  { kind: 'weekly', days: 0b000_0001 },
  { kind: 'weekly', days: 0b000_1000 },
]
const MONTH = at('2026-01-05')
/** Hugging Face lists papers on weekdays: there is an edition from Tuesday to Saturday. */
const WORKING = (weekday: number) => weekday >= 2
const calendars = { 'each day': undefined, 'Tuesday to Saturday': WORKING }
for (const [name, on] of Object.entries(calendars)) {
  test(`from any cadence to any other with editions on ${name}: each chosen day has a digest if there is a newer edition`, () => {
    const preferences = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'].flatMap((zone) =>
      [1, 7, 20].flatMap((hour) => CADENCES.map((cadence) => wish(zone, hour, cadence))),
    )
    const editions = dailyEditions(MONTH - 15 * DAY, MONTH + 29 * DAY, on)
    const days = scheduleDays(preferences, ticksBetween(MONTH, MONTH + 28 * DAY), editions)
    const step = ALL ? 5 : 23
    let courses = 0
    for (const was of preferences)
      for (const is of preferences)
        for (let when = MONTH + 8 * DAY; when < MONTH + 15 * DAY; when += step * HOUR) {
          if (is === was) continue
          const course = courseOf(days, was, [{ at: when, to: is }])
          const wrong = neverOf(course) ?? emptyOf(course, days, is, when)
          if (wrong)
            throw new Error(`${JSON.stringify([was, is])} at ${new Date(when).toISOString()}: ${wrong}`)
          courses++
        }
    expect(courses).toBe(54 * 53 * Math.ceil((7 * 24) / step))
  })
}

/**
 * What is wrong on the days on which a change is in force, from the one it took effect on until
 * another did: a chosen one without a digest though an edition was newer than all given before.
 */
function emptyOf(
  course: readonly Digest[],
  days: Map<Preferences, Digest[]>,
  is: Preferences,
  when: number,
  until = Number.POSITIVE_INFINITY,
): string | null {
  const { changesAt, from } = moveAfter(is.timezone, when)
  const since = course.filter((digest) => digest.at >= changesAt && digest.at < until)
  let last = course.findLast((digest) => digest.at < changesAt)?.edition ?? ''
  for (const usual of days.get(is)?.filter((digest) => digest.date >= from && digest.at < until) ?? []) {
    const own = since.find(({ date }) => date === usual.date)
    if (own ? own.at !== usual.at || own.edition !== usual.edition : usual.edition > last)
      return `nothing on ${usual.date}, though ${usual.edition} is newer than ${last}`
    last = own?.edition ?? last
  }
  return since.every(({ date }) => (is.days >> ((new Date(date).getUTCDay() + 6) % 7)) & 1)
    ? null
    : 'a digest on a day that was not chosen'
}

const THREE_ZONES = ['Europe/Berlin', 'America/Los_Angeles', 'Pacific/Apia']
const FEW_WISHES = THREE_ZONES.flatMap((zone) => [0, 3, 7, 12, 18, 23].map((hour) => wish(zone, hour)))

test('a change that is taken back before its day has come changed nothing', () => {
  const days = around(ORDINARY)
  let taken = 0
  for (const was of FEW_WISHES)
    for (const is of FEW_WISHES)
      for (const when of asked(ORDINARY, 6))
        for (const later of [1, 4, 9, 16].map((hours) => when + hours * HOUR)) {
          if (is === was || moveAfter(is.timezone, when).changesAt <= later) continue
          const course = courseOf(days, was, [
            { at: when, to: is },
            { at: later, to: was },
          ])
          expect(course).toEqual(days.get(was))
          taken++
        }
  expect(taken).toBeGreaterThan(1_000)
})

test('of two changes on a day the last one counts; one that has taken effect is in force until the next one does', () => {
  const days = around(ORDINARY)
  const seen = { replaced: 0, followed: 0 }
  for (const was of FEW_WISHES)
    for (const via of FEW_WISHES)
      for (const is of FEW_WISHES)
        for (const when of asked(ORDINARY, ALL ? 12 : 36))
          for (const later of [2, 8, 20].map((hours) => when + hours * HOUR)) {
            if (via === was || is === via) continue
            const last = { at: later, to: is }
            const course = courseOf(days, was, [{ at: when, to: via }, last])
            const replaced = moveAfter(via.timezone, when).changesAt > later
            seen[replaced ? 'replaced' : 'followed']++
            const wrong =
              neverOf(course) ??
              (replaced
                ? JSON.stringify(course) !== JSON.stringify(courseOf(days, was, [last])) && 'not the last one'
                : (emptyOf(course, days, via, when, moveAfter(is.timezone, later).changesAt) ??
                  emptyOf(course, days, is, later)))
            const preferences = [was, via, is].map(({ timezone, hour }) => `${timezone} ${hour}`)
            if (wrong)
              throw new Error(
                `${preferences} at ${[when, later].map((each) => new Date(each).toISOString())}: ${wrong}`,
              )
          }
  expect(Math.min(seen.replaced, seen.followed)).toBeGreaterThan(1_000)
})
