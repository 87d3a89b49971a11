import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { type Counts, counting } from '../../scripts/bench/counting.ts'
import { atomically, openDatabase } from '../../src/db/client.ts'
import { appendObservations } from '../../src/db/observations.ts'
import { batches, digests, papers, schedules } from '../../src/db/schema.ts'
import { plan } from '../../src/jobs/deliver.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { changePreferences } from '../../src/subscribers/preferences.ts'
import { signToken } from '../../src/subscribers/tokens.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { aMessage, deliverAt, planAt } from '../helpers/delivering.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'
import { AT_SEVEN, aPublishedEdition, someReaders } from '../helpers/readers.ts'
import { ALL } from '../helpers/sizes.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

/** A Tuesday; the list of Monday closed then. */
const TUESDAY = Date.parse('2026-01-20T00:00:00Z')
const ROBOTS = 'category=cs.RO'
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
})

const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10)

/**
 * An edition each morning and, on the list of the day before it, papers of two categories with
 * falling votes.
 */
async function aWeek(days = 5, perDay = 20): Promise<void> {
  for (let day = 0; day < days; day++) {
    const at = TUESDAY + day * DAY
    const listed = Array.from({ length: perDay }, (_, index) =>
      aPaper({
        id: `26${day + 10}.${10_001 + index}`,
        title: `Day ${day} paper ${index}`,
        listedOn: dateOf(at - DAY),
        bornAt: at - DAY,
        categories: [index % 4 === 0 ? 'cs.RO' : 'cs.CL'],
        abstract: index % 8 === 0 ? 'It grasps with two hands.' : 'It reads.',
      }),
    )
    const votes = listed.map(({ id }, index) =>
      anObservation({ paperId: id, at: at + 2 * HOUR, upvotes: 100 - index }),
    )
    const rows = listed.map((paper) => world.deps.db.insert(papers).values(paper))
    await atomically(world.deps.db, [...rows, appendObservations(votes)])
    await aPublishedEdition(world, dateOf(at), at + 2.25 * HOUR)
  }
}
const deliverDays = async (days: number, first = 0) => {
  for (let day = first; day < days; day++) await deliverAt(world, TUESDAY + day * DAY + 7 * HOUR)
}
const titles = (email: string) =>
  world.resend.to(email).map(({ text }) => [...text.matchAll(/Day \d paper \d+/g)].map(([title]) => title))

test('a reader of topics gets the papers of the closed list that are of them, best first, the edition’s or not', async () => {
  await someReaders(world, ['robots@example.org'], { topics: ROBOTS })
  await someReaders(world, ['hands@example.org'], { topics: 'q=grasps', papers: 5 })
  await aWeek(2)
  await deliverDays(2)
  const places = [0, 4, 8, 12, 16]
  expect(titles('robots@example.org')).toEqual(
    [0, 1].map((day) => places.map((n) => `Day ${day} paper ${n}`)),
  )
  expect(titles('hands@example.org')[0]).toEqual(['Day 0 paper 0', 'Day 0 paper 8', 'Day 0 paper 16'])
  const [mail] = world.resend.to('robots@example.org')
  expect(mail?.subject).toBe('Day 0 paper 0, Day 0 paper 4, Day 0 paper 8 + 2 more')
  for (const part of [mail?.html, mail?.text]) {
    expect(part).toContain('Only papers in cs.RO.')
    expect(part).toContain('/new?category=cs.RO')
  }
})

test('no paper comes twice to readers of topics, nor to one who goes over to them', async () => {
  const [mover = 0] = await someReaders(world, ['mover@example.org'])
  await someReaders(world, ['robots@example.org'], { topics: ROBOTS })
  await aWeek(5)
  await deliverDays(2)
  const token = await signToken(world.deps.config.TOKEN_SECRET, 'preferences', mover, 0)
  expect(await changePreferences(world.deps, token, { category: 'cs.RO' })).toEqual({ done: true })
  await deliverDays(5, 2)
  const all = titles('robots@example.org').flat()
  expect(new Set(all).size).toBe(all.length)
  expect(all).toHaveLength(25)
  // Two whole editions (which name no papers here), then three days of robots, all listed since.
  expect(titles('mover@example.org').slice(2)).toEqual(titles('robots@example.org').slice(2))
  expect(world.resend.to('mover@example.org')).toHaveLength(5)
})

test('on a day without a paper of the topics nothing is mailed, and nobody looks again', async () => {
  await someReaders(world, ['nothing@example.org'], { topics: 'q=zeppelin' })
  await aWeek(1)
  await deliverAt(world, TUESDAY + 7 * HOUR)
  const written = await world.deps.db.select().from(digests)
  await deliverAt(world, TUESDAY + 8 * HOUR)
  expect(world.resend.calls).toHaveLength(0)
  expect(await world.deps.db.select().from(batches)).toEqual([])
  expect(written.filter(({ variant }) => variant !== 'all')).toMatchObject([{ html: '', text: '' }])
  expect(await world.deps.db.select().from(digests)).toEqual(written)
})

test('who has chosen days, or a week, gets the papers of every list since, and none twice', async () => {
  const TUE_FRI = 0b001_0010
  await someReaders(world, ['two@example.org'], { topics: ROBOTS, days: TUE_FRI })
  await someReaders(world, ['weekly@example.org'], { topics: ROBOTS, kind: 'weekly', days: 1, papers: 10 })
  await aWeek(7)
  await deliverDays(8)
  const days = (email: string) =>
    titles(email).map((some) => [...new Set(some.map((title) => title.slice(0, 5)))].toSorted())
  expect(days('two@example.org')).toEqual([
    ['Day 0'],
    ['Day 1', 'Day 2', 'Day 3'],
    ['Day 4', 'Day 5', 'Day 6'],
  ])
  expect(titles('weekly@example.org')).toHaveLength(1)
  expect(titles('weekly@example.org')[0]).toHaveLength(10)
})

test('topics that cannot be read any more keep nobody else waiting', async () => {
  await someReaders(world, ['odd@example.org'], { topics: 'category=cs.RO,-cs.RO' })
  await someReaders(world, ['robots@example.org'], { topics: ROBOTS })
  await someReaders(world, ['all@example.org'])
  await aWeek(1)
  await deliverAt(world, TUESDAY + 7 * HOUR)
  expect(world.resend.taken.map(({ to }) => to).toSorted()).toEqual(['all@example.org', 'robots@example.org'])
})

test('however late editions come, readers of chosen days get every list once', async () => {
  const TUE_FRI = 0b001_0010
  // At this hour the digest of a chosen day is due before that day's edition.
  const early = { topics: ROBOTS, days: TUE_FRI, hour: 2, from: '2026-01-20' }
  await someReaders(world, ['early@example.org'], early)
  await aWeek(11, 4)
  // Before and at that hour, after the edition of the day, and later.
  for (let day = 0; day < 11; day++)
    for (const hour of [1, 2, 3, 12]) await deliverAt(world, TUESDAY + day * DAY + hour * HOUR)
  const days = titles('early@example.org')
    .flat()
    .map((title) => Number(/Day (\d+)/.exec(title)?.[1]))
  expect(new Set(days).size).toBe(days.length)
  const last = Math.max(...days)
  expect(last).toBeGreaterThanOrEqual(9)
  expect(days.toSorted((a, b) => a - b)).toEqual(Array.from({ length: last + 1 }, (_, day) => day))
})

test('a day’s digest and a week’s are never taken for each other', async () => {
  const from = '2026-01-27'
  await someReaders(world, ['tue@example.org'], { topics: ROBOTS, days: 0b10, from })
  await someReaders(world, ['week@example.org'], { topics: ROBOTS, kind: 'weekly', days: 0b100, from })
  await aWeek(10, 4)
  await deliverDays(10)
  expect(world.resend.to('week@example.org')[0]?.text).toContain('the best of a week')
  expect(world.resend.to('tue@example.org')[0]?.text).toContain('new on the daily lists')
})

test('readers of many zones and cadences are planned with the queries that a tick has', async () => {
  await aWeek(10, 4)
  for (const [timezone, hour] of [
    ['UTC', 7],
    ['Pacific/Honolulu', 20],
    ['Pacific/Kiritimati', 10],
  ] as const)
    for (let mask = 1; mask < 128; mask += 9)
      for (const kind of ['daily', 'weekly'] as const)
        await someReaders(world, [`r${hour}.${mask}.${kind}@example.org`], {
          timezone,
          hour,
          kind,
          topics: ROBOTS,
          days: kind === 'weekly' ? 1 << (mask % 7) : mask,
        })
  const counts: Counts = { queries: 0, rowsRead: 0, rowsWritten: 0 }
  const deps = { ...world.deps, db: openDatabase(counting(env.DB, counts)) }
  const most: number[] = []
  // Their hours in UTC, and those around them.
  for (const hour of [5, 6, 7, 8, 19, 20, 21]) {
    const at = TUESDAY + 8 * DAY + hour * HOUR
    counts.queries = 0
    await planAt(deps, world.at(at), () => {
      most.push(counts.queries)
      counts.queries = 0
    })
  }
  expect(Math.max(...most)).toBeGreaterThan(12)
  // Six belong to the whole editions, moves and messages of any tick.
  expect(Math.max(...most)).toBeLessThanOrEqual(30)
})

test('of very many topics some are written at once, the others later in the tick, and nobody is left out', async () => {
  const [plans, most] = ALL ? (['paid', 200] as const) : (['free', 1] as const)
  world.deps.config = { ...world.deps.config, PLAN: plans }
  for (let n = 0; n < most + 3; n++)
    await someReaders(world, [`r${n}@example.org`], { topics: `category=cs.RO&mute=w${n}` })
  await aWeek(1, 9)
  const at = world.at(TUESDAY + 7 * HOUR)
  expect(await plan(world.deps, aMessage('plan', at))).toMatchObject({ batches: most, again: 0 })
  for (let left = 3; left > 0; left -= most)
    expect(await plan(world.deps, aMessage('plan', at, { again: 1 }))).toMatchObject({
      batches: Math.min(left, most),
    })
  expect(world.messages).toHaveLength(most + 3)
  await deliverAt(world, TUESDAY + 7.25 * HOUR)
  expect(new Set(world.resend.taken.map(({ to }) => to)).size).toBe(most + 3)
  expect(world.resend.taken).toHaveLength(most + 3)
})

test('topics that nobody wants any more, and their old digests, are forgotten', async () => {
  const [mover = 0] = await someReaders(world, ['robots@example.org'], { topics: ROBOTS })
  await someReaders(world, ['stays@example.org'], { topics: 'q=grasps' })
  await world.deps.db.insert(schedules).values({ ...AT_SEVEN, topics: 'q=anything' })
  await aWeek(1)
  await deliverAt(world, TUESDAY + 7 * HOUR)
  const token = await signToken(world.deps.config.TOKEN_SECRET, 'preferences', mover, 0)
  await changePreferences(world.deps, token, { category: 'cs.CL' })
  const topics = async () =>
    (await world.deps.db.select().from(schedules)).map((schedule) => schedule.topics).toSorted()
  const sweepAt = async (at: number) => sweep(world.deps, world.at(at))
  await sweepAt(TUESDAY + 8.5 * HOUR)
  expect(await topics()).toEqual(['category=cs.CL', ROBOTS, 'q=grasps'])
  // The next day the change is made.
  await deliverAt(world, TUESDAY + DAY + 8 * HOUR)
  await sweepAt(TUESDAY + 9 * DAY + 8.5 * HOUR)
  expect(await topics()).toEqual(['category=cs.CL', 'q=grasps'])
  expect(await world.deps.db.$count(digests)).toBe(3)
  await sweepAt(TUESDAY + 23 * DAY + 8.5 * HOUR)
  expect(await world.deps.db.$count(digests)).toBe(1)
})

test('words of topics are only text in their mail', async () => {
  const q = encodeURIComponent('grasps "%%UNSUBSCRIBE_URL%%" <b>hands</b>')
  await someReaders(world, ['odd@example.org'], { topics: `q=${q}` })
  await aWeek(1)
  await world.deps.db.update(papers).set({ abstract: 'It grasps b hands b unsubscribe url.' })
  await deliverAt(world, TUESDAY + 7 * HOUR)
  const [mail] = world.resend.to('odd@example.org')
  expect(mail?.html).toContain('with grasps &quot;% %UNSUBSCRIBE_URL% %&quot; &lt;b&gt;hands&lt;/b&gt;')
  expect(mail?.html).not.toContain('<b>hands')
  expect(mail?.html).not.toContain('%%')
})
