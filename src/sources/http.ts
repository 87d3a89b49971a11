import { DAY } from '../time/dates.ts'
import type { Brand } from '../wording/brand.ts'

/**
 * The result of one request: the body, or the reason of a failure, in plain words that may be shown
 * to anybody.
 */
export type Answer =
  | { ok: true; body: string }
  /**
   * `retryAt`: the instant (ms, UTC) before which the upstream wants no request (Retry-After);
   * null: it did not say.
   */
  | { ok: false; reason: string; retryAt: number | null }

/** The part of the outside world that a request needs. */
export type Gate = {
  fetch: typeof fetch
  /** The present instant, ms since the epoch, UTC. */
  now: () => number
}

type Options = {
  /** The User-Agent header (userAgent). */
  agent: string
  accept?: string
  /** Sent as a bearer token. */
  token?: string
  /** JSON; makes the request a POST. */
  body?: string
  /** The limit for the whole answer, body included (ms). */
  timeout: number
  maxBytes?: number
}

const NOTHING_SAID = { ok: false, retryAt: null } as const

/** arXiv and GitHub demand an agent that names the product and how to reach its operator. */
export const userAgent = ({ token }: Pick<Brand, 'token'>, publicUrl: string) =>
  `${token}/0.1 (+${new URL(publicUrl).href})`

/**
 * One polite request. It never throws for what an upstream or the network does: an unreachable
 * host, a slow answer, a large one (8 MB) and every status outside 200 to 299 give `ok:
 * false` with a reason that names the host and contains no address, token or markup.
 */
export async function ask(gate: Gate, url: string, options: Options): Promise<Answer> {
  const { agent, accept = '*/*', token, body: sent, timeout, maxBytes = 8_000_000 } = options
  const { host } = new URL(url)
  const headers = new Headers({ 'user-agent': agent, accept })
  if (token) headers.set('authorization', `Bearer ${token}`)
  if (sent !== undefined) headers.set('content-type', 'application/json')
  const post = sent === undefined ? {} : { method: 'POST', body: sent }
  const signal = AbortSignal.timeout(timeout)
  let response: Response
  let body: string | null
  try {
    response = await gate.fetch(url, { headers, signal, ...post })
    body = await readBody(response, signal, maxBytes)
  } catch (error) {
    if (signal.aborted)
      return { ...NOTHING_SAID, reason: `${host} did not answer within ${timeout / 1000} s` }
    return {
      ...NOTHING_SAID,
      reason: `${host} could not be reached (${hint(String((error as Error)?.message ?? error))})`,
    }
  }
  if (!response.ok) {
    const said = hint(body ?? '')
    const reason = `${host} answered ${response.status}${said ? `: ${said}` : ''}`
    return { ok: false, reason, retryAt: retryInstant(response.headers.get('retry-after'), gate.now()) }
  }
  if (body === null) return { ...NOTHING_SAID, reason: `${host} sent more than ${maxBytes / 1_000_000} MB` }
  return { ok: true, body }
}

/**
 * The body as UTF-8; null as soon as it is longer than `maxBytes`. Throws what the stream throws,
 * and on abort.
 */
async function readBody(response: Response, signal: AbortSignal, maxBytes: number): Promise<string | null> {
  if (!response.body) return ''
  const reader = response.body.getReader()
  const stop = () => void reader.cancel(signal.reason).catch(() => undefined)
  signal.addEventListener('abort', stop)
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) return text + decoder.decode()
      bytes += value.byteLength
      if (bytes > maxBytes) {
        // Whether the rest can be cancelled does not change the answer.
        stop()
        return null
      }
      text += decoder.decode(value, { stream: true })
    }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** The text of an error page, as one short line without markup. */
function hint(page: string): string {
  const text = page
    .slice(0, 5_000)
    .replace(/<[^<>]*>/g, ' ')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
  return text.length > 160 ? `${text.slice(0, 160).trimEnd()}...` : text
}

/**
 * Retry-After as an instant: seconds or an HTTP date (RFC 9110, 10.2.3), at most a day ahead; null
 * when unreadable.
 */
export function retryInstant(value: string | null, now: number): number | null {
  if (value === null) return null
  const at = /^\s*\d+\s*$/.test(value) ? now + Number(value) * 1000 : Date.parse(value)
  return Number.isNaN(at) ? null : Math.min(Math.max(at, now), now + DAY)
}
