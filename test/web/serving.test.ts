import { beforeAll, expect, test } from 'vitest'
import { ConfigError } from '../../src/config.ts'
import { makeApp } from '../../src/web/app.tsx'
import { aBrowser } from '../helpers/browser.ts'
import { emptyDatabases } from '../helpers/databases.ts'
import { aPublishedEdition } from '../helpers/readers.ts'
import { runTick } from '../helpers/ticking.ts'
import { aListOf, listOf, quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

let world: World
let browser: ReturnType<typeof aBrowser>
beforeAll(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  quietUpstreams(world)
  listOf(world, '2026-01-19', aListOf(20))
  for (const at of ['2026-01-19T12:00:00Z', '2026-01-20T02:00:00Z']) await runTick(world, at)
  browser = aBrowser(world)
})

const FEEDS = ['/feed.xml', '/feed.atom', '/feed.json']
const PAGES = ['/', '/editions', '/editions/2026-01-20', '/papers/2601.00001', '/trending']

test('every page and feed answers, may be kept for a while, and answers 304 when it has not changed', async () => {
  for (const path of [...PAGES, ...FEEDS]) {
    const first = await browser.get(path)
    expect([path, first.status]).toEqual([path, 200])
    expect(first.headers.get('cache-control')).toContain('max-age')
    const again = await browser.get(path, { 'if-none-match': first.headers.get('etag') ?? '' })
    expect([path, again.status, await again.text()]).toEqual([path, 304, ''])
    expect(again.headers.get('cache-control')).toContain('max-age')
  }
})

test('HEAD answers as GET does, without a body', async () => {
  for (const path of [...PAGES, ...FEEDS]) {
    const [get, head] = [await browser.get(path), await browser.ask(path, { method: 'HEAD' })]
    expect(await head.text()).toBe('')
    expect(head.status).toBe(200)
    for (const name of ['content-type', 'etag', 'cache-control'])
      expect(head.headers.get(name)).toBe(get.headers.get(name))
  }
})

test('every answer forbids scripts, framing and sniffing, and leaks no referrer', async () => {
  for (const path of ['/', '/confirm?token=x', '/nothing', '/feed.xml']) {
    const { headers } = await browser.get(path)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  }
})

test('a page that belongs to one reader is never kept', async () => {
  for (const path of [
    '/confirm?token=x',
    '/confirm',
    '/unsubscribe',
    '/preferences',
    '/status',
    '/status.json',
  ])
    expect([path, (await browser.get(path)).headers.get('cache-control')]).toEqual([path, 'no-store'])
  // The form on it offers the visitor's own time zone.
  expect((await browser.get('/')).headers.get('cache-control')).toMatch(/^private/)
})

test('a feed may be read by scripts of other sites', async () => {
  for (const path of [...FEEDS, '/trending.json', '/papers/2601.00001.json'])
    expect([path, (await browser.get(path)).headers.get('access-control-allow-origin')]).toEqual([path, '*'])
  const preflight = await browser.ask('/feed.json', {
    method: 'OPTIONS',
    headers: { origin: 'https://reader.example', 'access-control-request-headers': 'if-none-match' },
  })
  expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
    204,
    'if-none-match',
  ])
  expect((await browser.get('/')).headers.get('access-control-allow-origin')).toBeNull()
})

test('a slash too many leads to the page', async () => {
  const answer = await browser.get('/editions/')
  expect([answer.status, answer.headers.get('location')]).toEqual([301, 'http://localhost/editions'])
})

const NOWHERE = [
  '/editions/2026-02-30',
  '/editions/yesterday',
  '/editions/2026-01-20x',
  '/papers/..%2f..%2fetc',
  '/papers/%00',
  '/papers/2601.00001%2500',
  `/papers/${'1'.repeat(5000)}`,
]
for (const path of NOWHERE) {
  test(`${path.slice(0, 40)} is answered with a page that helps`, async () => {
    const answer = await browser.get(path)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('There is nothing at this address')
  })
}

test('a paper with its version is found under its one address', async () => {
  const answer = await browser.get('/papers/2601.00001v3')
  expect([answer.status, answer.headers.get('location')]).toEqual([301, '/papers/2601.00001'])
})

test('an arXiv id that no source has named leads to arXiv, a wrong one to the archive', async () => {
  const known = await browser.get('/papers/2601.99999')
  expect([known.status, await known.text()]).toEqual([
    404,
    expect.stringContaining('href="https://arxiv.org/abs/2601.99999"'),
  ])
  expect(await (await browser.get('/papers/26.1')).text()).not.toContain('arxiv.org/abs/')
})

// What follows changes the world that all share.

test('an edition renders to the same bytes a month later', async () => {
  const paths = ['/editions/2026-01-20', ...FEEDS]
  const bytes = async () => Promise.all(paths.map(async (path) => (await browser.get(path)).text()))
  const before = await bytes()
  world.at('2026-02-20T12:00:00Z')
  expect(await bytes()).toEqual(before)
  // Nor when another edition comes after it.
  listOf(world, '2026-01-20', aListOf(20, '2601', 500))
  await runTick(world, '2026-01-21T02:00:00Z')
  expect(await (await browser.get('/editions/2026-01-21')).text()).toContain('rel="prev"')
  expect(await (await browser.get('/editions/2026-01-20')).text()).toBe(before[0])
})

test('a feed that was asked for a moment ago has the new edition as soon as the tick that published it is over', async () => {
  await aPublishedEdition(world, '2026-01-30', world.deps.now())
  const before = await (await browser.get('/editions.json')).json<{ items: unknown[] }>()
  await aPublishedEdition(world, '2026-01-31', world.deps.now())
  world.tick()
  const after = await (await browser.get('/editions.json')).json<{ items: unknown[] }>()
  expect(after.items.length).toBe(before.items.length + 1)
})

test('before the first edition every page helps and every feed is valid and empty', async () => {
  await emptyDatabases()
  for (const path of ['/', '/editions', '/trending', '/status', ...FEEDS])
    expect((await browser.get(path)).status).toBe(200)
  expect(await (await browser.get('/')).text()).toContain('first edition')
})

test('a missing variable is named, and nothing of its value is told', async () => {
  const app = makeApp(() => {
    throw new ConfigError('TOKEN_SECRET is not set')
  })
  const answer = await app.request('/')
  expect([answer.status, await answer.text()]).toEqual([503, 'TOKEN_SECRET is not set\n'])
})
