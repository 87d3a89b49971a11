import type { Answer, ChannelRequest } from '../channels/channel.ts'
import { isPublicAddress } from '../channels/public-url.ts'
import { retryInstant, userAgent } from '../sources/http.ts'
import type { Brand } from '../wording/brand.ts'

/** How long a channel may take (ms), and what is read of its answer (bytes). */
const PATIENCE = 8_000
const READ = 4_096
/** https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/ */
const RESOLVER = 'https://cloudflare-dns.com/dns-query'
/** Records that hold an address: A and AAAA (RFC 1035, RFC 3596). */
const ADDRESSES = { A: 1, AAAA: 28 }

export type Outside = {
  fetch: typeof fetch
  now: () => number
  config: { brand: Pick<Brand, 'token'>; PUBLIC_URL: string; CHANNELS_URL?: string | undefined }
}

/**
 * One request to a channel. Redirects are answers, not followed. Never throws: what the network
 * does is in the answer, without an address. `host`: the one that the kind goes to; null: any, so
 * where its name leads is looked at first, as far as a Worker can tell.
 */
export async function postMessage(
  outside: Outside,
  { url, method, headers, body }: ChannelRequest,
  host: string | null,
  patience = PATIENCE,
): Promise<Answer> {
  const signal = AbortSignal.timeout(patience)
  const { hostname } = new URL(url)
  if (host === null) {
    const leads = await whereLeads(outside, hostname, signal)
    if (leads !== null) return { status: null, asked: false, error: leads }
  } else if (hostname !== host) return { status: null, asked: false, error: 'it is at another host' }
  try {
    const agent = { 'user-agent': userAgent(outside.config.brand, outside.config.PUBLIC_URL) }
    const init = { method, headers: { ...headers, ...agent }, body, redirect: 'manual', signal } as const
    const response = await orAbort(ask(outside, url, init), signal)
    const said = response.headers.get('retry-after')
    const now = outside.now()
    const retryAt = retryInstant(said, now)
    const beginning = await beginningOf(response, signal)
    return {
      status: response.status,
      retryAfter: retryAt === null ? null : retryAt - now,
      body: beginning,
    }
  } catch {
    const error = signal.aborted ? `no answer within ${patience / 1000} s` : 'no answer'
    return { status: null, asked: true, error }
  }
}

/** On this machine everything goes to one place, which is told where it was meant to go. */
const ask = ({ fetch, config }: Outside, url: string, init: RequestInit): Promise<Response> =>
  config.CHANNELS_URL === undefined
    ? fetch(url, init)
    : fetch(config.CHANNELS_URL, {
        ...init,
        method: 'POST',
        headers: {
          ...(init.headers as Record<string, string>),
          'x-meant-for': `${init.method ?? 'GET'} ${url}`,
        },
      })

/** Why nothing may be posted to a name; null: all of its addresses are public. */
async function whereLeads(outside: Outside, name: string, signal: AbortSignal): Promise<string | null> {
  try {
    const kinds = Object.entries(ADDRESSES).map(async ([type, code]) => {
      const init = { headers: { accept: 'application/dns-json' }, signal }
      const response = await orAbort(ask(outside, `${RESOLVER}?name=${name}&type=${type}`, init), signal)
      const { Answer = [] } = (await response.json()) as { Answer?: { type: number; data: string }[] }
      return Answer.filter((record) => record.type === code).map(({ data }) => data)
    })
    const addresses = (await Promise.all(kinds)).flat()
    if (addresses.length === 0) return 'its name leads nowhere'
    return addresses.every(isPublicAddress) ? null : 'its name leads to an address that is not public'
  } catch {
    return 'where its name leads could not be looked up'
  }
}

/**
 * The first bytes of a body as text; what follows is not read, and a body that breaks off is no
 * error.
 */
async function beginningOf(response: Response, signal: AbortSignal): Promise<string> {
  const reader = response.body?.getReader()
  if (!reader) return ''
  const decoder = new TextDecoder()
  let text = ''
  try {
    while (text.length < READ) {
      const { done, value } = await orAbort(reader.read(), signal)
      if (done) break
      text += decoder.decode(value.subarray(0, READ), { stream: true })
    }
  } catch {
    // The status is known: that is enough.
  }
  void reader.cancel().catch(() => undefined)
  return text.slice(0, READ)
}

/** Rejects when time is up, also where whoever is asked does not listen to the signal. */
function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([work, stopped])
}
