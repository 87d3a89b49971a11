import { expect, test } from 'vitest'
import { postMessage } from '../../src/mailer/post-message.ts'

const REQUEST = {
  ...{ url: 'https://lab.example.org/hook', method: 'POST' as const, body: '{}' },
  headers: { 'content-type': 'application/json' },
}
type Given = { leads?: string[]; answer: (request: Request) => Response | Promise<Response> }

/** The outside world: a resolver and a channel; notes what was asked. */
function anOutside({ leads = ['93.184.215.14'], answer }: Given, config = {}) {
  const asked: { url: string; redirect: string | undefined; headers: Headers }[] = []
  const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input as RequestInfo, { ...init, signal: null })
    asked.push({ url: request.url, redirect: init?.redirect, headers: request.headers })
    const meant = request.headers.get('x-meant-for') ?? request.url
    if (!meant.includes('cloudflare-dns.com')) return answer(request)
    const isV6 = meant.endsWith('AAAA')
    const data = leads.filter((address) => address.includes(':') === isV6)
    return Response.json({ Answer: data.map((one) => ({ type: isV6 ? 28 : 1, data: one })) })
  }
  const outside = {
    fetch: fetch as typeof globalThis.fetch,
    now: () => Date.UTC(2026, 0, 20),
    config: { brand: { token: 'Papertide' }, PUBLIC_URL: 'https://papertide.org', ...config },
  }
  return { outside, asked }
}
const ok = () => new Response('ok')

test('a request is made once, to the address alone, and no redirect is followed', async () => {
  const { outside, asked } = anOutside({
    answer: () => new Response('', { status: 301, headers: { location: 'http://127.0.0.1/' } }),
  })
  expect(await postMessage(outside, REQUEST, null)).toMatchObject({ status: 301 })
  expect(asked.map(({ url }) => new URL(url).host)).toEqual([
    ...['cloudflare-dns.com', 'cloudflare-dns.com', 'lab.example.org'],
  ])
  expect(asked.at(-1)?.redirect).toBe('manual')
  expect(asked.at(-1)?.headers.get('user-agent')).toContain('papertide.org')
})

test('nothing is asked of a name that leads to an address that is not public, or nowhere', async () => {
  for (const leads of [
    ['127.0.0.1'],
    ['::1'],
    ['93.184.215.14', '10.0.0.1'],
    ['2606:4700::1', 'fd00::1'],
    ['::ffff:7f00:1'],
    ['169.254.169.254'],
    [],
  ]) {
    const { outside, asked } = anOutside({ leads, answer: ok })
    expect(await postMessage(outside, REQUEST, null)).toMatchObject({ status: null, asked: false })
    expect(asked.filter(({ url }) => url.startsWith('https://lab.example.org'))).toEqual([])
  }
})

test('a kind with a host of its own goes there and nowhere else, without a look-up', async () => {
  const { outside, asked } = anOutside({ answer: ok })
  expect(await postMessage(outside, REQUEST, 'hooks.slack.com')).toMatchObject({ status: null, asked: false })
  expect(asked).toEqual([])
  expect(await postMessage(outside, REQUEST, 'lab.example.org')).toMatchObject({ status: 200, body: 'ok' })
  expect(asked).toHaveLength(1)
})

test('of 50 MB the beginning is read, and the rest is called off', async () => {
  let made = 0
  let isCancelled = false
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      made += 65_536
      if (made > 50_000_000) controller.close()
      else controller.enqueue(new Uint8Array(65_536).fill(97))
    },
    cancel() {
      isCancelled = true
    },
  })
  const { outside } = anOutside({ answer: () => new Response(body) })
  const answer = await postMessage(outside, REQUEST, null)
  expect(answer).toMatchObject({ status: 200 })
  expect('body' in answer && answer.body.length).toBe(4096)
  expect([isCancelled, made < 1_000_000]).toEqual([true, true])
})

test('who never answers, or never ends, is given up; the status counts where there is one', async () => {
  const never = new Promise<Response>(() => {})
  const silent = anOutside({ answer: () => never })
  expect(await postMessage(silent.outside, REQUEST, null, 20)).toMatchObject({
    status: null,
    asked: true,
    error: 'no answer within 0.02 s',
  })
  const dripping = anOutside({ answer: () => new Response(new ReadableStream({ pull: () => never.then() })) })
  expect(await postMessage(dripping.outside, REQUEST, null, 20)).toMatchObject({ status: 200, body: '' })
  const silentResolver = anOutside({ answer: ok })
  silentResolver.outside.fetch = (() => never) as typeof fetch
  expect(await postMessage(silentResolver.outside, REQUEST, null, 20)).toMatchObject({ asked: false })
})

test('a broken connection tells nothing of the address', async () => {
  const { outside } = anOutside({
    answer: () => {
      throw new TypeError('could not connect to https://lab.example.org/hook')
    },
  })
  expect(await postMessage(outside, REQUEST, null)).toEqual({ status: null, asked: true, error: 'no answer' })
})

test('Retry-After is read as seconds and as a date', async () => {
  const of = async (value: string) => {
    const answer = () => new Response('', { status: 429, headers: { 'retry-after': value } })
    const said = await postMessage(anOutside({ answer }).outside, REQUEST, null)
    return 'retryAfter' in said ? said.retryAfter : undefined
  }
  expect(await of('7')).toBe(7_000)
  expect(await of('Tue, 20 Jan 2026 00:01:00 GMT')).toBe(60_000)
  expect(await of('soon')).toBe(null)
})

test('on this machine everything goes to one place, which is told where it was meant to go', async () => {
  const { outside, asked } = anOutside({ answer: ok }, { CHANNELS_URL: 'http://127.0.0.1:8789' })
  expect(await postMessage(outside, REQUEST, null)).toMatchObject({ status: 200 })
  expect(new Set(asked.map(({ url }) => url))).toEqual(new Set(['http://127.0.0.1:8789/']))
  expect(asked.at(-1)?.headers.get('x-meant-for')).toBe('POST https://lab.example.org/hook')
})
