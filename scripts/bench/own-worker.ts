import { editions } from '../../src/db/schema.ts'
import { planOwn } from '../../src/delivery/own-digests.ts'
import { type Deps, makeDeps } from '../../src/deps.ts'
import { renderDigest } from '../../src/mail/digest.tsx'
import { siteOf } from '../../src/mail/mail.ts'
import { gistOf } from '../../src/ranking/alike.ts'
import { FORMULA } from '../../src/ranking/formula.ts'
import { MOST_MARKS } from '../../src/ranking/marks.ts'
import { makeOwnOrders } from '../../src/ranking/own-edition.ts'
import { wordsToWeigh } from '../../src/search/similar.ts'
import { anEdition } from '../../test/helpers/editions.ts'
import { counting } from './counting.ts'

const SEVEN = Date.parse('2026-01-30T07:00:00Z')
/** Papers that readers marked (count). */
const MARKED = 300

/**
 * `/fill?readers=N` makes readers of different marks; `/own` plans as one unit does; `/order` and
 * `/mail` do that part of one digest some times over; all else does nothing.
 */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const deps = { ...makeDeps(env), now: () => SEVEN, queue: { sendBatch: async () => {} } as never }
    const times = Number(searchParams.get('times'))
    if (pathname === '/fill') {
      await fill(env, deps, Number(searchParams.get('readers')), Number(searchParams.get('marks')))
      return new Response('ready')
    }
    if (pathname === '/own') {
      const counts = { queries: 0, rowsRead: 0, rowsWritten: 0 }
      const { openDatabase } = await import('../../src/db/client.ts')
      const done = await planOwn({ ...deps, db: openDatabase(counting(env.DB, counts)) }, SEVEN)
      return Response.json({ ...done, ...counts })
    }
    if (pathname === '/order') return new Response(String(onlyOrder(times)))
    if (pathname === '/mail') return new Response(String(onlyMail(deps, times)))
    return new Response('ready')
  },
}

const markedId = (n: number) => `2512.${10_000 + n}`
const { papers } = anEdition()
const abstractOf = (n: number) => {
  const words = papers.flatMap(({ abstract }) => abstract.split(' '))
  return Array.from({ length: 180 }, (_, at) => words[(at * 7 + n * 31) % words.length]).join(' ')
}

async function fill(env: Env, deps: Deps, readers: number, marks: number): Promise<void> {
  const given = { ...anEdition(), publishedAt: SEVEN - 5 * 3_600_000, formula: FORMULA, cohorts: [] }
  await deps.db.insert(editions).values(given)
  const stored = [
    ...papers.map(({ id, title, abstract }) => ({ id, title, abstract })),
    ...Array.from({ length: MARKED }, (_, n) => ({
      ...{ id: markedId(n), title: `Paper ${n}: a study`, abstract: abstractOf(n) },
    })),
  ]
  const schedules = Array.from({ length: readers }, (_, n) =>
    Array.from(
      { length: Math.min(marks, MOST_MARKS) },
      (_, m) => `${m % 2 ? '-' : '+'}${markedId((n * 7 + m * 5) % MARKED)}@2026-01-29`,
    ).join(' '),
  )
  await env.DB.batch([
    env.DB.prepare(
      `insert into papers (id, title, abstract, authors, categories, first_seen_at)
        select value ->> 'id', value ->> 'title', value ->> 'abstract', '[]', '[]', 1 from json_each(?)`,
    ).bind(JSON.stringify(stored)),
    env.DB.prepare(
      `insert into schedules (id, kind, timezone, hour, days, papers, marks)
        select key + 1, 'daily', 'UTC', 7, 127, 20, value from json_each(?)`,
    ).bind(JSON.stringify(schedules)),
    env.DB.prepare(
      `insert into subscribers (id, email, state, schedule_id, schedule_from, created_at, confirmed_at)
        select id, 'reader' || id || '@mail.example.org', 'active', id, '2026-01-01', 1, 1 from schedules`,
    ),
  ])
}

function onlyOrder(times: number): number {
  const known = new Map<string, number>()
  const json = [
    ...papers.map(({ id }) => id),
    ...Array.from({ length: MOST_MARKS }, (_, n) => markedId(n)),
  ].map((id, n) => {
    const paper = papers[n] ?? { title: 'A study', abstract: abstractOf(n) }
    const { words, weights } = gistOf(wordsToWeigh(paper), known, 1000)
    return { id, words: words.join(' '), weights: JSON.stringify(weights) }
  })
  let sum = 0
  for (let n = 0; n < times; n++) {
    const gists = new Map(
      json.map(({ id, words, weights }) => [id, { words: words.split(' '), weights: JSON.parse(weights) }]),
    )
    const marks = Array.from({ length: MOST_MARKS }, (_, m) => ({
      ...{ paperId: markedId(m), wants: m % 2 ? ('less' as const) : ('more' as const) },
    }))
    sum += makeOwnOrders(papers, gists)(marks, 20).because.size
  }
  return sum
}

function onlyMail({ config }: Deps, times: number): number {
  const own = new Map(papers.map(({ id }) => [id, { up: true, id: markedId(1), name: 'EvoCUA' }]))
  let sum = 0
  for (let n = 0; n < times; n++) sum += renderDigest(anEdition(), siteOf(config), { own }).html.length
  return sum
}
