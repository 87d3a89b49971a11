import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import archive from '../../scripts/replay/arxiv-extra.jsonl.gz?url&inline'
import { atomically } from '../../src/db/client.ts'
import { sizeOf } from '../../src/db/health.ts'
import { saveArxiv } from '../../src/db/papers.ts'
import { comparePapers } from '../../src/jobs/compare-papers.ts'
import { indexPapers } from '../../src/jobs/index-papers.ts'
import { unpack } from '../helpers/unpack.ts'
import { aNewWorld } from '../helpers/world.ts'

type Row = { id: string; title: string; abstract: string; authors: string[]; categories: string[] }

const START = Date.parse('2026-01-20T00:00:00Z')
/** What six categories and the daily lists bring in a month (counts). */
const [PAPERS, LISTED] = [22_000, 750]
/**
 * Looks at a listed paper in the week that it is watched, and what is left of them after thinning
 * (counts).
 */
const [LOOKS, KEPT] = [90, 20]
const PLANS = [
  { plan: 'free', limit: 500e6, days: 60 },
  { plan: 'paid', limit: 10e9, days: 730 },
]

const sizes = async () => ({ db: (await sizeOf(env.DB)) ?? 0, search: (await sizeOf(env.SEARCH)) ?? 0 })

test('how much room a paper takes, and how long a database lasts', async () => {
  const world = await aNewWorld('2026-01-20T00:00:00Z')
  const rows = await unpack<Row>(archive)
  const papers = rows.map(({ id, title, abstract, authors, categories }) => ({
    id,
    title,
    abstract,
    authors,
    categories,
    version: 1,
    publishedAt: START,
    comment: null,
    withdrawn: false,
  }))
  const empty = await sizes()
  for (let start = 0; start < papers.length; start += 50)
    await atomically(world.deps.db, [saveArxiv(papers.slice(start, start + 50), START)])
  while ((await indexPapers(world.deps)).again !== undefined);
  while ((await comparePapers(world.deps)).again !== undefined);
  const full = await sizes()
  await env.DB.prepare(
    `insert into observations (paper_id, source, at, upvotes, comments, stars)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < cast(? as integer))
      select id, 'huggingface', first_seen_at + i * 6400000, i, 2, 100 + i from papers, n`,
  )
    .bind(LOOKS)
    .run()
  const observed = await sizes()
  const of = (after: number, before: number) => (after - before) / papers.length
  const paper = { db: of(full.db, empty.db), search: of(full.search, empty.search) }
  const look = of(observed.db, full.db) / LOOKS
  const kb = (bytes: number) => (bytes / 1e3).toFixed(1)
  const listed = { young: paper.db + LOOKS * look, old: paper.db + KEPT * look }
  console.log(
    [
      `${papers.length} papers with real texts, in a local D1; not measured on Cloudflare`,
      '',
      '| kB | DB | SEARCH |',
      '|---|--:|--:|',
      `| a paper | ${kb(paper.db)} | ${kb(paper.search)} |`,
      `| a listed paper, ${LOOKS} observations | ${kb(listed.young)} | ${kb(paper.search)} |`,
      `| the same thinned, ${KEPT} observations | ${kb(listed.old)} | ${kb(paper.search)} |`,
      '',
      `Forecast for ${PAPERS} papers a month, ${LISTED} of them listed:`,
      '',
      '| plan | nothing swept: DB full after | SEARCH full after | swept: DB after 5 years | SEARCH after 5 years |',
      '|---|--:|--:|--:|--:|',
      ...PLANS.map(({ plan, limit, days }) => {
        const month = { db: PAPERS * paper.db + LISTED * LOOKS * look, search: PAPERS * paper.search }
        const kept = (PAPERS - LISTED) * Math.min(60, days / 30)
        const swept = {
          db: kept * paper.db + LISTED * 60 * listed.old,
          search: (kept + LISTED * 60) * paper.search,
        }
        const months = (bytes: number) => `${(limit / bytes).toFixed(1)} months`
        const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB (${Math.round((100 * bytes) / limit)} %)`
        return `| ${plan} (${limit / 1e6} MB, ${days} days) | ${months(month.db)} | ${months(month.search)} | ${mb(swept.db)} | ${mb(swept.search)} |`
      }),
    ].join('\n'),
  )
  expect(paper.db).toBeGreaterThan(500)
})
