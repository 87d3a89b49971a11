import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { type Counts, counting } from '../../scripts/bench/counting.ts'
import { words } from '../../scripts/bench/texts.ts'
import { atomically } from '../../src/db/client.ts'
import { saveArxiv } from '../../src/db/papers.ts'
import { similarTo } from '../../src/db/similar.ts'
import { comparePapers } from '../../src/jobs/compare-papers.ts'
import { indexPapers } from '../../src/jobs/index-papers.ts'
import { reportPaper } from '../../src/lists/paper-report.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { similarityQueries } from '../../src/search/similar.ts'
import { aPaper } from '../helpers/papers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-20T08:00:00Z')
})

const save = (...papers: Partial<Paper>[]) =>
  atomically(world.deps.db, [
    saveArxiv(
      papers.map((paper) => ({ ...aPaper(paper), version: paper.version ?? 1 })),
      world.deps.now(),
    ),
  ])
/** Units of one kind: all that are to be indexed, or else one of comparing. */
const tick = async () => {
  let units = 0
  while ((await indexPapers(world.deps)).outcome === 'done') units++
  if (units === 0) await comparePapers(world.deps)
}
/** As many ticks as `papers` papers need. */
async function ticks(papers = 200) {
  for (let done = 0; done < papers; done += 10) await tick()
}
const rows = async (sql: string) => (await env.SEARCH.prepare(sql).all()).results

/** Papers about other things, so that words are rare among them. */
const OTHERS = Array.from({ length: 100 }, (_, n) => ({
  id: `2512.${String(n).padStart(5, '0')}`,
  title: words(n, 8),
  abstract: words(n + 1000, 60),
}))
const CODECS = {
  id: '2601.00001',
  title: 'Neural Speech Codecs at Low Bitrates',
  abstract:
    'We train neural speech codecs. A residual quantizer keeps the bitrate low, and speech intelligible.',
}
const QUANTIZER = {
  id: '2601.00002',
  title: 'A Better Residual Quantizer',
  abstract: 'The residual quantizer of neural speech codecs wastes bits; ours keeps speech intelligible.',
}
const BRIDGES = { id: '2601.00003', title: 'Cracks in Bridges', abstract: 'We find cracks in old bridges.' }

test('papers that share passages are similar, to the one indexed first too, and others are not', async () => {
  await save(...OTHERS, CODECS, BRIDGES)
  await ticks()
  expect(await similarTo(env.SEARCH, CODECS.id)).toEqual([])
  await save(QUANTIZER)
  await ticks(20)
  expect(await similarTo(env.SEARCH, QUANTIZER.id)).toEqual([CODECS.id])
  expect(await similarTo(env.SEARCH, CODECS.id)).toEqual([QUANTIZER.id])
  expect(await similarTo(env.SEARCH, BRIDGES.id)).toEqual([])
  const report = await reportPaper(world.deps, CODECS.id)
  expect(report?.similar).toEqual([{ id: QUANTIZER.id, title: QUANTIZER.title }])
})

test('a withdrawn paper is not shown as similar', async () => {
  await save(...OTHERS, CODECS, QUANTIZER)
  await ticks()
  expect((await reportPaper(world.deps, CODECS.id))?.similar).toHaveLength(1)
  await save({ ...QUANTIZER, version: 2, withdrawn: true })
  expect((await reportPaper(world.deps, CODECS.id))?.similar).toEqual([])
})

test('a paper whose text changed is compared again, by its new words', async () => {
  const { title, abstract } = BRIDGES
  await save(...OTHERS, BRIDGES, { ...CODECS, title, abstract })
  await ticks()
  await save(QUANTIZER)
  await ticks(20)
  expect(await similarTo(env.SEARCH, QUANTIZER.id)).toEqual([])
  await save({ ...CODECS, version: 2 })
  await ticks(20)
  expect(await similarTo(env.SEARCH, QUANTIZER.id)).toEqual([CODECS.id])
})

test('ticks that come twice or at once end with the same rows', async () => {
  await save(...OTHERS, CODECS, QUANTIZER)
  await ticks()
  expect(await rows('select * from similar')).not.toEqual([])
  const compareAgain = 'update documents set compared = 0'
  await env.SEARCH.prepare(compareAgain).run()
  await ticks()
  const once = await rows('select * from similar order by number, other')
  await env.SEARCH.prepare(compareAgain).run()
  for (let n = 0; n < 16; n++) await Promise.all([tick(), tick()])
  expect(await rows('select * from similar order by number, other')).toEqual(once)
  expect(await rows('select number from documents where compared <> revision')).toEqual([])
})

test('an index that is rebuilt keeps what is similar until it is worked out again; a lost one works it out anew', async () => {
  await save(...OTHERS, CODECS, QUANTIZER)
  await ticks()
  const before = await rows('select * from similar order by number, other')
  await env.DB.prepare('update papers set indexed_revision = 0').run()
  await tick()
  expect(await rows('select number from documents where compared <> revision')).toHaveLength(102)
  expect(await rows('select * from similar order by number, other')).toEqual(before)
  await ticks()
  expect(await similarTo(env.SEARCH, CODECS.id)).toEqual([QUANTIZER.id])
  for (const table of ['documents', 'words', 'stems', 'similar'])
    await env.SEARCH.prepare(`delete from ${table}`).run()
  await env.DB.prepare('update papers set indexed_revision = 0').run()
  await ticks()
  expect(await similarTo(env.SEARCH, CODECS.id)).toEqual([QUANTIZER.id])
})

test('a unit compares eight papers at most, the newest first', async () => {
  await save(...OTHERS)
  await tick()
  expect(await rows('select number from documents where compared = revision')).toEqual([])
  await tick()
  const compared = await rows('select number from documents where compared = revision order by number')
  expect(compared.map(({ number }) => number)).toEqual(Array.from({ length: 8 }, (_, n) => 93 + n))
})

test('what a comparison and a page read does not grow with the archive', async () => {
  const alike = (n: number) => ({ ...CODECS, id: `2511.${String(n).padStart(5, '0')}` })
  const taken: { compared: number; read: number }[] = []
  for (const size of [100, 400]) {
    await save(...Array.from({ length: size }, (_, n) => alike(n)))
    while ((await indexPapers(world.deps)).outcome === 'done');
    const counts: Counts = { queries: 0, rowsRead: 0, rowsWritten: 0 }
    const search = counting(env.SEARCH, counts)
    await env.SEARCH.prepare('update documents set compared = revision where number <= 84').run()
    await comparePapers({ db: world.deps.db, search })
    const compared = counts.rowsRead
    counts.rowsRead = 0
    await similarTo(search, alike(95).id)
    taken.push({ compared, read: counts.rowsRead })
  }
  const [small, large] = taken
  expect(large?.compared).toBeLessThan(1.1 * (small?.compared ?? 0))
  expect(large?.read).toBeLessThanOrEqual(60)
})

test('papers are looked for by passages of the title, those the abstract comes back to, and rare words', () => {
  const text = {
    title: 'Neural Speech: Codecs',
    abstract: 'A quantizer of time series. The time series are short, and a very common word is short.',
  }
  const often = {
    neural: 9,
    speech: 40,
    codecs: 7,
    quantizer: 5,
    time: 500,
    series: 300,
    short: 20,
    common: 99,
  }
  const looks = similarityQueries(text, new Map(Object.entries(often)), 1000)
  // No passage reaches over a colon; `very` is in no other paper, and words of many papers are not
  // looked for alone.
  expect(looks).toEqual([
    ['neural', 'speech'],
    ['time', 'series'],
    ['codecs'],
    ['neural'],
    ['speech'],
    ['short'],
    ['quantizer'],
  ])
})
