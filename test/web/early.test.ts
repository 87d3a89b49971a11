import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { atomically } from '../../src/db/client.ts'
import { appendObservations } from '../../src/db/observations.ts'
import { saveArxiv, saveListed } from '../../src/db/papers.ts'
import { earlyPicks } from '../../src/db/schema.ts'
import { indexPapers } from '../../src/jobs/index-papers.ts'
import { updateScores } from '../../src/jobs/update-scores.ts'
import { aBrowser } from '../helpers/browser.ts'
import { aMessage } from '../helpers/delivering.ts'
import { HOSTILE } from '../helpers/editions.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const DAYS = ['2026-01-14', '2026-01-15']
const PICKED = (day: string) => Date.parse(`${day}T02:00:00Z`)

let world: World
let browser: ReturnType<typeof aBrowser>
const idOf = (n: number) => `2601.${String(n).padStart(5, '0')}`
const pick = (day: string, position: number, n: number) => ({
  day,
  position,
  paperId: idOf(n),
  newcomer: position === 5,
  pickedAt: PICKED(day),
  reason:
    position === 5
      ? 'None of its 6 authors was on the daily list before'
      : `${n} of its 99 authors were on the daily list before`,
})

/**
 * Twenty papers, ten picked on each of two days; the third of each is hostile, every second is
 * cs.CL.
 */
beforeEach(async () => {
  world = await aNewWorld('2026-01-15T08:00:00Z')
  browser = aBrowser(world)
  const all = Array.from({ length: 22 }, (_, n) =>
    aPaper({
      id: idOf(n),
      title: `Paper ${n} on ${n % 3 === 0 ? 'agents' : 'vision'}`,
      listedOn: null,
      categories: [n % 2 === 0 ? 'cs.CL' : 'cs.CV'],
      ...(n % 10 === 2 ? { title: HOSTILE.title ?? '' } : {}),
    }),
  )
  const { db } = world.deps
  await atomically(db, [
    saveArxiv(
      all.map((paper) => ({ ...paper, version: 1 })),
      PICKED('2026-01-14'),
    ),
  ])
  for (const [d, day] of DAYS.entries())
    await db.insert(earlyPicks).values(Array.from({ length: 10 }, (_, n) => pick(day, n + 1, 10 * d + n)))
  await indexPapers(world.deps)
})

/** Lists papers with their upvotes, and scores them. */
async function list(date: string, votes: Record<number, number>) {
  const at = Date.parse(`${date}T10:00:00Z`)
  const listed = Object.entries(votes).map(([n, upvotes]) => ({ id: idOf(Number(n)), upvotes }))
  await atomically(world.deps.db, [
    saveListed(
      listed.map(({ id }) => aPaper({ id })),
      date,
      at,
    ),
    appendObservations(listed.map(({ id, upvotes }) => anObservation({ paperId: id, at, upvotes }))),
  ])
  await updateScores(world.deps, aMessage('scores', at))
}

const read = async (path: string) => (await browser.get(path)).text()
const shown = (text: string) =>
  [...text.matchAll(/<h2><a href="\/papers\/2601\.0*(\d+)"/g)].map((match) => Number(match[1]))
/** Papers of a day in the order of their picking, by number. */
const NEWEST = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]
const OLDER = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

test('early picks stand by day, newest first, in the order of picking, in every format', async () => {
  const text = await read('/early')
  expect(shown(text)).toEqual([...NEWEST, ...OLDER])
  expect(text).toContain('which does not say how good they are')
  expect(text).toContain('11 of its 99 authors were on the daily list before.')
  expect(text).toContain('Early pick</a> of <time datetime="2026-01-15">15 January 2026</time>')
  for (const ending of ['xml', 'atom', 'json', 'md']) {
    const feed = await read(`/early.${ending}?limit=3`)
    const ids = [...feed.matchAll(/\/papers\/2601\.0*(\d+)/g)].map((match) => Number(match[1]))
    expect([...new Set(ids)], ending).toEqual([10, 11, 12])
    expect(feed, ending).toContain('11 of its 99 authors were on the daily list before.')
  }
})

test('filters, words and pages of early picks', async () => {
  expect(shown(await read('/early?category=cs.CV'))).toEqual([11, 13, 15, 17, 19, 1, 3, 5, 7, 9])
  expect(shown(await read('/early?category=-cs.CV&limit=2'))).toEqual([10, 12])
  expect(shown(await read('/early?q=agents'))).toEqual([15, 18, 0, 3, 6, 9])
  const turned: number[] = []
  let path = '/early?limit=7'
  for (let page = 0; page < 4 && path !== ''; page++) {
    const text = await read(path)
    turned.push(...shown(text))
    path = (/rel="next" href="([^"]+)"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&')
  }
  expect(turned).toEqual([...NEWEST, ...OLDER])
  // A paper that leaves in the meantime moves no other from one page to the next.
  const next = (/rel="next" href="([^"]+)"/.exec(await read('/early?limit=7'))?.[1] ?? '').replaceAll(
    '&amp;',
    '&',
  )
  await list('2026-01-15', { 10: 3 })
  expect(shown(await read(next))).toEqual([17, 18, 19, 0, 1, 2, 3])
  expect((await browser.get('/early?after=12.5~2601.00001')).status).toBe(400)
})

test('a paper that is listed leaves the shelf and keeps its badge', async () => {
  expect(await read('/')).toContain('<a href="/papers/2601.00010">')
  await list('2026-01-15', { 10: 3, 21: 9 })
  expect(shown(await read('/early'))).toEqual([...NEWEST.slice(1), ...OLDER])
  const landing = await read('/')
  expect(landing).not.toContain('<a href="/papers/2601.00010">')
  expect(
    [...landing.matchAll(/<a href="\/papers\/2601\.0*(\d+)"/g)].map((match) => Number(match[1])),
  ).toEqual([11, 12, 13, 14, 15])
  const trending = await read('/trending')
  expect(trending.match(/Early pick</g)).toHaveLength(1)
  const page = await read('/papers/2601.00010')
  expect(page).toContain('Early pick</a> of <time datetime="2026-01-15">')
  expect(page).toContain('10 of its 99 authors were on the daily list before.')
  expect(await (await browser.get('/papers/2601.00010.json')).json()).toMatchObject({
    earlyPick: {
      day: '2026-01-15',
      newcomer: false,
      reason: '10 of its 99 authors were on the daily list before',
    },
  })
  expect(await read('/papers/2601.00010.md')).toContain('Early pick: Thursday, 15 January 2026')
  expect(await (await browser.get('/papers/2601.00021.json')).json()).toMatchObject({ earlyPick: null })
})

test('withdrawn papers and those picked a week ago leave the shelf; without picks there is none', async () => {
  await env.DB.prepare("update papers set withdrawn = 1 where id = '2601.00011'").run()
  expect(shown(await read('/early'))).not.toContain(11)
  world.at('2026-01-20T23:00:00Z')
  expect(shown(await read('/early'))).toEqual([10, 12, 13, 14, 15, 16, 17, 18, 19, ...OLDER])
  world.at('2026-01-21T00:00:00Z')
  expect(shown(await read('/early'))).toEqual([10, 12, 13, 14, 15, 16, 17, 18, 19])
  world.at('2026-01-22T00:00:00Z')
  expect(await read('/')).not.toContain('Not on the list yet')
  expect(await read('/early')).toContain('Papers are picked in the night after arXiv announces')
})

test('titles of strangers are text on the shelf', async () => {
  for (const path of ['/', '/early']) expect(await read(path)).not.toMatch(/<script|<img/)
})

test('the record tells picks, those listed and those in the top 10 of their week, newcomers apart', async () => {
  // Twelve papers on the lists of one week: the picks 0, 4 (a newcomer) and 19 come high, 1 comes
  // last.
  await env.DB.prepare("update early_picks set newcomer = 1 where paper_id = '2601.00004'").run()
  const others = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [100 + n, 20 + n]))
  await list('2026-01-15', { 0: 90, 4: 50, ...others, 1: 1 })
  // On the list of the next week, with few votes, but it is the only one.
  await list('2026-01-20', { 19: 2 })
  world.at('2026-01-21T08:00:00Z')
  await env.DB.prepare("insert into early_picks values ('2026-01-21', 1, '2601.00020', 0, 'x', 1)").run()
  const { weeks } = (await (await browser.get('/early/record.json')).json()) as { weeks: unknown[] }
  expect(weeks).toEqual([
    {
      week: '2026-01-19',
      known: { picks: 1, listed: 0, top: 0 },
      newcomers: { picks: 0, listed: 0, top: 0 },
    },
    {
      week: '2026-01-12',
      known: { picks: 18, listed: 3, top: 2 },
      newcomers: { picks: 2, listed: 1, top: 1 },
    },
  ])
  const page = await read('/early/record')
  expect(page).toContain('21 papers picked in 2 weeks: 4 listed later, 3 in the top 10 of their week.')
  expect(page).toContain('19 January 2026, so far')
  expect(await read('/early/record/2026-01-12')).toContain('20 papers picked in 1 week')
  expect((await browser.get('/early/record/2026-01-13')).status).toBe(404)
  expect((await browser.get('/early/record/nonsense')).status).toBe(404)
  // What is forgotten of papers does not take a pick back.
  await env.DB.prepare("delete from papers where id = '2601.00007'").run()
  expect(await read('/early/record')).toContain('21 papers picked in 2 weeks: 4 listed later')
})

test('a record of many weeks goes on, 26 a page, and says so when nothing was picked', async () => {
  await env.DB.prepare("insert into early_picks values ('2025-03-03', 1, 'x', 0, 'x', 1)").run()
  const page = await read('/early/record')
  expect(page).toContain('20 papers picked in 1 week')
  expect(page).toContain('href="/early/record/2025-07-14"')
  const before = await read('/early/record/2025-07-14')
  expect(before).toContain('1 paper picked in 1 week')
  expect(before).toContain('← Newest weeks')
  expect(before).not.toContain('Earlier weeks')
  await env.DB.prepare('delete from early_picks').run()
  expect(await read('/early/record')).toContain('No paper was picked yet.')
})
