import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import costs from '../../docs/costs.md?raw'
import { type Counts, counting } from '../../scripts/bench/counting.ts'
import { atomically, openDatabase } from '../../src/db/client.ts'
import { noteNewVersion } from '../../src/db/data-version.ts'
import { saveArxiv } from '../../src/db/papers.ts'
import { indexPapers } from '../../src/jobs/index-papers.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { readerLinks } from '../../src/subscribers/links.ts'
import { signToken } from '../../src/subscribers/tokens.ts'
import { HOUR } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { deliverAt } from '../helpers/delivering.ts'
import { aPaper } from '../helpers/papers.ts'
import { aPublishedEdition, someReaders } from '../helpers/readers.ts'
import { ALL } from '../helpers/sizes.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

// No stranger can use up the database: every request costs a bounded number of rows, and no tick
// pays for what they stored.

const START = Date.parse('2026-01-20T00:00:00Z')
let world: World
let browser: ReturnType<typeof aBrowser>
const counts: Counts = { queries: 0, rowsRead: 0, rowsWritten: 0 }
beforeEach(() => begin())
async function begin() {
  world = await aNewWorld('2026-01-20T12:00:00Z')
  const papers = Array.from({ length: 100 }, (_, n) =>
    aPaper({
      id: `2601.${String(n + 1).padStart(5, '0')}`,
      title: `Paper ${n} of agents and retrieval`,
      authors: ['Ada Lovelace'],
      version: 1,
    }),
  )
  await atomically(world.deps.db, [
    saveArxiv(
      papers.map((paper) => ({ ...paper, version: 1 })),
      world.deps.now(),
    ),
  ])
  await indexPapers(world.deps)
  await aPublishedEdition(world, '2026-01-20', START + 2.25 * HOUR)
  world.deps.db = openDatabase(counting(env.DB, counts))
  world.deps.search = counting(env.SEARCH, counts)
  browser = aBrowser(world)
  await noteNewVersion(world.deps.db)
}
/** Rows read and written by some work. */
async function costOf(work: () => Promise<unknown>): Promise<{ read: number; written: number }> {
  const before = { ...counts }
  await work()
  return { read: counts.rowsRead - before.rowsRead, written: counts.rowsWritten - before.rowsWritten }
}

/**
 * The table "An anonymous request" of docs/costs.md: request, at most so many rows read and
 * written.
 */
const TABLE = costs
  .slice(costs.indexOf('## An anonymous request'))
  .split('\n')
  .flatMap((line) => {
    const [, request, , read, written] = /^\| (`[^|]+`) \|([^|]*)\| ([\d,]+) \| ([\d,]+) \|$/.exec(line) ?? []
    if (request === undefined) return []
    const number = (text = '') => Number(text.replaceAll(',', ''))
    return [{ request: request.replaceAll('`', ''), read: number(read), written: number(written) }]
  })

test('each anonymous request costs at most the rows that docs/costs.md states', async () => {
  const token = await signToken(world.deps.config.TOKEN_SECRET, 'unsubscribe', 4711, 0)
  expect(TABLE.length).toBeGreaterThan(12)
  for (const { request, read, written } of TABLE) {
    const [method = '', path = '', ...fields] = request.split(' ')
    const target = path.replace('TOKEN', token)
    const ask = () =>
      method === 'GET'
        ? browser.get(target)
        : browser.post(target, Object.fromEntries(new URLSearchParams(fields.join('&'))))
    const cost = await costOf(ask)
    expect([request, cost.read <= read, cost.written <= written, cost]).toEqual([request, true, true, cost])
    // A number that is far too high says nothing.
    if (!/search|papers|authors|top|trending|new/.test(request))
      expect([request, read <= 3 * cost.read + 5]).toEqual([request, true])
  }
})

test('what is asked for again costs no row, however its address is written, and a new tick shows at once', async () => {
  world.deps.cache = await caches.open(`attack ${Math.floor(performance.timeOrigin)}`)
  const addresses: [string, string][] = [
    ['/', '/?utm_source=x'],
    ['/trending', '/trending?'],
    ['/search?q=agents&limit=10', '/search?limit=10&utm_source=1&q=agents'],
    ['/search.json?q=retreival', '/search.json?q=retreival'],
    ['/new?category=&mute=video', '/new?mute=video'],
    ['/authors/Ada%20Lovelace.xml', '/authors/Ada%20Lovelace.xml'],
    ['/papers/2601.00001', '/papers/2601.00001?fbclid=x'],
    ['/editions', '/editions?utm_medium=7'],
    ['/editions/2026-01-20.md', '/editions/2026-01-20.md'],
    ['/feed.atom', '/feed.atom'],
  ]
  for (const [first, again] of addresses) {
    const answer = await browser.get(first)
    expect([first, answer.status]).toEqual([first, 200])
    const text = await answer.text()
    const kept = await browser.get(again)
    expect([
      again,
      await costOf(async () => expect(await (await browser.get(again)).text()).toBe(text)),
    ]).toEqual([again, { read: 0, written: 0 }])
    for (const name of ['content-type', 'etag', 'cache-control', 'last-modified', 'content-security-policy'])
      expect([name, kept.headers.get(name)]).toEqual([name, answer.headers.get(name)])
    const known = await browser.get(again, { 'if-none-match': answer.headers.get('etag') ?? '' })
    expect(known.status).toBe(304)
  }
  // A tick of this copy of the program.
  await aPublishedEdition(world, '2026-01-21', START + 26.25 * HOUR)
  expect(await (await browser.get('/editions')).text()).not.toContain('2026-01-21')
  await noteNewVersion(world.deps.db)
  world.tick()
  expect(await (await browser.get('/editions')).text()).toContain('2026-01-21')
  // A tick of another copy: seen after half a minute, for one row.
  await aPublishedEdition(world, '2026-01-22', START + 50.25 * HOUR)
  await noteNewVersion(world.deps.db)
  world.at(world.deps.now() + 30_000)
  expect(await (await browser.get('/editions')).text()).toContain('2026-01-22')
  await browser.get('/trending')
  world.at(world.deps.now() + 30_000)
  expect(await costOf(() => browser.get('/trending'))).toEqual({ read: 1, written: 0 })
})

test('searches, narrowed lists and paper pages of one network are limited by the minute; the front is not', async () => {
  const from = { 'cf-connecting-ip': '198.51.100.7' }
  const statuses: number[] = []
  for (let n = 0; n < 70; n++) {
    const path = ['/search?q=agnets', '/new?q=agents', '/papers/2601.00001'][n % 3] ?? ''
    statuses.push((await browser.get(path, from)).status)
  }
  // The limit counts by minutes of the real clock, so a new one may begin in between.
  const taken = statuses.filter((status) => status === 200).length
  expect(taken).toBeGreaterThanOrEqual(30)
  expect(taken).toBeLessThanOrEqual(60)
  expect(statuses.filter((status) => status === 429)).toHaveLength(70 - taken)
  for (const path of ['/', '/editions/2026-01-20', '/feed.xml', '/trending', '/new.json'])
    expect([path, (await browser.get(path, from)).status]).toEqual([path, 200])
})

test('once readers have had a day’s rows read, what is endless rests until midnight, and mail and feeds go on', async () => {
  await world.deps.db.run(
    `insert into counters (key, count, ends_at) values ('rows read by readers', 2500000, ${START + 24 * HOUR})`,
  )
  for (const path of ['/search?q=agents', '/new?q=agents', '/papers/2601.00001', '/authors/Ada%20Lovelace']) {
    const cost = await costOf(async () =>
      expect([path, (await browser.get(path)).status]).toEqual([path, 503]),
    )
    expect([path, cost]).toEqual([path, { read: 2, written: 0 }])
  }
  for (const path of ['/', '/editions', '/feed.xml', '/trending'])
    expect([path, (await browser.get(path)).status]).toEqual([path, 200])
  world.at(START + 24 * HOUR)
  expect((await browser.get('/search?q=agents')).status).toBe(200)
})

test('what searches read is noted, and adds up', async () => {
  for (let n = 0; n < 60; n++) await browser.get('/search?q=paper&limit=100')
  const { counters } = await wholeDatabase()
  expect(counters).toMatchObject([{ key: 'rows read by readers', count: expect.any(Number) }])
  const [{ count = 0 } = {}] = (counters ?? []) as { count?: number }[]
  // Two notes: each is made once 20,000 rows have come together.
  expect(count).toBeGreaterThanOrEqual(40_000)
})

test('preferences are saved fifty times a day, then they cost a few rows read', async () => {
  const [id = 0] = await someReaders(world, ['ada@example.org'])
  const saves = ALL ? 50 : 8
  await world.deps.db.run(
    `insert into counters (key, count, ends_at) values ('p ${id}', ${50 - saves}, ${START + 24 * HOUR})`,
  )
  const { PUBLIC_URL } = world.deps.config
  const links = await readerLinks(world.deps.config, id)
  const path = links.preferences.slice(PUBLIC_URL.length)
  const save = async (n: number) => (await browser.post(path, { hour: `${n % 24}`, q: `word${n}` })).status
  const cost = await costOf(async () => {
    for (let n = 0; n < saves; n++) expect(await save(n)).toBe(200)
  })
  expect(cost.written).toBeLessThanOrEqual(saves * 8)
  const more = await costOf(async () => expect(await save(51)).toBe(429))
  expect(more.written).toBe(0)
  expect(more.read).toBeLessThanOrEqual(8)
  // With a change that waits.
  expect(await costOf(() => browser.get(links.unsubscribe.slice(PUBLIC_URL.length)))).toEqual({
    read: 3,
    written: 0,
  })
  const shown = await costOf(() => browser.get(path))
  expect(shown.written).toBe(0)
  expect(shown.read).toBeLessThanOrEqual(8)
})

/** CI looks at six hours and 100,000 strangers; fewer show as well whether a tick reads them. */
const [HOURS, STRANGERS] = ALL ? [6, 100_000] : [2, 20_000]

/**
 * Rows of the ticks of some hours, those that forget apart, with so many signups and schedules of
 * strangers stored.
 */
async function someHours(strangers: number) {
  await someReaders(world, ['ada@example.org'], { from: '2026-01-19' })
  for (let hour = 0; hour < 20; hour++)
    await someReaders(world, [`r${hour}@example.org`], { hour, from: '2026-01-19' })
  await aPublishedEdition(world, '2026-01-21', START + 26.25 * HOUR)
  // The day's confirmations are used up, as they are while so many pend.
  await env.DB.exec(
    `insert into counters (key, count, ends_at) values ('confirmations of a day', 25, ${START + 48 * HOUR})`,
  )
  const numbers = `with recursive n (i) as (select 1 where ${strangers} > 0 union all select i + 1 from n where i < ${strangers})`
  const askedAt = START + 24 * HOUR
  await env.DB.prepare(
    `insert into signups (email, asked_at, queue_at, accepted_at)
     ${numbers} select 'a' || i || '@d.example', ${askedAt}, case i % 2 when 0 then ${askedAt} + i end, ${askedAt} from n`,
  ).run()
  await env.DB.prepare(
    `insert into schedules (kind, timezone, hour, days, papers, topics)
     ${numbers} select 'daily', 'UTC', 7, 127, 20, 'q=w' || i from n`,
  ).run()
  const sum = { read: 0, written: 0, forgetting: 0 }
  for (let at = START + 27 * HOUR; at < START + (27 + HOURS) * HOUR; at += HOUR / 4) {
    const { read, written } = await costOf(async () => {
      await deliverAt(world, at)
      await sweep(world.deps, at)
    })
    if (at % HOUR === HOUR / 2) sum.forgetting += read
    else Object.assign(sum, { read: sum.read + read, written: sum.written + written })
  }
  return sum
}

test('with very many pending signups and unused schedules a tick reads and writes what it does without', async () => {
  const without = await someHours(0)
  await begin()
  const withAll = await someHours(STRANGERS)
  expect(without.read).toBeGreaterThan(500)
  expect(Math.abs(withAll.read / without.read - 1)).toBeLessThanOrEqual(0.05)
  expect(withAll.written).toBe(without.written)
  // Forgetting works off twenty unused schedules an hour, however many there are.
  expect(withAll.forgetting - without.forgetting).toBeLessThanOrEqual(HOURS * 500)
})
