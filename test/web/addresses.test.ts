import { beforeAll, expect, test } from 'vitest'
import { styleSheetOf } from '../../src/web/styles/stylesheet.ts'
import { PAPERTIDE } from '../../src/wording/brand.ts'
import { aBrowser } from '../helpers/browser.ts'
import { ALL } from '../helpers/sizes.ts'
import { runTick } from '../helpers/ticking.ts'
import { aListOf, listOf, quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld } from '../helpers/world.ts'

const stylePath = styleSheetOf(PAPERTIDE).path

let browser: ReturnType<typeof aBrowser>
const answers = new Map<string, { status: number; headers: Headers }>()
/** What GET answers, asked once for all tests: nothing changes here. */
async function answerOf(path: string) {
  const { status, headers } = answers.get(path) ?? (await browser.get(path))
  answers.set(path, { status, headers })
  return { status, headers }
}

beforeAll(async () => {
  const world = await aNewWorld('2026-01-19T12:00:00Z')
  quietUpstreams(world)
  listOf(world, '2026-01-19', aListOf(20))
  for (const at of ['2026-01-19T12:00:00Z', '2026-01-20T02:00:00Z']) await runTick(world, at)
  browser = aBrowser(world)
})

const HTML = 'text/html; charset=UTF-8'
const TYPES = {
  xml: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
}
const LISTS = ['/trending', '/new', '/top/day', '/top/week', '/top/month', '/authors/Ada%20Lovelace']

/** Everything that anybody may read and keep for a while, with its content type. */
const OPEN: [string, string][] = [
  ...[
    '/',
    '/editions',
    '/editions/2026-01-20',
    '/papers/2601.00001',
    '/search',
    '/search?q=paper',
    ...LISTS,
  ].map((path): [string, string] => [path, HTML]),
  ...['/feed', '/editions', '/editions/2026-01-20', '/search', ...LISTS].flatMap((path) =>
    Object.entries(TYPES).map(([ending, type]): [string, string] => [`${path}.${ending}?limit=5`, type]),
  ),
  ['/papers/2601.00001.json', 'application/json'],
  ['/papers/2601.00001.md', 'text/markdown; charset=utf-8'],
  ['/papers/2601.00001.bib', 'application/x-bibtex; charset=utf-8'],
  ['/feeds.opml', 'text/x-opml; charset=utf-8'],
  ['/sitemap.xml', 'application/xml; charset=utf-8'],
  ['/robots.txt', 'text/plain; charset=utf-8'],
  ['/llms.txt', 'text/markdown; charset=utf-8'],
]

/** What belongs to one reader, or tells how things stand this minute. */
const CLOSED: [string, number][] = [
  ['/status', 200],
  ['/status.json', 200],
  ['/confirm?token=x', 400],
  ['/unsubscribe?token=x', 400],
  ['/preferences?token=x', 400],
  ['/preferences/export?token=x', 400],
  ['/subscribe', 303],
  ['/operator/batches', 503],
]

test('everything open says what it is and in which characters, may be kept for a while, and then shown while it is asked for again', async () => {
  for (const [path, type] of OPEN) {
    const { status, headers } = await answerOf(path)
    expect([path, status, headers.get('content-type')]).toEqual([path, 200, type])
    expect(headers.get('cache-control'), path).toBe(
      `${path === '/' ? 'private' : 'public'}, max-age=300, stale-while-revalidate=3600`,
    )
  }
})

test('what never changes is kept for long', async () => {
  const style = await browser.get(stylePath)
  expect([style.headers.get('content-type'), style.headers.get('cache-control')]).toEqual([
    'text/css; charset=utf-8',
    'public, max-age=31536000, immutable',
  ])
  const icon = await browser.get('/favicon.svg')
  expect([icon.headers.get('content-type'), icon.headers.get('cache-control')]).toEqual([
    'image/svg+xml',
    'public, max-age=86400',
  ])
})

test('HEAD of any address has the status and headers of GET, and no body', async () => {
  const paths = [...OPEN, ...CLOSED].map(([path]) => path)
  for (const path of [...paths, stylePath, '/favicon.svg', '/nothing', '/new?limit=0', '/editions/']) {
    const [get, head] = [await answerOf(path), await browser.ask(path, { method: 'HEAD' })]
    expect(await head.text(), path).toBe('')
    expect([path, head.status, [...head.headers]]).toEqual([path, get.status, [...get.headers]])
  }
})

test('304 has the headers of 200 that a cache must renew (RFC 9110 §15.4.5), for a weakened tag and one of several too', async () => {
  for (const [n, [path]] of OPEN.entries()) {
    const { headers } = await answerOf(path)
    const tag = headers.get('etag') ?? ''
    expect(tag, path).toMatch(/^(W\/)?"[^"]+"$/)
    const weak = tag.startsWith('W/') ? tag : `W/${tag}`
    const ways = [tag, weak, `"another", ${weak}`, '*']
    // Each format is asked for in each way, each address in one of them.
    const turn = (n + Math.floor(n / 4)) % 4
    for (const asked of ALL ? ways : ways.slice(turn, turn + 1)) {
      const again = await browser.get(path, { 'if-none-match': asked })
      expect([path, asked, again.status, await again.text()]).toEqual([path, asked, 304, ''])
      for (const name of ['etag', 'cache-control', 'access-control-allow-origin'])
        expect(again.headers.get(name), `${path} ${name}`).toBe(headers.get(name))
    }
    if (ALL || turn === 0)
      expect((await browser.get(path, { 'if-none-match': '"another"' })).status).toBe(200)
  }
})

test('scripts of other sites may read feeds and JSON, and no page, least of all one reader’s', async () => {
  const open = /\.(xml|atom|json|md|bib|opml)$/
  for (const [path] of [...OPEN, ...CLOSED]) {
    const { headers } = await browser.get(path, { origin: 'https://reader.example' })
    const [plain = ''] = path.split('?')
    expect([path, headers.get('access-control-allow-origin')]).toEqual([path, open.test(plain) ? '*' : null])
    expect(headers.get('access-control-allow-credentials')).toBeNull()
  }
  // A script must be able to read why its wish was refused.
  for (const path of ['/new.json?limit=0', '/editions/2026-01-31.atom', '/papers/9999.99999.json'])
    expect([path, (await browser.get(path)).headers.get('access-control-allow-origin')]).toEqual([path, '*'])
})

test('an Accept that names nothing of ours leaves an address as it is', async () => {
  const accepts = [
    '',
    '*/*',
    'text/html;q=0, application/xml',
    'image/webp',
    'nonsense',
    '/;;,,q=',
    ';q=9',
    'a/b;'.repeat(2000),
    'text/html; charset=utf-16; q=0.0001',
  ]
  for (const path of [
    '/',
    '/trending',
    '/search?q=paper',
    '/feed.xml',
    '/papers/2601.00001',
    '/feeds.opml',
  ]) {
    const type = (await browser.get(path)).headers.get('content-type')
    for (const accept of accepts) {
      const names = ['accept', 'accept-language', 'accept-encoding', 'accept-charset']
      const answer = await browser.get(path, Object.fromEntries(names.map((name) => [name, accept])))
      expect([path, accept, answer.status]).toEqual([path, accept, 200])
      expect(answer.headers.get('content-type')).toBe(type)
    }
  }
})

const long = 'a'.repeat(8_000)
const HOSTILE = [
  '/papers/',
  '/papers/../',
  '/papers/..%2f',
  '/papers/..%252f..%252fetc%252fpasswd',
  '/papers/%2e%2e',
  '/papers/%252e%252e',
  '/papers/%00',
  '/papers/2601.00001%00.json',
  '/papers/2601.00001%2500',
  '/papers/2601%252e00001',
  '/papers/2601.00001/',
  '/papers/%C0%AE%C0%AE',
  '/papers/%',
  '/papers/%E0%A4%A',
  '/papers/%F0%9F%8C%8A',
  '/papers/hep-th%2F9901001',
  `/papers/${long}`,
  '/authors/',
  '/authors/%00',
  '/authors/%',
  '/authors/%252f',
  '/authors/a%00b.json',
  `/authors/${long}`,
  '/authors/.xml',
  '/editions/%',
  '/editions/2026-01-20%00',
  '/editions/2026-01-20.xml.xml',
  '/editions/..%2f.xml',
  '/editions/.json',
  '/trending.exe',
  '/trending/../../etc/passwd',
  '/trending//',
  '//evil.example/%2f..',
  '//evil.example/',
  '/\\evil.example/',
  '/%5cevil.example/',
  '/.git/config',
  '/new?category=%',
  '/new?category=%00',
  '/new?q=%E0%A4%A',
  '/new?q=%00',
  '/new?after=%00',
  '/new?after=%F0%9F%8C%8A',
  `/new?after=${long}`,
  `/new?category=${long}`,
  `/search?q=${long}`,
  '/search?q=a&q=b&q[]=c',
  `/new?${'limit=5&'.repeat(1000)}`,
  '/confirm?token=%',
  `/confirm?token=${long}`,
  '/unsubscribe?token=%00',
  '/preferences?token=..%2f',
]

test('an address made to break something is answered, and helps where it is wrong', async () => {
  for (const path of HOSTILE) {
    const answer = await browser.get(path)
    const body = await answer.text()
    const told = path.slice(0, 60)
    expect([200, 301, 302, 400, 404], `${told}: ${answer.status}`).toContain(answer.status)
    if (answer.status === 301 || answer.status === 302)
      expect(new URL(answer.headers.get('location') ?? '', 'http://localhost').origin, told).toBe(
        'http://localhost',
      )
    // A page with a way on; or, for a script, a sentence.
    const type = answer.headers.get('content-type') ?? ''
    if (answer.status >= 400)
      expect(body, told).toMatch(type.startsWith('text/html') ? /<main[\s\S]*<a href="[^"]+"/ : /\w\./)
    expect(body.length, told).toBeLessThan(60_000)
  }
})
