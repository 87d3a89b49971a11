import { expect, test } from 'vitest'
import { ask, userAgent } from '../../src/sources/http.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { PAPERTIDE } from '../../src/wording/brand.ts'

const NOW = Date.UTC(2026, 0, 20, 12)
const URL_ASKED = 'https://export.arxiv.org/api/query?id_list=1'
const agent = userAgent(PAPERTIDE, 'https://papers.example')

/** Asks once; the upstream is whatever `answer` does. */
const askOf = (
  answer: (request: Request) => Response | Promise<Response>,
  options: { timeout?: number; token?: string } = {},
) => {
  const fetched = async (input: RequestInfo | URL, init?: RequestInit) =>
    answer(new Request(input as RequestInfo, init))
  return ask({ fetch: fetched as typeof fetch, now: () => NOW }, URL_ASKED, {
    agent,
    timeout: 20_000,
    ...options,
  })
}

test('a good answer is its body as text', async () => {
  expect(await askOf(() => new Response('née'))).toEqual({ ok: true, body: 'née' })
  expect(await askOf(() => new Response(null, { status: 200 }))).toEqual({ ok: true, body: '' })
})

test('every request says who asks, and carries a token only when there is one', async () => {
  const echo = ({ headers }: Request) =>
    Response.json([headers.get('user-agent'), headers.get('authorization')])
  const bare = await askOf(echo)
  const signed = await askOf(echo, { token: 'hf_secret' })
  expect(bare).toEqual({ ok: true, body: '["Papertide/0.1 (+https://papers.example/)",null]' })
  expect(signed).toEqual({
    ok: true,
    body: '["Papertide/0.1 (+https://papers.example/)","Bearer hf_secret"]',
  })
})

test('an upstream that is down is a reason, not an exception', async () => {
  const answer = await askOf(() => {
    throw new TypeError('connection refused')
  })
  expect(answer).toEqual({
    ok: false,
    reason: 'export.arxiv.org could not be reached (connection refused)',
    retryAt: null,
  })
})

test('an upstream that does not begin to answer is given up after the timeout', async () => {
  const answer = await askOf(
    ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    { timeout: 5 },
  )
  expect(answer).toEqual({
    ok: false,
    reason: 'export.arxiv.org did not answer within 0.005 s',
    retryAt: null,
  })
})

test('the timeout covers the body too', async () => {
  const begun = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('<feed>')),
  })
  const answer = await askOf(() => new Response(begun), { timeout: 5 })
  expect(answer).toEqual({
    ok: false,
    reason: 'export.arxiv.org did not answer within 0.005 s',
    retryAt: null,
  })
})

test('a body that breaks off is a failure, not a shorter answer', async () => {
  let sent = 0
  const broken = new ReadableStream({
    pull(controller) {
      if (sent++ > 0) controller.error(new Error('connection reset'))
      else controller.enqueue(new TextEncoder().encode('[{"paper":'))
    },
  })
  expect(await askOf(() => new Response(broken))).toEqual({
    ok: false,
    reason: 'export.arxiv.org could not be reached (connection reset)',
    retryAt: null,
  })
})

test('a body over 8 MB is refused without reading it to its end', async () => {
  let chunks = 0
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(++chunks && 1_000_000)),
  })
  expect(await askOf(() => new Response(endless))).toEqual({
    ok: false,
    reason: 'export.arxiv.org sent more than 8 MB',
    retryAt: null,
  })
  expect(chunks).toBeLessThan(12)
})

test('a status outside 200 to 299 is a reason with what the page says, without its markup', async () => {
  const page =
    '<html><head><title>503</title></head><body><h1>Service\u0000\u202e Unavailable</h1></body></html>'
  expect(await askOf(() => new Response(page, { status: 503 }))).toEqual({
    ok: false,
    reason: 'export.arxiv.org answered 503: 503 Service Unavailable',
    retryAt: null,
  })
  const long = await askOf(() => new Response('x'.repeat(9_000_000), { status: 500 }))
  expect(long).toEqual({ ok: false, reason: 'export.arxiv.org answered 500', retryAt: null })
})

test('Retry-After is honoured as seconds and as a date, and an absurd one is not obeyed for longer than a day', async () => {
  const limited = (after?: string) =>
    askOf(
      () =>
        new Response('Rate exceeded.', {
          status: 429,
          headers: after === undefined ? {} : { 'retry-after': after },
        }),
    )
  const reason = 'export.arxiv.org answered 429: Rate exceeded.'
  expect(await limited()).toEqual({ ok: false, reason, retryAt: null })
  expect(await limited('30')).toEqual({ ok: false, reason, retryAt: NOW + 30_000 })
  expect(await limited('Tue, 20 Jan 2026 13:00:00 GMT')).toEqual({
    ok: false,
    reason,
    retryAt: NOW + HOUR,
  })
  expect(await limited('Tue, 20 Jan 2026 11:00:00 GMT')).toEqual({ ok: false, reason, retryAt: NOW })
  expect(await limited('99999999999')).toEqual({ ok: false, reason, retryAt: NOW + DAY })
  expect(await limited('soon')).toEqual({ ok: false, reason, retryAt: null })
})
