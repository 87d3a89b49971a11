import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { parseJsonFeed } from 'feedsmith'
import { expect, test } from 'vitest'
import { toAtom } from '../../src/feeds/atom.ts'
import { printable } from '../../src/feeds/entry.ts'
import { toJsonFeed } from '../../src/feeds/json-feed.ts'
import type { List } from '../../src/feeds/list.ts'
import { toMarkdown } from '../../src/feeds/markdown.ts'
import { toRss } from '../../src/feeds/rss.ts'
import { PAPERTIDE } from '../../src/wording/brand.ts'
import { oneLine } from '../../src/wording/words.ts'
import { anEdition, anEditionPaper } from '../helpers/editions.ts'

const site = 'https://papertide.example'

/**
 * A list in which every text that comes from elsewhere is this one: of a paper, of an edition, of
 * the list itself.
 */
function aListOf(text: string): List {
  const paper = anEditionPaper({
    title: text,
    abstract: text,
    reason: text,
    authors: [text, 'Ada Lovelace'],
    categories: [text],
  })
  return {
    brand: PAPERTIDE,
    title: `Papertide: ${text}`,
    description: text,
    publicUrl: site,
    pageUrl: `${site}/search?q=${encodeURIComponent(text.toWellFormed())}&limit=5`,
    feedUrl: `${site}/search.xml?q=${encodeURIComponent(text.toWellFormed())}&limit=5`,
    updatedAt: Date.UTC(2026, 0, 30),
    items: [
      { paper, enteredAt: Date.UTC(2026, 0, 30), editionDate: '2026-01-30' },
      { edition: anEdition({ papers: [paper], note: text }) },
    ],
  }
}

const WORST = [
  ']]>',
  ']]]]><![CDATA[>',
  '<![CDATA[x]]>',
  '<script>alert(1)</script>',
  '</title></item></channel></rss>',
  '&amp;lt;b&amp;gt; &nbsp; &#x0; &#xD800; &bogus;',
  '<!-- --><?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;',
  'a\u0000b\u0008c\u001Fd\u007Fe\u0085f\u009Fg',
  '\uD800 half \uDC00 surrogates \uDBFF',
  '\uFFFE\uFFFF\u{1FFFF}',
  '\u202Egnp.exe\u2066',
  '\u2028line\u2029breaks\r\n# heading\r\n1. item\r\n',
  '[x](javascript:alert(1)) ![y](http://evil.example/pixel) ```',
  '"\' onmouseover="alert(1)',
  '𝒪(n) 🌊 é e\u0301',
  '\u0000',
  'x'.repeat(10_000),
  ']]>'.repeat(3_000),
]

// Not feedsmith's reader: an XML parser as it is, so that nothing is decoded twice and nothing
// trimmed.
const parser = new XMLParser({ trimValues: false, parseTagValue: false })
type Item = { title: string | { '#text': string } }
const titlesIn = (items: Item[]) =>
  items.map(({ title }) => (typeof title === 'string' ? title : title['#text']))

/**
 * Every rendering of the list is read again: well-formed, the same titles in each, no markup but
 * our own.
 */
function survives(text: string) {
  const list = aListOf(text)
  const [rss, atom, json, markdown] = [toRss(list), toAtom(list), toJsonFeed(list), toMarkdown(list)]
  for (const xml of [rss, atom]) {
    expect(XMLValidator.validate(xml)).toBe(true)
    // https://www.w3.org/TR/xml/#charsets
    expect(xml).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u)
  }
  const items = parseJsonFeed(toJsonFeed(list)).items ?? []
  const titles = items.map(({ title }) => title)
  expect(titles[0]).toBe(oneLine(printable(text)) || 'arXiv:2601.12538')
  expect(titlesIn(parser.parse(rss).rss.channel.item)).toEqual(titles)
  expect(titlesIn(parser.parse(atom).feed.entry)).toEqual(titles)
  for (const { content_html = '' } of items) {
    const tags = [...content_html.matchAll(/<\/?([^\s>/]*)([^>]*)>/g)]
    for (const [tag, name, rest] of tags) {
      expect(['p', 'strong', 'a', 'ol', 'li', 'br'], tag).toContain(name)
      expect(rest, tag).toMatch(/^( href="https?:\/\/[^"<>]+"|\/)?$/)
    }
  }
  // JSON writes half a surrogate pair as an escape.
  expect(json).not.toMatch(/\\u(?:d[89a-f]|00)/i)
  // As many lines, headings and links as a harmless text makes: nothing in it is structure.
  const harmless = oneLine(printable(text)) === '' ? '' : 'harmless'
  expect(shape(markdown)).toEqual(shape(toMarkdown(aListOf(harmless))))
}

/** What CommonMark could take for structure, once escaped punctuation is left out. */
function shape(markdown: string) {
  const bare = markdown.replace(/\\[!-/:-@[-`{-~]/g, '')
  return [/\n/g, /^#/gm, /^\d+\. /gm, /\]\(</g, /</g, /`/g].map((mark) => bare.match(mark)?.length ?? 0)
}

for (const text of WORST)
  test(`${JSON.stringify(text.slice(0, 40))} is read again from every rendering as it was meant`, () => {
    survives(text)
  })

test('so is any text', () => {
  const bits = fc.constantFrom(...WORST.map((text) => text.slice(0, 60)), 'word', ' ', '\n')
  const any = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(bits).map((parts) => parts.join('')),
  )
  fc.assert(fc.property(any, survives), { numRuns: 200 })
})
