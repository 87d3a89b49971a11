import { Hono } from 'hono'
import { atomically, openDatabase } from '../../src/db/client.ts'
import { saveCurrentScores } from '../../src/db/current-scores.ts'
import { freezeEdition } from '../../src/db/editions.ts'
import { appendObservations } from '../../src/db/observations.ts'
import { indexDocuments } from '../../src/db/search-index.ts'
import { makeDeps } from '../../src/deps.ts'
import { composeEdition } from '../../src/editions/compose.ts'
import { comparePapers } from '../../src/jobs/compare-papers.ts'
import type { Observation } from '../../src/papers/observation.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { writeReason } from '../../src/ranking/reason.ts'
import { FORMULA, scorePaper } from '../../src/ranking/score.ts'
import { asDocument } from '../../src/search/document.ts'
import { addDays, startOf } from '../../src/time/dates.ts'
import { makeApp } from '../../src/web/app.tsx'
import { type Counts, counting } from './counting.ts'
import { words } from './texts.ts'

const TODAY = '2026-01-30'
const NOW = startOf(TODAY) + 8 * 3_600_000
const LISTED_A_DAY = 25

/**
 * `POST /grow?to=N` stores papers, `GET /measure?path=…` says what a page takes; all else is the
 * product, or bare.
 */
const bare = new Hono<{ Bindings: Env }>()
const product = makeApp((env) => ({ ...makeDeps(env), now: () => NOW }))
let feed = ''

bare.post('/grow', async (c) => {
  await grow(c.env, Number(c.req.query('to')))
  return c.text('grown')
})
bare.get('/measure', async (c) => {
  const counts: Counts = { queries: 0, rowsRead: 0, rowsWritten: 0 }
  const app = makeApp((env) => ({
    ...makeDeps(env),
    db: openDatabase(counting(env.DB, counts)),
    search: counting(env.SEARCH, counts),
    now: () => NOW,
  }))
  const answer = await app.request(c.req.query('path') ?? '/', {}, c.env, c.executionCtx)
  const bytes = (await answer.arrayBuffer()).byteLength
  return c.json({ status: answer.status, bytes, ...counts })
})
bare.get('/bare', (c) => c.text('ok'))
bare.get('/bare-feed', async (c) => {
  feed ||= await (await product.request('/feed.xml', {}, c.env, c.executionCtx)).text()
  return c.body(feed, 200, { 'content-type': 'application/rss+xml' })
})
bare.all('*', (c) => product.fetch(c.req.raw, c.env, c.executionCtx))

export default bare

/** Paper `n`, newest first: 25 of each list day, going back. */
function paperOf(n: number): Paper {
  const day = addDays(TODAY, -1 - Math.floor(n / LISTED_A_DAY))
  return {
    id: `2501.${String(n).padStart(5, '0')}`,
    title: `Name${n}: ${words(n, 9)}`,
    abstract: words(n + 1, 150),
    authors: [`Ada Name${n % 500}`, `Bob Other${n % 77}`],
    categories: [['cs.CL', 'cs.CV', 'cs.LG'][n % 3] ?? '', ...(n % 50 === 0 ? ['cs.CY'] : [])],
    version: 1,
    publishedAt: startOf(day),
    listedOn: day,
    firstSeenAt: startOf(day),
    organization: null,
    organizationName: null,
    repo: null,
    projectPage: null,
    comment: null,
    withdrawn: false,
    bornAt: null,
    submitterFollowers: null,
    repoSince: null,
    story: null,
    summary: null,
  }
}

/** What Hugging Face said of a paper at our ten looks, two hours apart. */
const looksAt = (paper: Paper, key: number): Observation[] =>
  Array.from({ length: 10 }, (_, n) => ({
    paperId: paper.id,
    source: 'huggingface',
    at: paper.firstSeenAt + (n + 1) * 7_200_000,
    upvotes: n + 1 + (key % 90),
    comments: null,
    stars: null,
    points: null,
  }))

async function grow({ DB, SEARCH }: Env, to: number): Promise<void> {
  const have = (await DB.prepare('select count(*) as n from papers').first<{ n: number }>())?.n ?? 0
  for (let from = have; from < to; from += 500) {
    const papers = Array.from({ length: Math.min(500, to - from) }, (_, n) => paperOf(from + n))
    await DB.batch([
      DB.prepare(
        `insert into papers (id, title, abstract, authors, categories, version, published_at, listed_on, first_seen_at, indexed_revision)
         select value ->> 'id', value ->> 'title', value ->> 'abstract', value -> 'authors', value -> 'categories', 1,
           value ->> 'publishedAt', value ->> 'listedOn', value ->> 'firstSeenAt', 1 from json_each(?1)`,
      ).bind(JSON.stringify(papers)),
    ])
    const seen = papers.map((paper, key) => looksAt(paper, key))
    const currentScores = papers.map((paper, key) => {
      const score = scorePaper(paper, seen[key] ?? [], NOW)
      return { paper, score, reason: writeReason(score.parts) }
    })
    await atomically(openDatabase(DB), [
      appendObservations(seen.flat()),
      saveCurrentScores(currentScores, NOW),
    ])
    await indexDocuments(
      SEARCH,
      papers.map((paper) => asDocument({ ...paper, revision: 1 })),
    )
  }
  // Those of the pages asked for are compared with all of the archive.
  await SEARCH.prepare('update documents set compared = iif(number > 64, revision, 0)').run()
  for (let done = 0; done < 64; done += 16) await comparePapers({ db: openDatabase(DB), search: SEARCH })
  if (have === 0) {
    for (let day = 0; day < 30; day++) {
      const candidates = Array.from({ length: 15 }, (_, n) => paperOf(day * LISTED_A_DAY + n)).map(
        (paper) => ({
          paper,
          score: scorePaper(paper, looksAt(paper, 8), NOW),
        }),
      )
      const given = {
        date: addDays(TODAY, -day),
        state: 'complete',
        note: null,
        publishedAt: NOW - day * 86_400_000,
      } as const
      await freezeEdition(openDatabase(DB), composeEdition(given, candidates), {
        formula: FORMULA,
        cohorts: [],
      })
    }
  }
}
