import { createMiddleware } from 'hono/factory'
import { addCount, countsOf } from '../db/counters.ts'
import { versionOf } from '../db/data-version.ts'
import { countingReads } from '../db/rows-read.ts'
import type { Deps } from '../deps.ts'
import { LIMIT, parseListQuery, writeListQuery } from '../search/list-query.ts'
import { nextDay } from '../subscribers/limits.ts'
import { isWithinLimit, say } from './answer.tsx'
import { type AppContext, type AppEnv, guessZone } from './context.ts'
import { OF_DATA } from './headers.ts'
import type { Message } from './pages/message.tsx'
import { searchRests, tooManySearches } from './pages/messages.ts'
import { FOR_PROGRAMS, sendProblem } from './refusal.tsx'
import { styleSheetOf } from './styles/stylesheet.ts'

/**
 * How long (ms) the version of the data is used without being read again. A tick in this isolate
 * ends it at once; a tick in another isolate shows at most this much later.
 */
const TRUSTED = 30_000
/** How long (s) a cache may keep a page whose version is still the newest. */
const KEPT = 300
/**
 * The most rows that anonymous readers may read in a day at addresses without a bound on their
 * number: half of a Free day's.
 */
export const ROWS_DAILY = 2_500_000
const ROWS_KEY = 'rows read by readers'
/**
 * Rows that such a request reads besides those of the search index (count): a page of papers with
 * their scores.
 */
const ROWS_BESIDE = 300
/** The same for an answer of an export (count). */
const ROWS_OF_EXPORT = 4_000
/** Rows are added to the count of the day in steps of this size, so that counting hardly writes. */
const NOTED_AT = 20_000

/**
 * Addresses for programs: they are limited by network when they are answered (limit.ts), cached or
 * not.
 */
const OF_PROGRAMS = /^\/(?:api|export|mcp)(?:\/|$)/
/** Addresses of which there are few, as long as they have no filter. */
const FEW =
  /^\/(?:api\/v1\/)?($|editions\b|early\/record(\.json)?$|(trending|new|early|top\/\w+|feed|feeds)(\.\w+)?$|sitemap\.xml$)/

/**
 * Answers unchanged data from the Cache API, by the canonical address and the version of the data,
 * without reading a row. Other reads are bounded: addresses without a bound on their number are
 * limited by network and, all together, by rows a day.
 */
export function boundReading() {
  let known: { version: number; askedAt: number; ticks: number } | null = null
  let unnoted = 0

  async function version({ db, now, ticks }: Deps): Promise<number> {
    if (!known || known.ticks !== ticks() || Math.abs(now() - known.askedAt) >= TRUSTED) {
      const asked = { askedAt: now(), ticks: ticks() }
      known = { version: await versionOf(db), ...asked }
    }
    return known.version
  }

  async function noteRows({ db, now }: Deps, rows: number): Promise<void> {
    unnoted += rows
    if (unnoted < NOTED_AT) return
    const sum = unnoted
    unnoted = 0
    await addCount(db, ROWS_KEY, sum, nextDay(now()), now())
  }

  return createMiddleware<AppEnv>(async (c, next) => {
    const deps = c.get('deps')
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
    const isTools = c.req.method === 'POST' && c.req.path === '/mcp'
    if (!isTools && (!isRead || !OF_DATA.test(c.req.path))) return next()
    const query = isTools ? null : canonicalQuery(c)
    const zone = c.req.path === '/' ? `?zone=${encodeURIComponent(guessZone(c))}` : ''
    const key =
      deps.cache && query !== null
        ? `${await version(deps)}${styleSheetOf(deps.config.brand).path}${c.req.path}${query}${zone}`
        : null
    const address = key === null ? null : `https://cache.invalid/${key}`
    const kept = address === null ? undefined : await deps.cache?.match(address)
    if (kept) {
      const headers = new Headers(kept.headers)
      for (const name of ['cache-control', 'age', 'cf-cache-status']) headers.delete(name)
      c.res = new Response(kept.body, { headers })
      return
    }
    const isEndless = query !== '' || !FEW.test(c.req.path)
    if (isEndless) {
      const isLimited = !OF_PROGRAMS.test(c.req.path)
      if (isLimited && !(await isWithinLimit(c, c.env.SEARCH_LIMIT))) {
        c.header('retry-after', '60')
        return refuseWith(c, tooManySearches, 429)
      }
      const rows = await countsOf(deps.db, [ROWS_KEY], deps.now())
      if ((rows.get(ROWS_KEY) ?? 0) >= ROWS_DAILY) return refuseWith(c, searchRests, 503)
      let read = c.req.path.startsWith('/export/') ? ROWS_OF_EXPORT : ROWS_BESIDE
      const search = countingReads(deps.search, (count) => {
        read += count
      })
      c.set('deps', { ...deps, search })
      await next()
      c.get('later').push(() => noteRows(deps, read))
    } else await next()
    if (address === null || !deps.cache || c.res.status !== 200 || c.req.method !== 'GET') return
    const copy = c.res.clone()
    const headers = new Headers(copy.headers)
    headers.set('cache-control', `public, max-age=${KEPT}`)
    c.executionCtx.waitUntil(deps.cache.put(address, new Response(copy.body, { headers })))
  })
}

/**
 * The query of an address in one form; parameters without effect are left out. Null for a query
 * that no list accepts.
 */
function canonicalQuery(c: AppContext): string | null {
  const { search, searchParams } = new URL(c.req.url)
  if (OF_PROGRAMS.test(c.req.path)) return search
  const asked = parseListQuery(searchParams)
  if ('error' in asked) return null
  // Editions show all their papers unless a limit is given, even the default one of lists.
  const limited = /^\/(?:feed|editions)\b/.test(c.req.path) && searchParams.get('limit') === String(LIMIT)
  return `${writeListQuery(asked, asked.after)}${limited ? '&limited' : ''}`
}

/** An error in the form that the caller can read. */
const refuseWith = (c: AppContext, message: Message, status: 429 | 503) =>
  FOR_PROGRAMS.test(c.req.path)
    ? sendProblem(c, status, message.sentences.join(' '))
    : say(c, message, status)
