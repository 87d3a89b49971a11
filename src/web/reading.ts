import { createMiddleware } from 'hono/factory'
import { addCount, countsOf } from '../db/counters.ts'
import { versionOf } from '../db/data-version.ts'
import { countingReads } from '../db/rows-read.ts'
import type { Deps } from '../deps.ts'
import { LIMIT, parseListQuery, writeListQuery } from '../search/list-query.ts'
import { nextDay } from '../subscribers/limits.ts'
import { isWithinLimit, say } from './answer.tsx'
import { type AppContext, type AppEnv, guessZone } from './context.ts'
import { BADGE, OF_DATA } from './headers.ts'
import type { Message } from './pages/message.tsx'
import { searchRests, tooManySearches } from './pages/messages.ts'
import { FOR_PROGRAMS, sendProblem } from './refusal.tsx'
import { STYLE_PATH } from './styles/stylesheet.ts'

/**
 * How long (ms) the version of the data stands without being asked for. A tick of this copy of the
 * program ends it at once; of another copy it shows that much later.
 */
const TRUSTED = 30_000
/** How long (s) a cache may keep a page whose version is still the present one. */
const KEPT = 300
/**
 * Rows that anonymous readers may have read in a day for addresses of which there are endless many:
 * half of a Free day's.
 */
export const ROWS_DAILY = 2_500_000
const ROWS_KEY = 'rows read by readers'
/**
 * Rows that such a request reads besides those of the search index (count): a page of papers with
 * their scores.
 */
const ROWS_BESIDE = 300
/** The same of an answer of an export, and of a badge (counts). */
const ROWS_OF_EXPORT = 4_000
const ROWS_OF_BADGE = 4
const rowsBeside = (path: string): number =>
  path.startsWith('/export/') ? ROWS_OF_EXPORT : BADGE.test(path) ? ROWS_OF_BADGE : ROWS_BESIDE
/**
 * Rows are noted when so many came together (count), so that noting them writes next to nothing.
 */
const NOTED_AT = 20_000

/**
 * What programs read: limited by network where it is answered (limit.ts), whatever a cache holds.
 */
const OF_PROGRAMS = /^\/(?:api|export|mcp)(?:\/|$)/
/** Those of which there are few, as long as nothing narrows them. */
const FEW =
  /^\/(?:api\/v1\/|embed\/)?($|editions\b|early\/record(\.json)?$|(trending|new|early|top\/\w+|feed|feeds)(\.\w+)?$|sitemap\.xml$)/

/**
 * Answers what did not change from the Cache API, by the canonical address and the version of the
 * data: no row is read. What has to be read is bounded: addresses of which there are endless many
 * are limited by network and, all together, by rows a day.
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
      deps.cache && query !== null ? `${await version(deps)}${STYLE_PATH}${c.req.path}${query}${zone}` : null
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
      // Those who show READMEs ask for many badges from one network.
      const isLimited = !OF_PROGRAMS.test(c.req.path) && !BADGE.test(c.req.path)
      if (isLimited && !(await isWithinLimit(c, c.env.SEARCH_LIMIT))) {
        c.header('retry-after', '60')
        return refuseWith(c, tooManySearches, 429)
      }
      const rows = await countsOf(deps.db, [ROWS_KEY], deps.now())
      if ((rows.get(ROWS_KEY) ?? 0) >= ROWS_DAILY) return refuseWith(c, searchRests, 503)
      let read = rowsBeside(c.req.path)
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
 * What an address asks beyond its path, always written alike; what means nothing is left out. Null
 * for what no list understands.
 */
function canonicalQuery(c: AppContext): string | null {
  const { search, searchParams } = new URL(c.req.url)
  if (OF_PROGRAMS.test(c.req.path) || c.req.path === '/oembed') return search
  const asked = parseListQuery(searchParams)
  if ('error' in asked) return null
  // Editions and frames have papers of their own number unless a limit is asked for.
  const limited =
    /^\/(?:feed|editions|embed)\b/.test(c.req.path) && searchParams.get('limit') === String(LIMIT)
  const size = searchParams.get('size')
  return `${writeListQuery(asked, asked.after)}${limited ? '&limited' : ''}${size ? `&size=${encodeURIComponent(size)}` : ''}`
}

/** An error in the form that whoever asks can read. */
const refuseWith = (c: AppContext, message: Message, status: 429 | 503) =>
  FOR_PROGRAMS.test(c.req.path)
    ? sendProblem(c, status, message.sentences.join(' '))
    : say(c, message, status)
