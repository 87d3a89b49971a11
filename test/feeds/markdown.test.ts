import { HtmlRenderer, Parser } from 'commonmark'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printable } from '../../src/feeds/entry.ts'
import { bareLink, link, plain, toMarkdown } from '../../src/feeds/markdown.ts'
import { paperMarkdown } from '../../src/feeds/paper-markdown.ts'
import { makeReport } from '../../src/ranking/report.ts'
import { PAPERTIDE } from '../../src/wording/brand.ts'
import { oneLine } from '../../src/wording/words.ts'
import { anEditionPaper } from '../helpers/editions.ts'
import { aPaper } from '../helpers/papers.ts'

const htmlOf = (markdown: string) => new HtmlRenderer().render(new Parser().parse(markdown))
const unescaped = (html: string) =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

const SITE = 'https://papertide.example'
const MARKUP = [
  ...[
    '- x',
    '+ x',
    '* x',
    '===',
    '---',
    '- - -',
    '***',
    '1. x',
    '12) x',
    '# x',
    '> x',
    '|a|b|',
    '<b>',
    '[x](y)',
  ],
  ...[
    '![x](y)',
    '[x]: y',
    '`x`',
    '```',
    '~~~',
    '    x',
    '&copy;',
    '\\',
    'x\\',
    '_x_',
    '**x**',
    '<https://a.example>',
  ],
  ...['=', '-', '1.', ': x', '$x$', '^1', '{#a}', 'x  ', '0.', '１. x'],
]

test('no text is markup, at the beginning of a line or behind another line', () => {
  const any = fc.oneof(
    fc.constantFrom(...MARKUP),
    fc.array(fc.constantFrom(...MARKUP, ' ', 'a'), { maxLength: 5 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 40 }),
  )
  fc.assert(
    fc.property(any, (text) => {
      const said = oneLine(printable(text))
      fc.pre(said !== '')
      for (const [markdown, before] of [
        [plain(text), ''],
        [`before  \n${plain(text)}`, 'before<br />\n'],
      ] as const)
        expect(unescaped(htmlOf(markdown)), JSON.stringify(text)).toBe(`<p>${before}${said}</p>\n`)
      expect(unescaped(htmlOf(`- ${plain(text)}`))).toBe(`<ul>\n<li>${said}</li>\n</ul>\n`)
    }),
    { numRuns: 500 },
  )
})

test('authors that look like markup are names, in a list and on a page of their own', () => {
  for (const name of ['- x', '===', '1. x', '# x', '|', '<', '[', '`', '> x', '***']) {
    const paper = anEditionPaper({ authors: [name, 'Ada Lovelace'] })
    const list = toMarkdown({
      brand: PAPERTIDE,
      title: 'T',
      description: 'D',
      publicUrl: SITE,
      pageUrl: `${SITE}/`,
      feedUrl: `${SITE}/feed.xml`,
      updatedAt: 0,
      items: [{ paper, enteredAt: 0, editionDate: '2026-01-30' }],
    })
    expect(unescaped(htmlOf(list)), name).toContain(`${name} and Ada Lovelace<br />`)
    const report = makeReport(aPaper({ authors: [name] }), [], {
      current: null,
      edition: null,
      earlyPick: null,
      similar: [],
    })
    expect(unescaped(htmlOf(paperMarkdown(report, SITE))), name).toContain(`<p>${name}</p>`)
  }
})

test('an address ends where it ends, whatever it ends in', () => {
  for (const [href, read] of Object.entries({
    'https://a.example/?x=\\': 'https://a.example/?x=%5C',
    'https://a.example/#>(x)<': 'https://a.example/#%3E(x)%3C',
    'https://a.example/?`[x]|^ "': 'https://a.example/?%60%5Bx%5D%7C%5E%20%22',
    'https://a.example/?a=1&copy;=2&b': 'https://a.example/?a=1&copy;=2&b',
    'https://a.example/é*_': 'https://a.example/%C3%A9*_',
  })) {
    expect(unescaped(htmlOf(`${link('x', href)} y`)), href).toBe(`<p><a href="${read}">x</a> y</p>\n`)
    expect(unescaped(htmlOf(bareLink(href))), href).toBe(`<p><a href="${read}">${read}</a></p>\n`)
  }
  const paper = aPaper({ projectPage: 'https://a.example/?x=\\' })
  const report = makeReport(paper, [], { current: null, edition: null, earlyPick: null, similar: [] })
  expect(htmlOf(paperMarkdown(report, SITE))).toContain('<a href="https://a.example/?x=%5C">Project</a>')
})

test('a link is one link, whatever its label and its address are', () => {
  const bits = fc.constantFrom(
    ...['\\', '<', '>', '(', ')', '[', ']', '`', '&amp;', '&', ' ', 'a', '"', '!', '*', '\n', '%'],
  )
  const any = fc.array(bits, { maxLength: 12 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(any, any, (label, rest) => {
      const html = htmlOf(`${link(`x${label}`, `https://a.example/?${rest}`)} y`)
      expect(html).toMatch(/^<p><a href="https:\/\/a\.example\/\?[^"]*">[^<]*<\/a> y<\/p>\n$/)
      expect(unescaped(html.replace(/<[^>]*>/g, ''))).toBe(`${oneLine(`x${label}`)} y\n`)
    }),
    { numRuns: 500 },
  )
})
