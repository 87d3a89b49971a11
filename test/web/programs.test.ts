import { beforeAll, expect, test } from 'vitest'
import { makeApp } from '../../src/web/app.tsx'
import { READS } from '../../src/web/limit.ts'
import { LIST_PARAMETERS } from '../../src/web/parameters.ts'
import wrangler from '../../wrangler.toml?raw'
import { aReadWorld } from '../api/world.ts'
import type { aBrowser } from '../helpers/browser.ts'

let browser: ReturnType<typeof aBrowser>
beforeAll(async () => {
  ;({ browser } = await aReadWorld())
})

const problem = (status: number, detail: unknown) => ({
  type: 'about:blank',
  title: expect.stringMatching(/\w/),
  status,
  detail,
})

test.each([
  ['/trending?limits=3', LIST_PARAMETERS],
  ['/new.xml?format=rss', LIST_PARAMETERS],
  ['/authors/Ada%20Lovelace.md?sort=new', LIST_PARAMETERS],
  ['/top/week.json?page=2', LIST_PARAMETERS],
  ['/feed.xml?since=2026-01-01', ['category', 'q', 'mute', 'limit']],
  ['/editions.atom?category=cs.CL', ['limit']],
  ['/editions/2026-01-30.json?after=x', ['category', 'q', 'mute', 'limit']],
  ['/papers/2601.08441.json?x=1', []],
  ['/api/v1/trending?__proto__=1', LIST_PARAMETERS],
  ['/api/v1/papers/2601.08441?limit=1', []],
])('%s is refused, and what it knows is named', async (address, known) => {
  const answer = await browser.get(address)
  expect(answer.status).toBe(400)
  const text = await answer.text()
  for (const name of known) expect(text).toContain(name)
})

test('a parameter given twice is refused, categories may come several times', async () => {
  expect((await browser.get('/trending?limit=1&limit=2')).status).toBe(400)
  expect((await browser.get('/trending.json?category=cs.CL&category=cs.CV')).status).toBe(200)
})

test('what other sites hang onto a link does not make a page an error', async () => {
  expect((await browser.get('/trending?utm_source=x&fbclid=y')).status).toBe(200)
  expect((await browser.get('/trending.xml?utm_source=x')).status).toBe(400)
})

const idsIn = async (address: string) => {
  const { items } = await (await browser.get(address)).json<{
    items: { url: string; _papertide?: object }[]
  }>()
  return items.map(({ url }) => url.split('/').at(-1))
}

test('the feed of papers and an edition are narrowed like every list', async () => {
  expect(await idsIn('/feed.json')).toHaveLength(15)
  expect(await idsIn('/feed.json?limit=2')).toEqual((await idsIn('/feed.json')).slice(0, 2))
  expect(await idsIn('/editions/2026-01-30.json?limit=3')).toHaveLength(3)
  const all = await (await browser.get('/feed.json')).json<{ items: { tags: string[]; url: string }[] }>()
  const ofLanguage = all.items
    .filter(({ tags }) => tags.includes('cs.CL'))
    .map(({ url }) => url.split('/').at(-1))
  expect(ofLanguage.length).toBeGreaterThan(0)
  expect(await idsIn('/feed.json?category=cs.CL')).toEqual(ofLanguage)
  expect((await browser.get('/feed.xml?limit=abc')).status).toBe(400)
  expect((await browser.get('/feed.xml?category=cs.XX')).status).toBe(400)
  expect(await idsIn('/editions.json?limit=1')).toHaveLength(1)
})

test('since narrows to papers first seen then or later, up to the boundary', async () => {
  const count = async (path: string) =>
    (await (await browser.get(path)).json<{ papers: object[] }>()).papers.length
  for (const list of ['trending', 'new', 'top/month', 'search', 'authors/Ada Lovelace']) {
    const address = `/api/v1/${list}?limit=100${list === 'search' ? '&q=agents' : ''}`
    const all = await count(address)
    expect(all).toBeGreaterThan(5)
    expect([list, await count(`${address}&since=2026-01-14T12:00:00Z`)]).toEqual([list, all])
    expect([list, await count(`${address}&since=2026-01-14T12:00:00.001Z`)]).toEqual([list, 0])
  }
  for (const wrong of ['yesterday', '2026-02-30', '2026-01-14T12:00:00', '1'])
    expect([wrong, (await browser.get(`/trending?since=${wrong}`)).status]).toEqual([wrong, 400])
})

test('every error of a JSON address is a problem of RFC 9457', async () => {
  for (const [address, status] of [
    ['/trending.json?limit=0', 400],
    ['/papers/2601.99999.json', 404],
    ['/api/v1/papers/2601.99999', 404],
    ['/api/v1/editions/2020-01-01', 404],
    ['/api/v1/nothing', 404],
    ['/api/v2', 404],
    ['/nothing.json', 404],
    ['/feed.json?limit=x', 400],
  ] as const) {
    const answer = await browser.get(address)
    expect([address, answer.headers.get('content-type')]).toEqual([address, 'application/problem+json'])
    expect([address, await answer.json()]).toEqual([
      address,
      expect.objectContaining(problem(status, expect.stringMatching(/\.$/))),
    ])
    expect(answer.headers.get('cache-control')).toBe('no-store')
  }
})

test.each([
  ['/', 'POST', 'GET, HEAD'],
  ['/trending', 'POST', 'GET, HEAD'],
  ['/trending.xml', 'DELETE', 'GET, HEAD'],
  ['/papers/2601.08441', 'PUT', 'GET, HEAD'],
  ['/feed.json', 'PATCH', 'GET, HEAD'],
  ['/editions/2026-01-30', 'POST', 'GET, HEAD'],
  ['/status.json', 'POST', 'GET, HEAD'],
  ['/robots.txt', 'POST', 'GET, HEAD'],
  ['/webhooks/resend', 'GET', 'POST'],
  ['/unsubscribe', 'DELETE', 'GET, HEAD, POST'],
  ['/api/v1/trending', 'POST', 'GET, HEAD'],
  ['/api/daily_papers', 'DELETE', 'GET, HEAD'],
  ['/openapi.json', 'PUT', 'GET, HEAD'],
  ['/developers', 'DELETE', 'GET, HEAD'],
])('%s answers %s with 405 and Allow: %s', async (path, method, allow) => {
  const answer = await browser.ask(path, { method })
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow])
})

test('every address that is only read answers other methods with 405', async () => {
  const { routes } = makeApp()
  const posted = new Set(routes.filter(({ method }) => method === 'POST').map(({ path }) => path))
  const read = routes.filter(
    ({ method, path }) => method === 'GET' && !/[:*]|^\/operator/.test(path) && !posted.has(path),
  )
  expect(read.length).toBeGreaterThan(50)
  for (const { path } of read)
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expect([path, method, (await browser.ask(path, { method })).status]).toEqual([path, method, 405])
})

test('a method does not make an address that is none', async () => {
  for (const path of ['/nothing', '/api/v1/nothing'])
    expect((await browser.ask(path, { method: 'DELETE' })).status).toBe(404)
})

test.each([
  ['/trending', 'application/json', 'application/json'],
  ['/trending?limit=2', 'application/feed+json', 'application/feed+json; charset=utf-8'],
  ['/top/week', 'application/rss+xml', 'application/rss+xml; charset=utf-8'],
  ['/search?q=agents', 'application/atom+xml', 'application/atom+xml; charset=utf-8'],
  ['/authors/Ada%20Lovelace', 'text/markdown', 'text/markdown; charset=utf-8'],
  ['/editions/2026-01-30', 'application/json', 'application/json'],
  ['/editions', 'application/json', 'application/json'],
  ['/papers/2601.08441', 'application/json', 'application/json'],
  ['/papers/2601.08441', 'text/markdown', 'text/markdown; charset=utf-8'],
  ['/', 'application/json', 'application/json'],
  ['/', 'application/rss+xml, application/xml;q=0.9, */*;q=0.1', 'application/rss+xml; charset=utf-8'],
  ['/status', 'application/json', 'application/json'],
  [
    '/trending',
    'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'text/html; charset=UTF-8',
  ],
  ['/trending', '*/*', 'text/html; charset=UTF-8'],
  ['/trending', 'application/json;q=0, text/html', 'text/html; charset=UTF-8'],
  ['/trending', 'application/json;q=0.2, text/html;q=0.3', 'text/html; charset=UTF-8'],
  ['/trending', 'image/png', 'text/html; charset=UTF-8'],
  ['/trending', ',;q=,/', 'text/html; charset=UTF-8'],
  ['/papers/2601.08441', 'application/rss+xml', 'text/html; charset=UTF-8'],
])('%s with Accept: %s is %s', async (path, accept, type) => {
  const answer = await browser.get(path, { accept })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
  expect(answer.headers.get('vary')).toMatch(/\bAccept\b(?!-)/)
  const tag = answer.headers.get('etag')
  if (!path.startsWith('/status'))
    expect((await browser.get(path, { accept, 'if-none-match': tag ?? '' })).status).toBe(304)
})

test('what the edge does not compress is compressed here, for whoever takes it', async () => {
  for (const path of ['/feed.atom', '/feed.json', '/feed.md', '/feeds.opml', '/papers/2601.08441.md']) {
    const plain = await browser.get(path)
    const packed = await browser.get(path, { 'accept-encoding': 'br, gzip;q=0.8' })
    expect([path, packed.headers.get('content-encoding')]).toEqual([path, 'gzip'])
    for (const answer of [plain, packed]) expect(answer.headers.get('vary')).toContain('Accept-Encoding')
    const bytes = await packed.arrayBuffer()
    const unpacked = new Response(bytes).body?.pipeThrough(new DecompressionStream('gzip')) ?? null
    const text = await plain.text()
    expect(await new Response(unpacked).text()).toBe(text)
    if (text.length > 2000) expect(bytes.byteLength).toBeLessThan(text.length / 2)
    const tag = packed.headers.get('etag') ?? ''
    expect(tag).toMatch(/^W\//)
    const again = await browser.get(path, { 'accept-encoding': 'gzip', 'if-none-match': tag })
    expect([again.status, again.headers.get('vary')]).toEqual([
      304,
      expect.stringContaining('Accept-Encoding'),
    ])
  }
  for (const encoding of ['gzip;q=0', 'br', 'identity'])
    expect(
      (await browser.get('/feed.atom', { 'accept-encoding': encoding })).headers.get('content-encoding'),
    ).toBeNull()
  const negotiated = await browser.get('/trending', { accept: 'text/markdown', 'accept-encoding': 'gzip' })
  const body = negotiated.body?.pipeThrough(new DecompressionStream('gzip')) ?? null
  expect(await new Response(body).text()).toContain('# Papertide: Trending now')
})

test('one network may ask so often a minute, and is told so', async () => {
  expect(wrangler).toMatch(new RegExp(`name = "API_LIMIT"[^[]*limit = ${READS}, period = 60`))
  const ask = () => browser.get('/api/v1/status', { 'cf-connecting-ip': '192.0.2.77' })
  const first = await ask()
  expect(first.headers.get('ratelimit-policy')).toBe(`"reads";q=${READS};w=60`)
  let answer = first
  for (let times = 0; times < 2 * READS && answer.status === 200; times++) answer = await ask()
  expect(answer.status).toBe(429)
  expect(answer.headers.get('ratelimit')).toBe('"reads";r=0;t=60')
  expect(answer.headers.get('retry-after')).toBe('60')
  expect(await answer.json()).toMatchObject(problem(429, expect.any(String)))
  expect((await browser.get('/trending', { 'cf-connecting-ip': '192.0.2.77' })).status).toBe(200)
})

test('scripts of every site may read the API', async () => {
  const answer = await browser.get('/api/v1/editions')
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.get('access-control-expose-headers')).toContain('RateLimit')
  const preflight = await browser.ask('/api/v1/editions', {
    method: 'OPTIONS',
    headers: { origin: 'https://lab.example', 'access-control-request-method': 'GET' },
  })
  expect(preflight.status).toBe(204)
})

test('a body that is too large is refused', async () => {
  const answer = await browser.ask('/api/v1/trending', { method: 'POST', body: 'x'.repeat(20_000) })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([413, 'application/problem+json'])
})

test('an item of JSON Feed carries the fields of an API row', async () => {
  type Items = { items: { _papertide: { id: string; rank: number | null } }[] }
  const feed = await (await browser.get('/trending.json?limit=5')).json<Items>()
  const { papers } = await (await browser.get('/api/v1/trending?limit=5')).json<{ papers: object[] }>()
  expect(feed.items.map(({ _papertide }) => _papertide)).toEqual(
    papers.map((row) => ({ about: 'http://localhost:8787/developers', ...row })),
  )
  const fresh = await (await browser.get('/new.json?limit=1')).json<Items>()
  expect(fresh.items[0]?._papertide.rank).toBeNull()
})
