import { beforeEach, expect, test } from 'vitest'
import { batches, type Preferences } from '../../src/db/schema.ts'
import type { Mail } from '../../src/mail/mail.ts'
import { changePreferences } from '../../src/subscribers/preferences.ts'
import { daysAsText } from '../../src/subscribers/preferences-form.ts'
import { DAILY } from '../../src/subscribers/schedule.ts'
import { signToken } from '../../src/subscribers/tokens.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { localTime } from '../../src/time/zones.ts'
import { aChance } from '../helpers/chance.ts'
import { deliverAt } from '../helpers/delivering.ts'
import { aPublishedEdition, someReaders } from '../helpers/readers.ts'
import {
  type Change,
  courseOf,
  dailyEditions,
  neverOf,
  scheduleDays,
  ticksBetween,
} from '../helpers/schedule-days.ts'
import { ALL } from '../helpers/sizes.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

// That the handlers and the database do what test/subscribers/pending-changes.test.ts looks at
// without them.

/** A Tuesday. */
const START = Date.parse('2026-01-20T00:00:00Z')
/** At this tick an edition may come out: test/helpers/schedule-days.ts. */
const FIRST = START + HOUR / 4
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
})

async function change(id: number, { timezone, hour, days, kind, papers }: Preferences): Promise<void> {
  const token = await signToken(world.deps.config.TOKEN_SECRET, 'preferences', id, 0)
  const fields = { timezone, hour: String(hour), papers, days: daysAsText({ kind, days }) }
  expect(await changePreferences(world.deps, token, fields)).toEqual({ done: true })
}
const wish = (timezone: string, hour: number, given: Partial<Preferences> = {}): Preferences => ({
  kind: 'daily',
  days: DAILY,
  papers: 20,
  topics: '',
  timezone,
  hour,
  ...given,
})
type Reader = { email: string; first: Preferences; changes: Change<Preferences>[] }

/** All ticks, or one in each hour in which a schedule has its hour or has just had it. */
function ticksFor(schedules: readonly Preferences[], days: number): number[] {
  if (ALL) return ticksBetween(FIRST, START + days * DAY)
  const hours = new Set(
    schedules.flatMap(({ timezone, hour }) => [0, 1].map((n) => `${timezone} ${(hour + n) % 24}`)),
  )
  const zones = [...new Set(schedules.map(({ timezone }) => timezone))]
  return ticksBetween(FIRST, START + days * DAY, HOUR).filter((at) =>
    zones.some((zone) => hours.has(`${zone} ${localTime(zone, at).hour}`)),
  )
}

/**
 * Lets time pass with these readers and one who stays in each schedule; returns what each was
 * given, and when.
 */
async function live(
  schedules: readonly Preferences[],
  readers: readonly Reader[],
  days: number,
  ticks: readonly number[],
): Promise<Map<string, { at: number; edition: string }[]>> {
  for (const { date, publishedAt } of dailyEditions(START - DAY, START + days * DAY))
    await aPublishedEdition(world, date, publishedAt)
  for (const [n, schedule] of schedules.entries())
    await someReaders(world, [`stays${n}@example.org`], schedule)
  const asked: (Change<Preferences> & { id: number })[] = []
  for (const { email, first, changes } of readers) {
    const [id = 0] = await someReaders(world, [email], first)
    asked.push(...changes.map((each) => ({ ...each, id })))
  }
  asked.sort((a, b) => a.at - b.at)
  const given = new Map<string, { at: number; edition: string }[]>()
  for (const at of ticks) {
    for (let next = asked[0]; next && next.at < at; next = asked[0]) {
      asked.shift()
      world.at(next.at)
      await change(next.id, next.to)
    }
    await deliverAt(world, at)
    // A week's digest does not name its edition: the batch of its key does.
    for (const { key, body } of world.resend.calls.splice(0))
      for (const { to } of JSON.parse(body) as Mail[])
        given.set(to, [...(given.get(to) ?? []), { at, edition: key ?? '' }])
  }
  const rows = await world.deps.db.select({ key: batches.key, edition: batches.editionDate }).from(batches)
  const editions = new Map(rows.map(({ key, edition }) => [key, edition]))
  for (const course of given.values())
    for (const digest of course) digest.edition = editions.get(digest.edition) ?? ''
  return given
}

/** Compares what readers were given with what the rules say. */
async function compare(
  schedules: readonly Preferences[],
  readers: readonly Reader[],
  days: number,
): Promise<void> {
  const ticks = ticksFor(schedules, days)
  const given = await live(schedules, readers, days, ticks)
  const usual = scheduleDays(schedules, ticks, dailyEditions(START - DAY, START + days * DAY))
  const courses = readers.map(
    ({ email, first, changes }) => [email, courseOf(usual, first, changes)] as const,
  )
  for (const [, course] of courses) expect(neverOf(course)).toBeNull()
  const expected = courses.map(([email, course]) => [
    email,
    course.map(({ at, edition }) => ({ at, edition })),
  ])
  expect(readers.map(({ email }) => [email, given.get(email) ?? []])).toEqual(expected)
}

test('readers who change their hour, any to any, are given exactly what the rules say', async () => {
  // An edition is published at a quarter past 21 there.
  const hours = ALL ? Array.from({ length: 24 }, (_, hour) => hour) : [0, 1, 12, 20, 21, 22, 23]
  const schedules = hours.map((hour) => wish('America/New_York', hour))
  const chance = aChance(1)
  const readers = schedules.flatMap((first, a) =>
    schedules
      .filter((to) => to !== first)
      .map((to, b) => ({
        email: `r${a}.${b}@example.org`,
        first,
        changes: [{ at: START + 24 * HOUR + chance.below(24 * 60) * 60_000 + 1, to }],
      })),
  )
  await compare(schedules, readers, 4)
})

test('readers who change zone, hour and cadence, up to four times, are given exactly what the rules say', async () => {
  const cadences: Partial<Preferences>[] = [
    ...[{}, {}, { days: 0b001_1111 }, { days: 0b100_1010 }],
    ...[{ kind: 'weekly', days: 0b000_1000 } as const],
  ]
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'Australia/Lord_Howe']
  const chance = aChance(2)
  const schedules = zones.flatMap((zone) =>
    (ALL ? [0, 1, 4, 7, 11, 12, 18, 22, 23] : [0, 1, 12, 23]).map((hour) =>
      wish(zone, hour, chance.pick(cadences)),
    ),
  )
  const days = ALL ? 8 : 6
  const readers = Array.from({ length: ALL ? 400 : 48 }, (_, n) => {
    const times = Array.from(
      { length: 1 + (n % 4) },
      () => START + DAY + chance.below((days - 4) * 24 * 60) * 60_000 + 1,
    )
    const changes = times.toSorted((a, b) => a - b).map((at) => ({ at, to: chance.pick(schedules) }))
    return { email: `r${n}@example.org`, first: chance.pick(schedules), changes }
  })
  await compare(schedules, readers, days)
})

/** Ticks at these hours of each day. */
const hoursOf = (days: number, hours: readonly number[]) =>
  Array.from({ length: days }, (_, day) => hours.map((hour) => START + day * DAY + hour * HOUR)).flat()

test('who waits for the provider when the day of a change comes stays for one more day, without a day of two or none', async () => {
  const days = 4
  for (const { date, publishedAt } of dailyEditions(START - DAY, START + days * DAY))
    await aPublishedEdition(world, date, publishedAt)
  const [id = 0] = await someReaders(world, ['ada@example.org'], { hour: 22 })
  world.at(START + HOUR)
  await change(id, wish('UTC', 7))
  const came: string[] = []
  for (const at of hoursOf(days, [0, 1, 3, 6, 7, 8, 21, 22, 23])) {
    const dark = at >= START + 21 * HOUR && at < START + 27 * HOUR
    world.resend.weather = () => (dark ? 'lost request' : undefined)
    const before = world.resend.taken.length
    await deliverAt(world, at)
    for (const { subject } of world.resend.taken.slice(before))
      came.push(`${new Date(at).toISOString().slice(8, 13)} ${subject.slice(-10)}`)
  }
  expect(came).toEqual(['21T03 2026-01-20', '21T22 2026-01-21', '22T07 2026-01-22', '23T07 2026-01-23'])
})

test('who has their digest moves when the day comes, though others of their schedule still wait for theirs', async () => {
  world.deps.config = { ...world.deps.config, MAIL_BATCH_SIZE: 1 }
  for (const { date, publishedAt } of dailyEditions(START - DAY, START + 3 * DAY))
    await aPublishedEdition(world, date, publishedAt)
  const [ada = 0] = await someReaders(world, ['ada@example.org', 'bob@example.org'], { hour: 22 })
  world.at(START + HOUR)
  await change(ada, wish('UTC', 7))
  const answer = world.resend.answer.bind(world.resend)
  world.resend.answer = async (request) =>
    (await request.clone().text()).includes('bob') ? Response.json({}, { status: 500 }) : answer(request)
  const came: string[] = []
  for (const at of hoursOf(3, [0, 6, 7, 8, 21, 22, 23])) {
    const before = world.resend.taken.length
    await deliverAt(world, at)
    if (world.resend.taken.length > before) came.push(new Date(at).toISOString().slice(8, 13))
  }
  expect(came).toEqual(['20T22', '21T07', '22T07'])
})
