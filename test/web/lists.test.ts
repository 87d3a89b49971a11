import { XMLValidator } from 'fast-xml-parser'
import { parseAtomFeed, parseJsonFeed, parseOpml, parseRssFeed } from 'feedsmith'
import { beforeEach, expect, test } from 'vitest'
import { atomically } from '../../src/db/client.ts'
import { freezeEdition } from '../../src/db/editions.ts'
import { appendObservations } from '../../src/db/observations.ts'
import { saveArxiv, saveListed } from '../../src/db/papers.ts'
import { indexPapers } from '../../src/jobs/index-papers.ts'
import { updateScores } from '../../src/jobs/update-scores.ts'
import { FORMULA } from '../../src/ranking/score.ts'
import { aBrowser } from '../helpers/browser.ts'
import { aMessage } from '../helpers/delivering.ts'
import { anEdition, HOSTILE } from '../helpers/editions.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

let browser: ReturnType<typeof aBrowser>

/**
 * Forty papers: upvotes rise with the number; every second is cs.CL, every fifth cs.CY as well;
 * number 7 is hostile.
 */
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-15T08:00:00Z')
  browser = aBrowser(world)
  const at = world.deps.now()
  const papers = Array.from({ length: 40 }, (_, n) =>
    aPaper({
      id: `2601.${String(n).padStart(5, '0')}`,
      title: `Paper ${n} on ${n % 3 === 0 ? 'agents' : 'vision'}`,
      abstract: n % 4 === 0 ? 'A survey of chain of thought.' : 'A method.',
      authors: n % 10 === 0 ? ['Ada Lovelace', 'J. R. Smith'] : ['Émile Borel'],
      categories: [n % 2 === 0 ? 'cs.CL' : 'cs.CV', ...(n % 5 === 0 ? ['cs.CY'] : [])],
      ...(n === 7
        ? { title: HOSTILE.title ?? '', abstract: HOSTILE.abstract ?? '', authors: HOSTILE.authors ?? [] }
        : {}),
    }),
  )
  await atomically(world.deps.db, [
    saveListed(papers, '2026-01-14', at),
    saveArxiv(
      papers.map((paper) => ({ ...paper, version: 1 })),
      at,
    ),
    appendObservations(papers.map(({ id }, n) => anObservation({ paperId: id, at, upvotes: n + 1 }))),
  ])
  await updateScores(world.deps, aMessage('scores', at))
  await indexPapers(world.deps)
})

const read = async (path: string) => (await browser.get(path)).text()
const idsOf = {
  page: (text: string) => [...text.matchAll(/<h2><a href="\/papers\/([^"]+)"/g)].map((match) => match[1]),
  xml: (text: string) => parseRssFeed(text).items?.map((item) => item.link?.split('/papers/')[1]),
  atom: (text: string) =>
    parseAtomFeed(text).entries?.map((entry) => entry.links?.[0]?.href?.split('/papers/')[1]),
  json: (text: string) => parseJsonFeed(text).items?.map((item) => item.url?.split('/papers/')[1]),
  md: (text: string) => [...text.matchAll(/\]\(<[^>]*\/papers\/([^>]+)>\)\*\*/g)].map((match) => match[1]),
}

const SOME = [
  '/trending',
  '/new',
  '/top/day',
  '/top/week?category=cs.CL',
  '/top/month?category=cs.CL,cs.CV,-cs.CY',
  '/trending?q=agents&limit=5',
  '/new?q=%22chain+of+thought%22&mute=vision',
  '/search?q=agents',
  '/authors/Ada%20Lovelace',
  '/authors/J.%20R.%20Smith?category=cs.CL',
]

test('every list is the same papers in the same order as page, RSS, Atom, JSON Feed and Markdown', async () => {
  for (const address of SOME) {
    const [path, query] = address.split('?')
    const ids = idsOf.page(await read(address))
    expect(ids.length, address).toBeGreaterThan(1)
    for (const ending of ['xml', 'atom', 'json', 'md'] as const) {
      const text = await read(`${path}.${ending}${query ? `?${query}` : ''}`)
      expect(idsOf[ending](text), `${address} as ${ending}`).toEqual(ids)
      if (ending === 'xml' || ending === 'atom') expect(XMLValidator.validate(text), address).toBe(true)
    }
  }
})

test('every page of a list announces its own feeds', async () => {
  const html = await read('/top/week?category=cs.CL')
  for (const ending of ['xml', 'atom', 'json'])
    expect(html).toMatch(
      new RegExp(
        `<link rel="alternate" type="[^"]+" title="[^"]+" href="/top/week.${ending}\\?category=cs.CL"`,
      ),
    )
})

test('filters unite, exclude, look for words and mute them', async () => {
  const numbers = async (path: string) => idsOf.page(await read(path)).map((id) => Number(id?.slice(5)))
  expect(await numbers('/top/day?category=cs.CL&limit=3')).toEqual([38, 36, 34])
  expect(await numbers('/top/day?category=cs.CL,cs.CV,-cs.CY&limit=3')).toEqual([39, 38, 37])
  expect(await numbers('/top/day?q=agents&limit=3')).toEqual([39, 36, 33])
  expect(await numbers('/top/day?q=agents&mute=chain+of+thought&limit=3')).toEqual([39, 33, 30])
  expect(await numbers('/new?category=-cs.CL,-cs.CY&limit=3')).toEqual([39, 37, 33])
})

test('a narrowed list says what narrows it, and leads to the whole one', async () => {
  const undo = async (path: string) => {
    const said = /<p class="in-force">([^<]*)<a href="([^"]+)"/.exec(await read(path))
    return said && [said[1]?.trim(), said[2]]
  }
  expect(await undo('/new?category=cs.CL,-cs.CY&q=agents&mute=survey&limit=5')).toEqual([
    'Only papers in cs.CL, not in cs.CY, with agents, without survey.',
    '/new?limit=5',
  ])
  // What was searched for stays.
  expect(await undo('/search?q=agents&category=cs.CL')).toEqual(['Only papers in cs.CL.', '/search?q=agents'])
  for (const path of ['/new', '/new?limit=5', '/search?q=agents']) expect(await undo(path), path).toBeNull()
})

test('a search for a name finds the papers of that name, and says what it understood', async () => {
  const found = async (q: string) => idsOf.page(await read(`/search?q=${encodeURIComponent(q)}&limit=100`))
  const byAda = ['2601.00000', '2601.00010', '2601.00020', '2601.00030'].toReversed()
  for (const q of ['author:"Ada Lovelace"', 'by:"ada lovelace"', 'author:lovelace', 'Author:"Lovelace"'])
    expect(await found(q), q).toEqual(byAda)
  // Those that have the other words come first, and no paper of anybody else.
  expect((await found('author:"Ada Lovelace" agents')).slice(0, 2).toSorted()).toEqual([
    '2601.00000',
    '2601.00030',
  ])
  expect(await found('author:"Grace Hopper"')).toEqual([])
  expect(await found('org:nvidia')).toEqual([])
  expect(await found('author:"Ada Lovelace", vision')).toHaveLength(27)
  const page = await read(`/search?q=${encodeURIComponent('author:"Ada Lovelace"')}`)
  expect(page).toContain('Understood as: papers by Ada Lovelace.')
  expect(await read('/search?q=lovelace')).not.toContain('Understood as')
})

test('pages follow each other without a gap or a repeat, whatever enters above', async () => {
  for (const list of [
    '/top/day?limit=15',
    '/new?limit=15',
    '/trending?limit=15',
    '/search?q=paper&limit=15',
  ]) {
    const seen: (string | undefined)[] = []
    let next: string | undefined = list
    while (next) {
      const html = await read(next)
      seen.push(...idsOf.page(html))
      next = /<a rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(new Set(seen).size, list).toBe(seen.length)
    expect(seen.length, list).toBeGreaterThanOrEqual(39)
  }
})

test('what cannot be meant is answered with 400 and a sentence, in every format', async () => {
  const bad = [
    'limit=0',
    'limit=-1',
    'limit=1e9',
    'limit=x',
    'category=cs.CL,-cs.CL',
    'category=cs.XX',
    'category=%3Cscript%3E',
    'q=%22',
    'q=*',
    'q=-',
    `q=${'a'.repeat(5000)}`,
    'after=nonsense',
    'after=-1',
    `mute=${'a'.repeat(101)}`,
  ]
  for (const path of ['/trending', '/new', '/search.json', '/top/day.xml'])
    for (const query of bad) {
      const answer = await browser.get(
        `${path}?${query}${path.startsWith('/search') && !query.startsWith('q') ? '&q=a' : ''}`,
      )
      expect(answer.status, `${path}?${query}`).toBe(400)
      expect(await answer.text(), query).toMatch(/\w\./)
    }
  expect(await read('/new?category=cs.XX')).toContain('Categories with papers: cs.AI, cs.CL')
})

test('whatever is typed into a filter, nothing breaks and nothing is live', async () => {
  const texts = [
    'NEAR(',
    'a" OR "b',
    'title:x',
    "'; drop table papers; --",
    '\u0000a',
    '%00a',
    '<script>alert(1)</script>',
    '视频',
    'a%252Fb',
  ]
  for (const text of texts)
    for (const path of ['/trending', '/new.atom', '/search'])
      for (const name of ['q', 'mute']) {
        const answer = await browser.get(`${path}?${name}=${encodeURIComponent(text)}`)
        expect([200, 400], `${path} ${name}=${text}`).toContain(answer.status)
        // In a feed a text is inert; on a page it would not be.
        if (!path.includes('.')) expect(await answer.text()).not.toContain('<script>alert')
      }
  for (const path of [
    '/authors/%3Cscript%3E',
    '/authors/%2525',
    '/authors/..%2f..',
    '/papers/..%2f',
    '/papers/%252e',
    `/authors/${'x'.repeat(101)}`,
  ])
    expect([200, 404], path).toContain((await browser.get(path)).status)
})

test('an arXiv id or address in the search box leads to the paper', async () => {
  for (const text of ['2601.00003', 'https://arxiv.org/abs/2601.00003v2']) {
    const answer = await browser.get(`/search?q=${encodeURIComponent(text)}`)
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/papers/2601.00003'])
  }
})

test('a list that did not change has the same bytes, answers 304 by tag and by date, and HEAD has no body', async () => {
  for (const path of [
    '/top/day.xml',
    '/new.atom?category=cs.CL',
    '/trending.json',
    '/search.md?q=agents',
    '/trending',
  ]) {
    const first = await browser.get(path)
    const text = await first.text()
    expect(await read(path)).toBe(text)
    const tagged = await browser.get(path, { 'if-none-match': first.headers.get('etag') ?? '' })
    expect([tagged.status, await tagged.text()], path).toEqual([304, ''])
    expect(tagged.headers.get('cache-control')).toContain('stale-while-revalidate')
    const head = await browser.ask(path, { method: 'HEAD' })
    expect([head.status, await head.text(), head.headers.get('etag')], path).toEqual([
      200,
      '',
      first.headers.get('etag'),
    ])
    if (path === '/trending') continue
    expect(first.headers.get('access-control-allow-origin')).toBe('*')
    const dated = await browser.get(path, { 'if-modified-since': first.headers.get('last-modified') ?? '' })
    expect(dated.status, path).toBe(304)
  }
})

test('a list page is below 60 kB, and below 15 kB compressed', async () => {
  for (const path of ['/trending', '/new', '/search?q=paper']) {
    const html = await read(path)
    const packed = await new Response(
      new Blob([html]).stream().pipeThrough(new CompressionStream('gzip')),
    ).bytes()
    expect(new TextEncoder().encode(html).length, path).toBeLessThan(60_000)
    expect(packed.length, path).toBeLessThan(15_000)
  }
})

test('editions are feeds too: one item each, and each one’s papers', async () => {
  await freezeEdition(world.deps.db, anEdition(), { formula: FORMULA, cohorts: [] })
  const [item, ...rest] = parseRssFeed(await read('/editions.xml')).items ?? []
  expect(rest).toEqual([])
  expect(item?.link).toMatch(/\/editions\/2026-01-30$/)
  const papers = anEdition().papers.map(({ id }) => id)
  expect(idsOf.json(await read('/editions/2026-01-30.json'))).toEqual(papers)
  expect(idsOf.md(await read('/editions/2026-01-30.md'))).toEqual(papers)
  expect((await browser.get('/editions/2026-01-31.json')).status).toBe(404)
})

test('the OPML names feeds that answer', async () => {
  const { body } = parseOpml(await read('/feeds.opml'))
  const urls = body?.outlines?.flatMap(({ xmlUrl }) => (xmlUrl ? [new URL(xmlUrl)] : [])) ?? []
  expect(urls.length).toBeGreaterThan(10)
  for (const { pathname, search } of urls) expect((await browser.get(pathname + search)).status).toBe(200)
})
