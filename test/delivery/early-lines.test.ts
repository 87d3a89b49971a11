import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { editionsSince } from '../../src/db/editions.ts'
import { batches, digests, earlyPicks, editions, papers } from '../../src/db/schema.ts'
import { withdrawPaper } from '../../src/delivery/withdraw.ts'
import { recomputeEdition } from '../../src/editions/candidates.ts'
import { EARLY_HEADING } from '../../src/mail/claim.ts'
import { FORMULA } from '../../src/ranking/formula.ts'
import { changePreferences } from '../../src/subscribers/preferences.ts'
import { signToken } from '../../src/subscribers/tokens.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { deliverAt, planAt } from '../helpers/delivering.ts'
import { anEdition } from '../helpers/editions.ts'
import { aPaper } from '../helpers/papers.ts'
import { someReaders } from '../helpers/readers.ts'
import { runTick } from '../helpers/ticking.ts'
import { aListOf, listOf, quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

/** A Tuesday; the list of Monday closed then. */
const TUESDAY = Date.parse('2026-01-20T00:00:00Z')
const ON = { early: true }
/** The first paper of a list as the fake serves it. */
const FIRST = '2601.00001'
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
})

const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10)
const pickId = (day: number, position: number) => `2601.${20_000 + day * 100 + position}`

/** Papers picked in the night before the edition of a day, `Pick DAY.PLACE`, every second cs.RO. */
async function picks(day: number, count = 6): Promise<void> {
  const { db } = world.deps
  const at = TUESDAY + day * DAY
  for (let position = 1; position <= count; position++) {
    const id = pickId(day, position)
    await db.insert(papers).values(
      aPaper({
        id,
        title: `Pick ${day}.${position}`,
        listedOn: null,
        bornAt: null,
        categories: [position % 2 === 0 ? 'cs.RO' : 'cs.CL'],
      }),
    )
    const reason = `${position} of its 9 authors were on the daily list before`
    await db.insert(earlyPicks).values({
      day: dateOf(at),
      position,
      paperId: id,
      newcomer: false,
      reason,
      pickedAt: at + 1.5 * HOUR,
    })
  }
}

/** Editions of five papers, `Day DAY paper N`, each with the picks of its night. */
async function days(from: number, to: number): Promise<void> {
  for (let day = from; day <= to; day++) {
    await picks(day)
    const at = TUESDAY + day * DAY
    const listed = anEdition().papers.slice(0, 5)
    await world.deps.db.insert(editions).values({
      date: dateOf(at),
      state: 'complete',
      note: null,
      formula: FORMULA,
      cohorts: [],
      publishedAt: at + 2.25 * HOUR,
      papers: listed.map((paper, n) => ({
        ...paper,
        id: `2512.${10_000 + day * 100 + n}`,
        title: `Day ${day} paper ${n}`,
      })),
    })
  }
}
const deliverDays = async (from: number, to: number) => {
  for (let day = from; day <= to; day++) await deliverAt(world, TUESDAY + day * DAY + 7 * HOUR)
}
const list = (id: string, on: string) =>
  world.deps.db.update(papers).set({ listedOn: on }).where(eq(papers.id, id))
const linesIn = (text: string) => [...text.matchAll(/^Pick \d+\.\d+/gm)].map(([line]) => line.slice(5))
const linesOf = (email: string) => world.resend.to(email).map(({ text }) => linesIn(text))

test('who has the switch on gets three picks at the end of each mail, none twice; nobody else gets any', async () => {
  await someReaders(world, ['on@example.org'], ON)
  await someReaders(world, ['five@example.org'], { ...ON, papers: 5 })
  await someReaders(world, ['off@example.org'])
  await days(0, 2)
  await list(pickId(1, 2), '2026-01-20')
  await deliverDays(0, 2)
  const lines = [
    ['0.1', '0.2', '0.3'],
    ['1.1', '1.3', '1.4'],
    ['2.1', '2.2', '2.3'],
  ]
  expect(linesOf('on@example.org')).toEqual(lines)
  expect(linesOf('five@example.org')).toEqual(lines)
  expect(linesOf('off@example.org')).toEqual([[], [], []])
  const [on, off] = ['on@example.org', 'off@example.org'].map((email) => world.resend.to(email)[0])
  expect(on?.subject).toBe(off?.subject)
  // All that the other mail says stands there too, and the lines come after the last paper.
  const papersOf = (text = '') => text.match(/Day 0 paper \d/g)
  expect(papersOf(on?.text)).toEqual(papersOf(off?.text))
  const { text = '', html = '' } = on ?? {}
  expect(text.indexOf(EARLY_HEADING)).toBeGreaterThan(text.lastIndexOf('Day 0 paper'))
  expect(html.indexOf(EARLY_HEADING)).toBeGreaterThan(html.lastIndexOf('Day 0 paper'))
  expect(html).toContain('3 of its 9 authors were on the daily list before.')
})

test('picks made after an edition wait for the next one; a quiet day and one that nobody was mailed lose none', async () => {
  await someReaders(world, ['on@example.org'], ON)
  await days(0, 1)
  const { db } = world.deps
  const published = TUESDAY + 2.25 * HOUR
  const pickedAt = (position: number, at: number) =>
    db
      .update(earlyPicks)
      .set({ pickedAt: at })
      .where(eq(earlyPicks.paperId, pickId(0, position)))
  await pickedAt(1, published)
  await pickedAt(2, published + 1)
  await db
    .update(editions)
    .set({ state: 'quiet' })
    .where(eq(editions.date, dateOf(TUESDAY + DAY)))
  await days(2, 2)
  await deliverDays(0, 2)
  expect(linesOf('on@example.org')).toEqual([
    ['0.1', '0.3', '0.4'],
    ['2.1', '1.1', '2.2'],
  ])
})

test('a week’s mail ends with the best picks that no list has by then, and no line comes in two weeks', async () => {
  await someReaders(world, ['week@example.org'], { ...ON, kind: 'weekly', days: 1 })
  await days(0, 4)
  await list(pickId(3, 1), '2026-01-23')
  await deliverDays(0, 6)
  await days(6, 11)
  await deliverDays(7, 14)
  expect(linesOf('week@example.org')).toEqual([
    ['4.1', '2.1', '1.1'],
    ['11.1', '10.1', '9.1'],
  ])
})

test('a mail of topics ends with the picks of its topics, and a day without its papers brings no mail for them', async () => {
  const robots = { ...ON, topics: 'category=cs.RO' }
  await someReaders(world, ['robots@example.org'], robots)
  await someReaders(world, ['week@example.org'], { ...robots, kind: 'weekly', days: 1 })
  await days(0, 4)
  const listed = { listedOn: '2026-01-20', bornAt: TUESDAY, categories: ['cs.RO'] }
  await world.deps.db.insert(papers).values(aPaper({ id: '2512.00001', title: 'A robot', ...listed }))
  await world.deps.db.run(
    `insert into observations (paper_id, source, at, upvotes) values ('2512.00001', 'huggingface', ${TUESDAY + 20 * HOUR}, 9)`,
  )
  await deliverDays(0, 6)
  expect(linesOf('robots@example.org')).toEqual([['1.2', '1.4', '1.6']])
  expect(linesOf('week@example.org')).toEqual([['4.2', '3.2', '2.2']])
})

test('a pick that is withdrawn here is in no mail that waits, and the next one takes its place', async () => {
  await someReaders(world, ['on@example.org'], ON)
  await someReaders(world, ['week@example.org'], { ...ON, kind: 'weekly', days: 0b1000_000 })
  await days(0, 0)
  await planAt(world.deps, world.at(TUESDAY + 7 * HOUR))
  const before = await world.deps.db.select().from(digests)
  expect(before.map(({ variant, text }) => [variant, linesIn(text)])).toEqual([
    ['all early', ['0.1', '0.2', '0.3']],
  ])
  expect(await withdrawPaper(world.deps, pickId(0, 2))).toBe(true)
  await deliverDays(0, 5)
  expect(linesOf('on@example.org')).toEqual([['0.1', '0.3', '0.4']])
  expect(linesOf('week@example.org')).toEqual([['0.1', '0.3', '0.4']])
  expect(world.resend.to('on@example.org')[0]?.text).toContain('Day 0 paper 4')
})

test('a mail keeps its lines when it is asked for again, whatever was listed since', async () => {
  await someReaders(world, ['a@example.org', 'b@example.org'], ON)
  await someReaders(world, ['later@example.org'], { ...ON, hour: 9 })
  await days(0, 0)
  await deliverDays(0, 0)
  await list(pickId(0, 1), '2026-01-20')
  await deliverAt(world, TUESDAY + 9 * HOUR)
  for (const email of ['a@example.org', 'b@example.org', 'later@example.org'])
    expect(linesOf(email)).toEqual([['0.1', '0.2', '0.3']])
  expect(await world.deps.db.select().from(digests)).toHaveLength(1)
})

test('the switch is a change of preferences like any other, and a day’s reader who turns it gets no line twice', async () => {
  const [id = 0] = await someReaders(world, ['turns@example.org'], ON)
  await someReaders(world, ['others@example.org'], { ...ON, hour: 8 })
  await days(0, 6)
  const token = await signToken(world.deps.config.TOKEN_SECRET, 'preferences', id, 0)
  const changes = [
    { early: 'no' },
    { early: 'yes', hour: '8' },
    { hour: '6' },
    { papers: '5' },
    { early: 'no' },
  ]
  for (let day = 0; day <= 6; day++) {
    for (const hour of [6, 7, 8]) await deliverAt(world, TUESDAY + day * DAY + hour * HOUR)
    world.at(TUESDAY + day * DAY + 9 * HOUR)
    const change = changes[day]
    if (change) expect(await changePreferences(world.deps, token, change)).toEqual({ done: true })
  }
  const lines = linesOf('turns@example.org')
  expect(lines.map((each) => each.length)).toEqual([3, 0, 3, 3, 3, 0, 0])
  expect(new Set(lines.flat()).size).toBe(lines.flat().length)
  const given = await world.deps.db.select().from(batches)
  expect(new Set(given.map(({ variant }) => variant))).toEqual(new Set(['all', 'all early', '5 early', '5']))
  expect(await changePreferences(world.deps, token, { early: 'maybe' })).toEqual({
    invalid: 'early: must be yes or no.',
  })
})

test('a pick that an edition has later is given in full, and marked with its day, for every reader', async () => {
  quietUpstreams(world)
  await someReaders(world, ['on@example.org'], ON)
  await someReaders(world, ['off@example.org'])
  listOf(world, '2026-01-19', aListOf(8))
  const { db } = world.deps
  const reason = 'Its author was on the daily list before'
  const pick = { position: 1, newcomer: false, reason, pickedAt: TUESDAY - 22 * HOUR }
  await db.insert(earlyPicks).values({ ...pick, day: '2026-01-19', paperId: FIRST })
  await db.insert(earlyPicks).values({ ...pick, day: '2026-01-16', paperId: '2601.99999' })
  await runTick(world, '2026-01-20T02:00:00Z')
  await deliverAt(world, TUESDAY + 7 * HOUR)
  for (const email of ['on@example.org', 'off@example.org']) {
    const { text = '', html = '' } = world.resend.to(email)[0] ?? {}
    expect(text.replace(/\s+/g, ' ').match(/We had it on [^.]+\./g)).toEqual(['We had it on 19 January.'])
    expect(html.match(/We had it on [^.]+\./g)).toEqual(['We had it on 19 January.'])
    expect(linesIn(text)).toEqual([])
    expect(text.replace(/\s+/g, ' ')).toContain('8 papers, none of which was in an edition before.')
  }
  const [edition] = await editionsSince(db, '2026-01-20')
  if (!edition) throw new Error('there is no edition')
  expect(
    edition.papers.flatMap(({ id, pickedOn, depth }) => (pickedOn ? [id, pickedOn, depth] : [])),
  ).toEqual([FIRST, '2026-01-19', 'full'])
  expect((await recomputeEdition(db, edition)).papers).toEqual(edition.papers)
})

test('who signs up at the shelf has early picks in the welcome and in each mail, and can see, take and change that', async () => {
  await days(0, 1)
  world.at(TUESDAY + 30 * HOUR)
  const browser = aBrowser(world)
  const shelf = await (await browser.get('/early')).text()
  expect(shelf).toContain('<input type="hidden" name="early" value="yes"/>')
  expect(await (await browser.get('/trending')).text()).not.toContain('name="early"')
  const email = 'new@example.org'
  const from = { 'cf-connecting-ip': '192.0.2.1' }
  await browser.post('/subscribe', { email, timezone: 'UTC', early: 'yes' }, from)
  const confirmation = world.resend.to(email)[0]?.text ?? ''
  expect(confirmation.replace(/\s+/g, ' ')).toContain(
    'and at the end up to three papers that no daily list has yet.',
  )
  const [, confirm = ''] = /confirm\?token=(\S+)/.exec(confirmation) ?? []
  await browser.post('/confirm', { token: confirm })
  await days(2, 2)
  await deliverAt(world, TUESDAY + 2 * DAY + 7 * HOUR)
  expect(linesOf(email).slice(1)).toEqual([
    ['1.1', '1.2', '1.3'],
    ['2.1', '2.2', '2.3'],
  ])
  const [, link = ''] = /(\/preferences\?token=\S+)/.exec(world.resend.to(email).at(-1)?.text ?? '') ?? []
  const page = await (await browser.get(link)).text()
  expect(page).toMatch(/<option value="yes" selected[^>]*>\s*up to 3, at its end/)
  const stored = await (await browser.get(link.replace('/preferences', '/your-data/export'))).json()
  expect(stored).toMatchObject({
    preferences: { earlyPicks: 'yes' },
    consents: [{ preferences: { earlyPicks: 'yes' } }],
    signups: [{ preferences: { earlyPicks: 'yes' } }],
  })
  // A form that says nothing of it leaves it as it is.
  await browser.post(link, { papers: '5' })
  await browser.post(link, { early: 'no' })
  world.at(TUESDAY + 3 * DAY + HOUR)
  await days(3, 3)
  await deliverAt(world, TUESDAY + 3 * DAY + 7 * HOUR)
  expect(linesOf(email).at(-1)).toEqual([])
})
