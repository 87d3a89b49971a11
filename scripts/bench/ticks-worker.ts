import { openDatabase } from '../../src/db/client.ts'
import { makeDeps } from '../../src/deps.ts'
import { runJobs } from '../../src/jobs/table.ts'
import { type Counts, counting } from './counting.ts'
import { busyUpstream } from './upstreams.ts'

/** The product's jobs under a meter: `POST /grow?to=N` stores old papers, `POST /tick?at=MS` runs one tick and says what it took. */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/grow') return grow(env.DB, Number(searchParams.get('to')))
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
    fetch: (async (input: RequestInfo | URL, init?: RequestInit) => {
      subrequests += 1
      return busyUpstream(new Request(input as RequestInfo, init), at)
    }) as typeof fetch,
  }
  await runJobs(deps, '*/15 * * * *', at)
  return Response.json({ ...counts, subrequests })
}

/** Papers of 2023 to 2025, each with three observations, until `to` are stored. */
async function grow(db: D1Database, to: number): Promise<Response> {
  const have = (await db.prepare('select count(*) as n from papers').first<{ n: number }>())?.n ?? 0
  for (let from = have; from < to; from += 5_000) {
    const ids = JSON.stringify(
      Array.from(
        { length: Math.min(5_000, to - from) },
        (_, n) => `0704.${String(from + n).padStart(7, '0')}`,
      ),
    )
    const born = Date.parse('2023-01-01T00:00:00Z')
    await db.batch([
      db
        .prepare(
          `insert into papers (id, title, abstract, authors, categories, listed_on, first_seen_at, born_at, repo, indexed_revision)
           select value, 'An old paper', 'Abstract', '["Ada"]', '["cs.CL"]', date('2023-01-01', '+' || (key % 1000) || ' days'),
             ?2 + (key % 1000) * 86400000, ?2 + (key % 1000) * 86400000, 'old/' || value, 1 from json_each(?1)`,
        )
        .bind(ids, born),
      db
        .prepare(
          `insert into observations (paper_id, source, at, upvotes)
           select i.value, 'huggingface', ?2 + (i.key % 1000) * 86400000 + t.value * 3600000, t.value
           from json_each(?1) i, json_each('[8,24,48]') t`,
        )
        .bind(ids, born),
    ])
  }
  return new Response('grown')
}
