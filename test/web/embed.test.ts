import { XMLParser } from 'fast-xml-parser'
import { beforeAll, expect, test } from 'vitest'
import { freezeEdition } from '../../src/db/editions.ts'
import { papers } from '../../src/db/schema.ts'
import { FORMULA } from '../../src/ranking/formula.ts'
import { drawBadge, textWidth } from '../../src/web/components/badge.ts'
import { PAPERTIDE } from '../../src/wording/brand.ts'
import { aReadWorld } from '../api/world.ts'
import type { aBrowser } from '../helpers/browser.ts'
import { anEdition, anEditionPaper, HOSTILE } from '../helpers/editions.ts'
import { attributes } from '../helpers/html.ts'
import { aPaper } from '../helpers/papers.ts'

const OLD = 'astro-ph/0601001'
const HOST = 'http://localhost:8787'
let browser: ReturnType<typeof aBrowser>
let world: Awaited<ReturnType<typeof aReadWorld>>['world']
beforeAll(async () => {
  ;({ world, browser } = await aReadWorld())
  const { db } = world.deps
  // The hostile paper is the fifteenth of the edition of 30 January.
  await db
    .insert(papers)
    .values([
      aPaper({ id: OLD, title: HOSTILE.title ?? '', listedOn: '2026-01-13' }),
      aPaper({ id: '2601.00099', withdrawn: true }),
    ])
  const first = ['2601.00001', '2601.00099'].map((id, n) => anEditionPaper({ id, position: n + 1 }))
  await freezeEdition(db, anEdition({ date: '2026-01-23', papers: first }), { formula: FORMULA, cohorts: [] })
})

const parsed = (svg: string) =>
  new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(svg).svg as Record<string, never>
const badge = async (path: string) => {
  const answer = await browser.get(path)
  return { answer, svg: new TextDecoder().decode(await answer.arrayBuffer()) }
}

test('a badge tells the frozen place of a paper, and stands on any site', async () => {
  const { answer, svg } = await badge('/papers/2601.00001/badge.svg')
  expect(parsed(svg)).toMatchObject({
    title: 'Papertide no. 1 · 23 Jan 2026',
    'aria-label': 'Papertide no. 1 · 23 Jan 2026',
  })
  expect(answer.headers.get('content-type')).toBe('image/svg+xml')
  expect(answer.headers.get('cache-control')).toBe('public, max-age=3600, stale-while-revalidate=86400')
  expect(answer.headers.get('content-security-policy')).toBe(
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  )
  expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(svg).not.toMatch(/<script|<style|href=|url\((?!#)|@import|\son\w+=/)
  expect(svg.length).toBeLessThan(2_000)
  const again = await browser.get('/papers/2601.00001/badge.svg', {
    'if-none-match': answer.headers.get('etag') ?? '',
  })
  expect([again.status, again.headers.get('content-security-policy')]).toEqual([
    304,
    answer.headers.get('content-security-policy'),
  ])
})

test.each([
  [`/papers/${OLD}/badge.svg`, 'Papertide no. 15 · 30 Jan 2026'],
  ['/papers/2601.00002/badge.svg', 'Papertide in no edition'],
  ['/papers/2601.00099/badge.svg', 'Papertide withdrawn'],
])('%s says: %s', async (path, words) => {
  const { answer, svg } = await badge(path)
  expect([answer.status, parsed(svg).title]).toEqual([200, words])
})

test('an id with a version leads on, an unknown paper has no badge, and neither is kept', async () => {
  const led = await browser.get('/papers/2601.00001v2/badge.svg')
  expect([led.status, led.headers.get('location')]).toEqual([301, '/papers/2601.00001/badge.svg'])
  for (const path of [
    '/papers/2601.77777/badge.svg',
    '/papers/nonsense/badge.svg',
    '/papers/%3Csvg%3E/badge.svg',
    '/papers/badge.svg',
  ]) {
    const answer = await browser.get(path)
    expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 404, 'no-store'])
  }
  expect((await browser.get('/papers/2601.00001/badge.svg?style=flat')).status).toBe(400)
})

test('a badge is as wide as its words, and what is written in it is escaped', () => {
  const widthOf = (said: string) => Number(parsed(drawBadge(PAPERTIDE, said, true)).width)
  expect(widthOf('no. 15 · 30 Jan 2026') - widthOf('no. 1 · 30 Jan 2026')).toBe(
    textWidth('no. 15') - textWidth('no. 1'),
  )
  expect(textWidth('mmmm')).toBeGreaterThan(textWidth('iiii') * 3)
  expect([textWidth(''), textWidth('0'), textWidth('字')]).toEqual([0, 8, 8])
  const hostile = drawBadge(PAPERTIDE, '</text><script>alert("1")</script>&', false)
  expect(parsed(hostile).title).toContain('<script>alert("1")</script>&')
  expect(hostile).not.toContain('<script')
})

test('the page of a paper of an edition gives its badge to copy', async () => {
  const page = await (await browser.get('/papers/2601.00001')).text()
  expect(attributes(page, 'src')).toEqual(['/papers/2601.00001/badge.svg'])
  expect(page).toContain(
    `[![Papertide no. 1 · 23 Jan 2026](${HOST}/papers/2601.00001/badge.svg)](${HOST}/papers/2601.00001)`,
  )
  expect(page).toContain('&lt;img src=&quot;')
  expect(await (await browser.get('/papers/2601.00002')).text()).not.toContain('badge.svg')
})

const FRAME = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'self'; frame-ancestors *"
const IN_A_FRAME = [
  '/embed/trending',
  '/embed/new',
  '/embed/top/month?category=cs.CL&size=large',
  '/embed/authors/Ada%20Lovelace?size=small&limit=3',
  '/embed/organizations/lovelace-lab',
  '/embed/repositories/lovelace/steering',
  '/embed/editions/2026-01-30?limit=15',
  '/embed/papers/2601.08441',
]

test.each(IN_A_FRAME)(
  '%s may be framed by every site, runs nothing, and its links leave the frame',
  async (path) => {
    const answer = await browser.get(path)
    expect([answer.status, answer.headers.get('content-security-policy')]).toEqual([200, FRAME])
    expect(answer.headers.get('x-frame-options')).toBeNull()
    const html = await answer.text()
    expect(html).not.toMatch(/<script|\son\w+=|\sstyle=/)
    const links = [...html.matchAll(/<a [^>]*>/g)].map(([tag]) => tag)
    expect(links.length).toBeGreaterThan(2)
    for (const link of links) expect(link).toMatch(/href="https?:\/\/[^"]+" target="_blank" rel="noopener"/)
    const again = await browser.get(path, { 'if-none-match': answer.headers.get('etag') ?? '' })
    expect([
      again.status,
      again.headers.get('content-security-policy'),
      again.headers.get('x-frame-options'),
    ]).toEqual([304, FRAME, null])
  },
)

test('no other page may be framed, and neither may what a frame refuses', async () => {
  for (const path of [
    '/trending',
    '/papers/2601.00001',
    '/editions/2026-01-30',
    '/embed/trending?size=huge',
    '/embed/nothing',
  ]) {
    const answer = await browser.get(path)
    expect([path, answer.headers.get('x-frame-options')]).toEqual([path, 'DENY'])
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  }
})

test('a frame has five papers, or as many as it is asked for, with as much of each', async () => {
  const items = async (query: string) => {
    const html = await (await browser.get(`/embed/trending${query}`)).text()
    return [
      (html.match(/<li>/g) ?? []).length,
      (html.match(/class="reason/g) ?? []).length,
      (html.match(/class="byline/g) ?? []).length,
    ]
  }
  expect(await items('')).toEqual([5, 5, 0])
  expect(await items('?size=small')).toEqual([5, 0, 0])
  expect(await items('?size=large&limit=25')).toEqual([25, 25, 25])
  expect(await items('?q=agents&limit=3')).toEqual([3, 3, 0])
  for (const query of ['?size=9', '?limit=0', '?limit=101', '?width=300', '?category=x!', '?q=%22'])
    expect([query, (await browser.get(`/embed/trending${query}`)).status]).toEqual([query, 400])
  for (const path of [
    'search',
    'x',
    'editions/2026-02-30',
    'editions/2026-01-01',
    'papers/2601.77777',
    'organizations/none',
  ])
    expect([path, (await browser.get(`/embed/${path}`)).status]).toEqual([path, 404])
})

test('what is kept of one frame is not given for another', async () => {
  const kept = new Map<string, Response>()
  const cache = {
    match: async (key: string) => kept.get(key)?.clone(),
    put: async (key: string, answer: Response) => void kept.set(key, answer),
  }
  world.deps.cache = cache as never
  const sizes = async () =>
    Promise.all(
      ['', '?size=small', '?size=large', '?limit=25', '?limit=7&size=large'].map(
        async (query) => (await (await browser.get(`/embed/trending${query}`)).text()).length,
      ),
    )
  const first = await sizes()
  expect(new Set(first).size).toBe(5)
  expect(await sizes()).toEqual(first)
  expect(kept.size).toBe(5)
  world.deps.cache = null
})

const oembed = async (url: string, more = '') => {
  const answer = await browser.get(`/oembed?url=${encodeURIComponent(url)}${more}`)
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    body: (await answer.json()) as Record<string, unknown>,
  }
}

test('oEmbed: pages tell where, and what is there is a frame of them', async () => {
  for (const [path, frame] of [
    ['/trending', '/embed/trending'],
    ['/top/week?category=cs.CL', '/embed/top/week?category=cs.CL'],
    ['/authors/Ada%20Lovelace', '/embed/authors/Ada%20Lovelace'],
    ['/editions/2026-01-30', '/embed/editions/2026-01-30'],
    ['/papers/2601.08441', '/embed/papers/2601.08441'],
    [`/papers/${OLD}`, `/embed/papers/${OLD}`],
  ] as const) {
    const page = await (await browser.get(path)).text()
    const [, href = ''] =
      /<link rel="alternate" type="application\/json\+oembed"[^>]* href="([^"]+)"/.exec(page) ?? []
    const { pathname, search } = new URL(href.replaceAll('&amp;', '&'))
    const answer = await browser.get(pathname + search)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    const told = (await answer.json()) as Record<string, string>
    expect(told).toMatchObject({
      version: '1.0',
      type: 'rich',
      provider_name: 'Papertide',
      provider_url: HOST,
      width: 640,
    })
    const { html = '' } = told
    expect(attributes(html, 'src')).toEqual([`${HOST}${frame}`])
    expect((await browser.get(attributes(html, 'src')[0]?.slice(HOST.length) ?? '')).status).toBe(200)
    // Whatever a title holds stays within its attribute.
    expect(html).toMatch(/^<iframe( [a-z]+="[^"<>]*")+><\/iframe>$/)
  }
  expect(await (await browser.get('/search?q=agents')).text()).not.toContain('json+oembed')
})

test('oEmbed keeps to the room it is given, and frames no other host', async () => {
  expect((await oembed(`${HOST}/trending`, '&maxwidth=300&maxheight=200&format=json')).body).toMatchObject({
    width: 300,
    height: 200,
  })
  expect((await oembed(`${HOST}/trending/?utm_source=x#top`)).status).toBe(200)
  for (const url of [
    'https://evil.example/trending',
    'http://localhost:8787.evil.example/trending',
    'http://localhost:8788/trending',
    'http://me@localhost:8787/trending',
    'https://localhost:8787/trending',
    '//localhost:8787/trending',
    '/trending',
    'javascript:alert(1)',
    '',
    `${HOST}/`,
    `${HOST}/status`,
    `${HOST}/preferences?token=x`,
    `${HOST}/embed/trending`,
    `${HOST}/papers/2601.77777`,
    `${HOST}/editions/latest`,
    `${HOST}/trending?limit=0`,
    `${HOST}/authors/%E0%A4%A`,
  ]) {
    const { status, type } = await oembed(url)
    expect([url, status, type]).toEqual([url, 404, 'application/problem+json'])
  }
  for (const [more, status] of [
    ['&format=xml', 501],
    ['&format=yaml', 501],
    ['&maxwidth=-1', 400],
    ['&maxheight=1e3', 400],
    ['&callback=x', 400],
    ['&url=x', 400],
  ] as const)
    expect([more, (await oembed(`${HOST}/trending`, more)).status]).toEqual([more, status])
})
