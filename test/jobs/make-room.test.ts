import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { editionsSince } from '../../src/db/editions.ts'
import { observations, papers } from '../../src/db/schema.ts'
import { recomputeEdition } from '../../src/editions/candidates.ts'
import { publish } from '../../src/editions/publish.ts'
import { indexPapers } from '../../src/jobs/index-papers.ts'
import { FORGOTTEN_AT_ONCE, makeRoom } from '../../src/jobs/make-room.ts'
import { aBrowser } from '../helpers/browser.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

const DAY = 86_400_000
const HOUR = 3_600_000
const START = Date.parse('2025-01-01T00:00:00Z')
let world: World
beforeEach(async () => {
  world = await aNewWorld('2025-01-01T00:00:00Z')
})

/**
 * Cheap papers: `perDay` a day for so many days, the first `listed` of each day on its list, with a
 * look every two hours.
 */
async function fill(days: number, perDay: number, listed: number, looks: number) {
  const rows = JSON.stringify(Array.from({ length: days }, (_, day) => START + day * DAY))
  await env.DB.prepare(
    `insert into papers (id, title, abstract, authors, categories, published_at, listed_on, first_seen_at, born_at)
      with recursive n(i) as (select 0 union all select i + 1 from n where i < cast(?2 as integer) - 1)
      select printf('%04d.%05d', 2501 + key / 30, key * cast(?2 as integer) + i), 'Paper ' || key || ' ' || i, 'Words of it', '["Ada Name"]', '["cs.CL"]', value,
        case when i < ?3 then date(value / 1000, 'unixepoch') end, value, value
      from json_each(?1), n`,
  )
    .bind(rows, perDay, listed)
    .run()
  await env.DB.prepare(
    `insert into observations (paper_id, source, at, upvotes)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < cast(?1 as integer))
      select id, 'huggingface', cast(first_seen_at + i * ${2 * HOUR} as integer), 1 + i * (1 + unicode(substr(id, -1)) % 7)
      from papers, n where listed_on is not null`,
  )
    .bind(looks)
    .run()
}
const countOf = async (sql: string, db = env.DB) =>
  (await db.prepare(`select count(*) as n from ${sql}`).first<{ n: number }>())?.n

test('a year at volume is swept down to what is kept, in small steps, and every listed paper stays', async () => {
  const [perDay, listed] = [12, 2]
  await fill(365, perDay, listed, 4)
  while ((await indexPapers(world.deps)).again !== undefined);
  const end = START + 365 * DAY
  world.deps.config = { ...world.deps.config, KEEP_UNLISTED_DAYS: 90 }
  expect(await countOf('papers')).toBe(365 * perDay)
  let before = 365 * perDay
  let sweeps = 0
  for (;;) {
    await makeRoom(world.deps, end)
    sweeps++
    const after = (await countOf('papers')) ?? 0
    expect(before - after).toBeLessThanOrEqual(FORGOTTEN_AT_ONCE)
    if (after === before) break
    before = after
  }
  const left = 90 * (perDay - listed)
  expect(before).toBe(365 * listed + left)
  expect(sweeps).toBe(Math.ceil((275 * (perDay - listed)) / FORGOTTEN_AT_ONCE) + 1)
  expect(await countOf('documents', env.SEARCH)).toBe(before)
  const old = `papers where listed_on is null and first_seen_at < ${end - 90 * DAY}`
  expect(await countOf(old)).toBe(0)
  // An hour of a whole week of them is worked off in a week: 24 steps a day are more than comes in.
  expect(24 * FORGOTTEN_AT_ONCE).toBeGreaterThan((5 * 1_200) / 7)
})

test('a paper leaves when it was kept long enough, not a day before, and never from a list or an edition', async () => {
  await fill(1, 4, 1, 1)
  await env.DB.prepare("update papers set listed_on = null where id = '2501.00000'").run()
  await env.DB.prepare("insert into edition_papers values ('2501.00000', '2025-01-02', 1)").run()
  await env.DB.prepare("update papers set listed_on = '2025-01-05' where id = '2501.00003'").run()
  await indexPapers(world.deps)
  world.deps.config = { ...world.deps.config, KEEP_UNLISTED_DAYS: 30 }
  await makeRoom(world.deps, START + 30 * DAY)
  expect(await countOf('papers')).toBe(4)
  await makeRoom(world.deps, START + 30 * DAY + 1)
  expect((await world.deps.db.select().from(papers)).map(({ id }) => id)).toEqual([
    '2501.00000',
    '2501.00003',
  ])
  expect(await countOf('documents', env.SEARCH)).toBe(2)
  expect(await countOf("words where words match 'paper'", env.SEARCH)).toBe(2)
})

test('the address of a paper that left leads on to arXiv, and no search finds it', async () => {
  await fill(1, 2, 0, 0)
  await indexPapers(world.deps)
  const browser = aBrowser(world)
  expect((await browser.get('/papers/2501.00001')).status).toBe(200)
  await makeRoom(world.deps, START + 400 * DAY)
  const page = await browser.get('/papers/2501.00001')
  expect(page.status).toBe(404)
  expect(await page.text()).toContain('href="https://arxiv.org/abs/2501.00001"')
  expect(await (await browser.get('/search?q=paper')).text()).not.toContain('2501.00001')
})

test('a paper that is listed while it is forgotten stays, and is indexed again', async () => {
  await fill(1, 2, 0, 0)
  await indexPapers(world.deps)
  const search = world.deps.search
  world.deps.search = new Proxy(search, {
    get: (target, name) =>
      name === 'batch'
        ? async (statements: D1PreparedStatement[]) => {
            await env.DB.prepare("update papers set listed_on = '2025-03-01' where id = '2501.00001'").run()
            return target.batch(statements)
          }
        : Reflect.get(target, name),
  })
  await makeRoom(world.deps, START + 400 * DAY)
  world.deps.search = search
  expect(await world.deps.db.select().from(papers)).toMatchObject([{ id: '2501.00001', indexedRevision: 0 }])
  await indexPapers(world.deps)
  expect(await countOf('documents', env.SEARCH)).toBe(1)
})

test('observations older than 90 days are thinned; editions made of them are recomputed to the same', async () => {
  await fill(12, 6, 6, 60)
  for (let day = 1; day < 12; day++) {
    const at = START + day * DAY + 2.25 * HOUR
    const listed = new Date(at - DAY).toISOString().slice(0, 10)
    await env.DB.prepare(
      "insert into source_runs (source, subject, at, status, seen) values ('huggingface', ?, ?, 'complete', 6)",
    )
      .bind(`list ${listed}`, at - HOUR / 8)
      .run()
    await publish(world.deps, at)
  }
  const stored = await editionsSince(world.deps.db, '2025-01-01')
  expect(stored.length).toBeGreaterThan(8)
  const count = (await countOf('observations')) ?? 0
  const days = 17
  for (let n = 0; n < days; n++) await makeRoom(world.deps, START + 90 * DAY)
  expect(await countOf('observations')).toBe(count)
  for (let n = 0; n < days; n++) await makeRoom(world.deps, START + 91 * DAY)
  const afterOne = (await countOf('observations')) ?? 0
  expect(afterOne).toBeLessThan(count)
  for (let n = 0; n < days; n++) await makeRoom(world.deps, START + 150 * DAY)
  expect(await countOf('observations')).toBeLessThan(count / 2)
  for (const edition of stored) {
    const { formula: _, cohorts: __, ...frozen } = edition
    expect(await recomputeEdition(world.deps.db, edition)).toEqual(frozen)
  }
  const before = await wholeDatabase()
  await makeRoom(world.deps, START + 150 * DAY)
  expect(await wholeDatabase()).toEqual(before)
  // The last look of each day stays.
  const lasts = new Map<string, number>()
  for (const { paperId, at } of await world.deps.db.select().from(observations))
    lasts.set(`${paperId} ${Math.floor(at / DAY)}`, at)
  expect(lasts.size).toBe(72 * 5 + 72)
})
