import { XMLValidator } from 'fast-xml-parser'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { expect, test } from 'vitest'
import { toAtom } from '../../src/feeds/atom.ts'
import { toJsonFeed } from '../../src/feeds/json-feed.ts'
import { itemsOf, type List, leanItemsOf } from '../../src/feeds/list.ts'
import { toMarkdown } from '../../src/feeds/markdown.ts'
import { toRss } from '../../src/feeds/rss.ts'
import { PAPERTIDE } from '../../src/wording/brand.ts'
import goldenAtom from '../golden/feed.atom?raw'
import goldenJson from '../golden/feed.json?raw'
import goldenMarkdown from '../golden/feed.md?raw'
import goldenRss from '../golden/feed.xml?raw'
import { anEdition, anEditionPaper } from '../helpers/editions.ts'

const site = 'https://papertide.example'

function aList(changes: Partial<List> = {}): List {
  const edition = anEdition()
  return {
    brand: PAPERTIDE,
    title: 'Papertide',
    description: 'Research papers that are rising.',
    publicUrl: site,
    pageUrl: `${site}/`,
    feedUrl: `${site}/feed.xml`,
    updatedAt: edition.publishedAt,
    // The first, the one with 25 authors, one without code, one with mathematics, the hostile one.
    items: [0, 2, 4, 9, 14].flatMap((index) => {
      const paper = edition.papers[index]
      return paper ? [{ paper, enteredAt: edition.publishedAt, editionDate: edition.date }] : []
    }),
    ...changes,
  }
}

const onePaper = (changes: Parameters<typeof anEditionPaper>[0]) =>
  aList({ items: [{ paper: anEditionPaper(changes), enteredAt: 0, editionDate: null }] })

test('the feeds of a known list are these bytes', () => {
  expect(toRss(aList())).toBe(goldenRss)
  expect(toAtom(aList({ feedUrl: `${site}/feed.atom` }))).toBe(goldenAtom)
  expect(toJsonFeed(aList({ feedUrl: `${site}/feed.json` }))).toBe(goldenJson)
  expect(toMarkdown(aList())).toBe(goldenMarkdown)
})

test('RSS and Atom are well-formed XML, hostile papers included', () => {
  expect(XMLValidator.validate(toRss(aList()))).toBe(true)
  expect(XMLValidator.validate(toAtom(aList()))).toBe(true)
})

test('the three formats agree on ids, titles, links and order', () => {
  const rss = parseRssFeed(toRss(aList())).items?.map((item) => [item.guid?.value, item.title, item.link])
  const atom = parseAtomFeed(toAtom(aList())).entries?.map((entry) => [
    entry.id,
    entry.title?.value,
    entry.links?.find((link) => link.rel === 'alternate')?.href,
  ])
  const json = parseJsonFeed(toJsonFeed(aList())).items?.map((item) => [item.id, item.title, item.url])
  expect(rss).toHaveLength(5)
  expect(rss?.[0]?.[0]).toBe('https://arxiv.org/abs/2601.12538')
  expect(atom).toEqual(rss)
  expect(json).toEqual(rss)
})

test('a title survives every format whatever it is made of', () => {
  for (const title of [
    ']]> & <b>x</b>',
    '&amp; &lt;',
    'a < b > c',
    'é ℓ₁ 漢 🌊',
    'it\'s "so"',
    '0',
    '<![CDATA[x]]>',
    '$\\mathcal{O}(n)$',
  ]) {
    const list = onePaper({ title })
    expect(XMLValidator.validate(toRss(list))).toBe(true)
    expect(parseJsonFeed(toJsonFeed(list)).items?.[0]?.title).toBe(title)
    expect(xmlTexts(toAtom(list), 'title')[1]?.trim()).toBe(title)
    expect(xmlTexts(toRss(list), 'title')[1]?.trim()).toBe(title)
  }
})

test('what XML 1.0 forbids is in no feed', () => {
  const list = onePaper({ title: 'a\u0000b\u000Bc\uFFFEd\uD800e', authors: ['\u0001'], abstract: '\u001F' })
  for (const feed of [toRss(list), toAtom(list), toJsonFeed(list)])
    expect(feed).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\\ud800|\\u00/)
  expect(parseJsonFeed(toJsonFeed(list)).items?.[0]?.title).toBe('abcde')
})

test('an item is whole: all authors, abstract, reason, code, arXiv and PDF', () => {
  const [, tuna] = aList().items
  if (!tuna || !('paper' in tuna)) throw new Error('the list lacks its second paper')
  const item = parseJsonFeed(toJsonFeed(aList())).items?.[1]
  expect(item?.authors).toHaveLength(25)
  expect(item?.authors?.map(({ name }) => name)).toContain('Jürgen Schmidhuber')
  expect(item?.content_html).toContain(tuna.paper.reason)
  expect(item?.content_html).toContain('https://arxiv.org/pdf/2512.02014')
  const first = parseRssFeed(toRss(aList())).items?.[0]
  expect(first?.content?.encoded).toContain('>Code</a>')
  expect(first?.content?.encoded).toContain('governance for real-world deployment.')
  // One element: newsboat and others show the last of several alone.
  expect(first?.dc?.creators).toHaveLength(1)
  expect(first?.dc?.creators?.[0]?.split(', ')).toHaveLength(29)
  expect(first?.categories?.map(({ name }) => name)).toEqual(['cs.AI', 'cs.CL'])
})

test('no feed carries live markup or an address of a bad scheme', () => {
  const html =
    parseJsonFeed(toJsonFeed(aList()))
      .items?.map((item) => item.content_html)
      .join('') ?? ''
  expect(html).not.toMatch(/<(script|img|iframe)/)
  expect(html).not.toContain('javascript:')
})

test('dates are those of the list, in the form each format asks for', () => {
  expect(toRss(aList())).toContain('<pubDate>Fri, 30 Jan 2026 02:30:00 GMT</pubDate>')
  expect(toRss(aList())).toContain('<lastBuildDate>Fri, 30 Jan 2026 02:30:00 GMT</lastBuildDate>')
  expect(toAtom(aList())).toContain('<updated>2026-01-30T02:30:00.000Z</updated>')
  expect(toJsonFeed(aList())).toContain('"date_published": "2026-01-30T02:30:00.000Z"')
})

test('each feed names its own address', () => {
  expect(parseRssFeed(toRss(aList())).atom?.links?.[0]).toMatchObject({
    rel: 'self',
    href: `${site}/feed.xml`,
  })
  expect(parseAtomFeed(toAtom(aList())).links?.[0]).toMatchObject({ rel: 'self', href: `${site}/feed.xml` })
  expect(parseJsonFeed(toJsonFeed(aList())).feed_url).toBe(`${site}/feed.xml`)
})

test('an empty list is a valid feed', () => {
  const empty = aList({ items: [] })
  expect(XMLValidator.validate(toRss(empty))).toBe(true)
  expect(XMLValidator.validate(toAtom(empty))).toBe(true)
  expect(parseJsonFeed(toJsonFeed(empty)).items ?? []).toEqual([])
})

test('an edition can be an item: named by its page, listing its papers', () => {
  const list = aList({ items: [{ edition: anEdition() }] })
  const item = parseJsonFeed(toJsonFeed(list)).items?.[0]
  expect(item?.id).toBe('tag:papertide,2026:edition/2026-01-30')
  expect(item?.title).toBe('Friday, 30 January 2026: Agentic Reasoning, Terminal-Bench, TUNA + 12 more')
  expect(item?.content_html?.match(/<li>/g)).toHaveLength(15)
  expect(XMLValidator.validate(toAtom(list))).toBe(true)
})

test('the times of an edition keep its order, and none is later than the edition', () => {
  const edition = anEdition()
  const times = parseRssFeed(toRss(aList({ items: itemsOf(edition) }))).items?.map(({ pubDate }) =>
    Date.parse(String(pubDate)),
  )
  expect(times).toHaveLength(15)
  expect(times?.[0]).toBe(edition.publishedAt)
  expect(times).toEqual([...new Set(times)].sort((a, b) => b - a))
})

test('each item says its rank, its lead and its reason, and all its authors in one element', () => {
  const paper = anEditionPaper({
    position: 3,
    lead: { sentence: 'We tick.', result: null, by: 'huggingface' },
  })
  const list = aList({ items: [{ paper, enteredAt: 0, editionDate: null }] })
  for (const feed of [toRss(list), toAtom(list), toJsonFeed(list)]) {
    expect(feed).toContain(`Number 3: ${paper.reason}`)
    expect(feed).toMatch(/Hugging Face’s summary: (<|&lt;)strong(>|&gt;)We tick\./)
  }
  expect(toMarkdown(list)).toContain('Hugging Face’s summary: We tick.')
  const [, author = ''] = /<entry>\s*<author>\s*<name>(.*?)<\/name>\s*<\/author>/s.exec(toAtom(list)) ?? []
  expect(author.split(', ')).toEqual(paper.authors)
  expect(toAtom(list).match(/<author>/g)).toHaveLength(2)
})

test('a lean feed keeps the abstracts of what is told in full, and the leads of the rest', () => {
  const edition = anEdition()
  const [first, , , , , sixth] = leanItemsOf(edition).map((item) =>
    'paper' in item ? item.paper : undefined,
  )
  expect(first?.abstract).toBe(edition.papers[0]?.abstract)
  expect(sixth?.abstract).toBe('')
  expect(edition.papers[5]?.abstract).toContain(sixth?.lead?.sentence)
})

/**
 * Text of every element of a name, by the rules of XML alone: a feed parser may decode once more
 * than it should.
 */
function xmlTexts(xml: string, name: string): string[] {
  const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
  return [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map((match) =>
    (match[1] ?? '').replace(
      /<!\[CDATA\[([\s\S]*?)\]\]>|&(\w+);/g,
      (_, verbatim, entity) => verbatim ?? entities[entity] ?? '',
    ),
  )
}
