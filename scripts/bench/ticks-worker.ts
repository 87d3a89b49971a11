import { openDatabase } from '../../src/db/client.ts'
import { indexDocuments } from '../../src/db/search-index.ts'
import { makeDeps } from '../../src/deps.ts'
import { runJobs } from '../../src/jobs/table.ts'
import { asDocument } from '../../src/search/document.ts'
import { DAY } from '../../src/time/dates.ts'
import { type Counts, counting } from './counting.ts'
import { words } from './texts.ts'
import { busyUpstream } from './upstreams.ts'

/** The product's jobs under a meter: `POST /grow?to=N` stores old papers, `POST /tick?at=MS` runs one tick and says what it took. */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/grow') return grow(env, Number(searchParams.get('to')))
    if (pathname === '/tick') return tick(env, Number(searchParams.get('at')))
    return new Response('ready')
  },
}

async function tick(env: Env, at: number): Promise<Response> {
  const counts: Counts = { queries: 0, rowsRead: 0, rowsWritten: 0 }
  let subrequests = 0
  const deps = {
    ...makeDeps(env, at),
    db: openDatabase(counting(env.DB, counts)),
    search: counting(env.SEARCH, counts),
    fetch: (async (input: RequestInfo | URL, init?: RequestInit) => {
      subrequests += 1
      return busyUpstream(new Request(input as RequestInfo, init), at)
    }) as typeof fetch,
  }
  await runJobs(deps, '*/15 * * * *', at)
  return Response.json({ ...counts, subrequests })
}

const BORN = Date.parse('2023-01-01T00:00:00Z')

/** Papers of 2023 to 2025, each with three observations, indexed and compared, until `to` are stored. */
async function grow({ DB, SEARCH }: Env, to: number): Promise<Response> {
  const have = (await DB.prepare('select count(*) as n from papers').first<{ n: number }>())?.n ?? 0
  for (let from = have; from < to; from += 500) {
    const old = Array.from({ length: Math.min(500, to - from) }, (_, n) => oldPaper(from + n))
    await DB.batch([
      DB.prepare(
        `insert into papers (id, title, abstract, authors, categories, listed_on, first_seen_at, born_at, repo, indexed_revision)
         select value ->> 'id', value ->> 'title', value ->> 'abstract', value -> 'authors', value -> 'categories',
           date(value ->> 'born' / 1000, 'unixepoch'), value ->> 'born', value ->> 'born', 'old/' || (value ->> 'id'), 1
         from json_each(?1)`,
      ).bind(JSON.stringify(old)),
      DB.prepare(
        `insert into observations (paper_id, source, at, upvotes)
         select i.value ->> 'id', 'huggingface', i.value ->> 'born' + t.value * 3600000, t.value
         from json_each(?1) i, json_each('[8,24,48]') t`,
      ).bind(JSON.stringify(old)),
    ])
    await indexDocuments(
      SEARCH,
      old.map((paper) => asDocument({ ...paper, revision: 1 })),
    )
  }
  await SEARCH.prepare('update documents set compared = revision').run()
  return new Response('grown')
}

const oldPaper = (n: number) => ({
  id: `0704.${String(n).padStart(7, '0')}`,
  title: `Old ${n}: ${words(n, 9)}`,
  abstract: words(n + 1, 150),
  authors: ['Ada Lovelace'],
  categories: ['cs.CL'],
  born: BORN + (n % 1000) * DAY,
})
