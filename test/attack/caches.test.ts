import { beforeEach, expect, test } from 'vitest'
import headersFile from '../../src/web/assets/_headers?raw'
import { aBrowser } from '../helpers/browser.ts'
import { aSmallSite, everyPath, exampleOf } from '../helpers/routes.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const TOKEN = 'a-token-for-the-operator'
let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-20T08:00:00Z')
  world.deps.config = { ...world.deps.config, ADMIN_TOKEN: TOKEN }
  browser = aBrowser(world)
  await aSmallSite(world)
})

const FOR_ALL = 'public, max-age=300, stale-while-revalidate=3600'
const A_LIST = ['', '.xml', '.atom', '.json', '.md']
/**
 * What each route says to caches when it answers well: every route that is not here fails the test.
 */
const KEPT: Record<string, string> = {
  '/': 'private, max-age=300, stale-while-revalidate=3600',
  ...Object.fromEntries(
    ['/trending', '/new', '/early', '/top/day', '/top/week', '/top/month', '/search'].flatMap((path) => [
      ...[...A_LIST, '.csl.json', '.bib', '.ris'].map((ending) => [`${path}${ending}`, FOR_ALL]),
      [`/api/v1${path}`, FOR_ALL],
    ]),
  ),
  ...Object.fromEntries(A_LIST.map((ending) => [`/editions${ending}`, FOR_ALL])),
  ...Object.fromEntries(A_LIST.slice(1).map((ending) => [`/feed${ending}`, FOR_ALL])),
  ...Object.fromEntries(
    [
      '/api/v1/authors/:name',
      '/api/v1/organizations/:name',
      '/api/v1/repositories/:owner/:name',
      '/api/v1/editions',
      '/api/v1/editions/:date',
      '/api/v1/papers/:id',
      '/api/v1/topics',
      '/api/daily_papers',
      '/api/papers/search',
      '/api/papers/:id',
      '/export/papers.ndjson',
      '/export/observations.ndjson',
      '/export/editions.ndjson',
      '/openapi.json',
      '/developers',
      '/skill.md',
    ].map((path) => [path, FOR_ALL]),
  ),
  '/api/v1/status': 'no-store',
  '/early/record': FOR_ALL,
  '/early/record.json': FOR_ALL,
  '/early/record/:week{[0-9-]+\\.json}': FOR_ALL,
  '/early/record/:week': FOR_ALL,
  '/feeds.opml': FOR_ALL,
  '/follow': FOR_ALL,
  '/editions/:name': FOR_ALL,
  '/embed/:what{.+}': FOR_ALL,
  '/oembed': FOR_ALL,
  '/papers/:id{.+}': FOR_ALL,
  '/authors/:name{.+}': FOR_ALL,
  '/organizations/:name{.+}': FOR_ALL,
  '/repositories/:name{.+}': FOR_ALL,
  '/sitemap.xml': FOR_ALL,
  '/robots.txt': FOR_ALL,
  '/llms.txt': FOR_ALL,
  '/privacy': FOR_ALL,
  '/favicon.svg': 'public, max-age=86400',
  '/:name{style-[0-9a-f]+\\.css}': 'public, max-age=31536000, immutable',
  ...Object.fromEntries(
    [
      '/confirm',
      '/mark',
      '/never',
      '/unsubscribe',
      '/subscribe',
      '/preferences',
      '/preferences/export',
      '/your-data',
      '/your-data/export',
      '/status',
      '/status.json',
      '/health',
      '/operator',
      '/operator/preview',
      '/operator/preview/mail',
      '/operator/preview/text',
      '/operator/readers',
      '/operator/stopped',
      '/operator/facts',
      '/operator/status',
      '/operator/batches',
      '/operator/channels',
      '/channels',
    ].map((path) => [path, 'no-store']),
  ),
}

test('every route says what caches may do: nothing, unless it is named as open', async () => {
  const paths = everyPath(world)
  expect(paths.length).toBeGreaterThan(50)
  expect(paths.filter((path) => KEPT[path] === undefined)).toEqual([])
  expect(Object.keys(KEPT).filter((path) => !paths.includes(path))).toEqual([])
  const authorization = { authorization: `Bearer ${TOKEN}` }
  for (const path of paths) {
    const answer = await browser.get(exampleOf(path), authorization)
    if (KEPT[path] !== 'no-store') expect(answer.status, path).toBe(200)
    if (path.startsWith('/operator/')) expect(answer.status, path).toBe(200)
    expect(answer.headers.get('cache-control'), path).toBe(KEPT[path])
  }
})

test('an address in another writing, an unknown one, a POST and every refusal are kept by nobody', async () => {
  const authorization = { authorization: `Bearer ${TOKEN}` }
  for (const path of [
    '/%6fperator/status',
    '/operator//status',
    '/Operator/status',
    '/operator/status?x=.css',
    '/operator/status/x.png',
    '/authors/Nobody%20Known',
    '/nothing',
    '/trending?limit=0',
    '/papers/2601.99999',
  ])
    expect((await browser.get(path, authorization)).headers.get('cache-control'), path).toBe('no-store')
  const posted = await browser.post(
    '/operator/batches',
    { action: 'treat as accepted', all: 'yes' },
    authorization,
  )
  expect([posted.status, posted.headers.get('cache-control')]).toEqual([200, 'no-store'])
})

test('names that no paper is filed under have no page and no feed', async () => {
  for (const path of [
    '/authors/Buy%20cheap%20pills%20here',
    '/authors/Buy%20cheap%20pills%20here.xml',
    '/authors/Nobody?q=vision',
    '/authors/Yann%20LeCun%20Junior',
    '/organizations/Any%20Words',
    '/organizations/Any%20Words.json',
    '/repositories/any/words',
    '/repositories/any/words.md',
    '/api/v1/authors/Nobody%20Known',
    '/api/v1/organizations/Any%20Words',
    '/embed/authors/Nobody%20Known',
  ]) {
    const answer = await browser.get(path)
    expect(answer.status, path).toBe(404)
    expect(await answer.text(), path).not.toMatch(/cheap pills|Any Words/)
  }
  for (const path of ['/authors/Yann%20LeCun', '/authors/%C3%89mile%20Borel.json', '/organizations/nvidia'])
    expect((await browser.get(path)).status, path).toBe(200)
})

test('narrowed and empty lists are not to be indexed, whole ones are', async () => {
  const isOpen = async (path: string) => {
    const answer = await browser.get(path)
    expect(answer.status, path).toBe(200)
    const text = await answer.text()
    expect(text.includes('rel="canonical"'), path).toBe(!text.includes('name="robots" content="noindex"'))
    return text.includes('rel="canonical"')
  }
  for (const path of [
    '/new',
    '/authors/Yann%20LeCun',
    '/organizations/nvidia',
    '/repositories/NVlabs/Cosmos',
  ])
    expect(await isOpen(path), path).toBe(true)
  for (const path of [
    '/new?q=vision',
    '/new?category=cs.CV',
    '/new?mute=agents',
    '/trending',
    '/search?q=vision',
    '/search?q=casino',
    '/search',
    '/authors/Yann%20LeCun?q=vision',
    '/authors/Yann%20LeCun?q=casino',
    '/organizations/nvidia?category=cs.CV',
  ])
    expect(await isOpen(path), path).toBe(false)
})

test('an address with a slash behind it leads to the one without', async () => {
  for (const [path, target] of [
    ['/authors/Yann%20LeCun/', '/authors/Yann%20LeCun'],
    ['/organizations/nvidia/', '/organizations/nvidia'],
    ['/repositories/NVlabs/Cosmos/', '/repositories/NVlabs/Cosmos'],
    ['/papers/2601.00001/', '/papers/2601.00001'],
    ['/editions/2026-01-20/', '/editions/2026-01-20'],
    ['/new/', '/new'],
  ] as const) {
    const answer = await browser.get(path)
    expect(answer.status, path).toBe(301)
    expect(new URL(answer.headers.get('location') ?? '', 'http://localhost').pathname, path).toBe(target)
  }
})

test('files that are served without the Worker have the headers that matter of its own answers', async () => {
  const lines = headersFile.split('\n').filter((line) => line.startsWith('  '))
  const said = new Map(
    lines.map((line) => {
      const [name = '', ...value] = line.trim().split(': ')
      return [name.toLowerCase(), value.join(': ')] as const
    }),
  )
  const page = await browser.get('/privacy')
  for (const name of [
    'cross-origin-resource-policy',
    'referrer-policy',
    'strict-transport-security',
    'x-content-type-options',
    'x-frame-options',
  ])
    expect(said.get(name), name).toBe(page.headers.get(name))
  expect(said.get('content-security-policy')).toContain("default-src 'none'; frame-ancestors 'none'")
  expect(headersFile).toMatch(/^\/\*$/m)
})
