import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderDigest } from '../../src/mail/digest.tsx'
import { fillPlaceholders, PLACEHOLDER } from '../../src/mail/placeholders.ts'
import { PAPERTIDE } from '../../src/wording/brand.ts'
import goldenHtml from '../golden/digest.html?raw'
import goldenText from '../golden/digest.txt?raw'
import { anEdition, anEditionPaper, HOSTILE } from '../helpers/editions.ts'
import { attributes, headings } from '../helpers/html.ts'
import { ALL } from '../helpers/sizes.ts'

const site = {
  publicUrl: 'https://papertide.example',
  postalAddress: 'Papertide, 1 Example Street, 10115 Berlin',
  brand: PAPERTIDE,
}
const links = {
  unsubscribe: 'https://papertide.example/unsubscribe?token=u',
  preferences: 'https://papertide.example/preferences?token=p',
  mark: 'https://papertide.example/mark?token=m',
}
/** As long as links get: a reader's number of ten digits, links ended ten times. */
const longest = Object.fromEntries(
  Object.entries(links).map(([name, link]) => [name, link.slice(0, -1) + 'x'.repeat(150)]),
) as typeof links
const LIMIT = 80 * 1024
const bytes = (text: string) => new TextEncoder().encode(text).length
const fifteen = (changes: Parameters<typeof anEditionPaper>[0]) =>
  anEdition({
    papers: Array.from({ length: 15 }, (_, index) =>
      anEditionPaper({ ...changes, position: index + 1, depth: index < 5 ? 'full' : 'brief' }),
    ),
  })

const early = (title: string) =>
  Array.from({ length: 3 }, (_, n) => ({
    id: `2601.2000${n}`,
    title,
    categories: [title.slice(0, 40)],
    publishedAt: 0,
    reason: '1,999 of its 2,000 authors were on the daily list before.',
  }))

test('the mail of a known edition is these bytes', () => {
  const mail = renderDigest(anEdition(), site)
  expect(mail.html).toBe(goldenHtml)
  expect(mail.text).toBe(goldenText)
})

test('the subject is short names and how many more', () => {
  const { subject } = renderDigest(anEdition(), site)
  expect(subject).toBe('Agentic Reasoning, Terminal-Bench, TUNA + 12 more')
})

test('no title can break out of the subject line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
      const { subject } = renderDigest(anEdition({ papers: [anEditionPaper({ title })] }), site)
      expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202E]/u)
      expect(subject.length).toBeGreaterThan(0)
      expect(subject.length).toBeLessThanOrEqual(70)
    }),
    { numRuns: ALL ? 100 : 40 },
  )
})

test('a mail stays under 80 KB whatever its papers hold', () => {
  for (const unit of ['"', '&', '漢', '🌊', '" ', "' "]) {
    const long = unit.repeat(10_000)
    const edition = fifteen({
      title: long,
      abstract: long,
      // Ours, of words and numbers: nothing in it needs escaping.
      reason: 'reason '.repeat(100),
      // Most of 2,000 are only a number, whether they are here or not.
      authors: Array.from({ length: 100 }, () => long),
      moreAuthors: 1_900,
      projectPage: `https://project.example/${'&'.repeat(200)}`,
      listedOn: '2026-01-22',
      pickedOn: '2025-09-30',
      repo: `${'o'.repeat(39)}/${'r'.repeat(100)}`,
    })
    const whole = renderDigest({ ...edition, state: 'partial', note: long }, site)
    // The longest of all: a week of some topics, with early picks at its end.
    const twenty = { ...edition, papers: [...edition.papers, ...edition.papers.slice(5, 10)] }
    const only = { words: long, url: `${site.publicUrl}/new?${'&'.repeat(300)}` }
    // And each paper was moved for a mark.
    const twentyMoved = twenty.papers.map((paper, place) => ({ ...paper, id: `2601.${10_000 + place}` }))
    const name = long.slice(0, 60)
    const own = new Map(twentyMoved.map(({ id }) => [id, { up: true, id: '2601.00000', name }]))
    const note = { state: 'partial' as const, note: long }
    const week = renderDigest({ ...twenty, papers: twentyMoved, ...note }, site, {
      only,
      week: true,
      own,
      early: early(long),
    })
    for (const mail of [whole, week]) {
      expect(bytes(fillPlaceholders(mail.html, longest))).toBeLessThan(LIMIT)
      expect(bytes(fillPlaceholders(mail.text, longest))).toBeLessThan(LIMIT)
    }
  }
})

test('the mail holds no image, no script, and no link but to us and to where the papers are', () => {
  const edition = anEdition()
  const html = fillPlaceholders(renderDigest(edition, site).html, links)
  expect(html).not.toMatch(
    /<(img|script|link|iframe|object|picture|video|svg)\b|url\(|@import|background=|\ssrc=/i,
  )
  const projects = edition.papers.map((paper) => paper.projectPage)
  for (const href of attributes(html, 'href')) {
    const own = href === site.publicUrl || href.startsWith(`${site.publicUrl}/`)
    const elsewhere = /^https:\/\/(arxiv\.org|huggingface\.co|github\.com)\//.test(href)
    expect(own || elsewhere || projects.includes(href), href).toBe(true)
  }
})

test('both parts hold every title and every paper page', () => {
  const edition = anEdition()
  const mail = renderDigest(edition, site)
  const flat = mail.text.replace(/\s+/g, ' ')
  for (const paper of edition.papers) {
    expect(mail.html).toContain(`${site.publicUrl}/papers/${paper.id}`)
    expect(mail.text).toContain(`${site.publicUrl}/papers/${paper.id}`)
  }
  for (const paper of edition.papers.slice(0, 14)) expect(flat).toContain(paper.title)
})

test('both parts hold exactly the same placeholders, and a hostile paper adds none', () => {
  const hostile = renderDigest(anEdition({ papers: [anEditionPaper(HOSTILE)] }), site)
  for (const part of [hostile.html, hostile.text])
    for (const [name, placeholder] of Object.entries(PLACEHOLDER))
      expect(part.split(placeholder)).toHaveLength(name === 'mark' ? 3 : 2)
})

test('no paper can forge a placeholder', () => {
  const text = fc
    .array(fc.constantFrom('%', '%%', 'UNSUBSCRIBE_URL', 'MARK_URL', ' ', 'a', '\n', '\t'))
    .map((all) => all.join(''))
  fc.assert(
    fc.property(text, text, text, text, (title, abstract, reason, author) => {
      const paper = anEditionPaper({
        title,
        abstract,
        reason,
        authors: [author, author],
        projectPage: `https://a.example/${title}`,
      })
      const own = new Map([[paper.id, { up: false, id: '2601.00001', name: title }]])
      const mail = renderDigest(anEdition({ papers: [paper], state: 'partial', note: title }), site, {
        own,
        early: early(title),
      })
      for (const part of [mail.html, mail.text]) {
        expect(fillPlaceholders(part, links).split(links.unsubscribe)).toHaveLength(2)
        expect(fillPlaceholders(part, links).split(links.mark)).toHaveLength(3)
        expect(part.match(/%%/g)).toHaveLength(8)
      }
    }),
  )
})

test('hostile markup is text in the html part', () => {
  const { html } = renderDigest(anEdition({ papers: [anEditionPaper(HOSTILE)] }), site, {
    early: early(HOSTILE.title ?? ''),
  })
  expect(html).not.toContain('<script>')
  expect(html).not.toContain('javascript:')
  expect(html).not.toContain('evil.example')
  expect(html).toContain('&lt;script&gt;')
})

test('a partial edition says so in both parts, a complete one does not', () => {
  const note = 'arXiv did not answer.'
  const partial = renderDigest(anEdition({ state: 'partial', note }), site)
  const complete = renderDigest(anEdition({ state: 'complete', note }), site)
  for (const part of ['html', 'text'] as const) {
    expect(partial[part]).toContain(note)
    expect(complete[part]).not.toContain(note)
  }
})

test('lines of the text part have at most 74 characters, addresses excepted', () => {
  for (const line of renderDigest(anEdition(), site, { early: early('long words '.repeat(20)) }).text.split(
    '\n',
  ))
    if (!/https?:|%%/.test(line)) expect(line.length).toBeLessThanOrEqual(74)
})

test('layout tables are presentational, the language is told, headings are in order', () => {
  const { html } = renderDigest(anEdition(), site)
  expect(html).toMatch(/^<!doctype html><html lang="en"/)
  expect(html.match(/<table/g)?.length).toBe(html.match(/<table role="presentation"/g)?.length)
  expect(headings(html).filter((level) => level === 1)).toHaveLength(1)
  expect(new Set(headings(html))).toEqual(new Set([1, 2]))
})

const hidden = (html: string) => /<div style="display:none[^>]*>(.*?)<\/div>/s.exec(html)?.[1] ?? ''
const shown = (html: string) => hidden(html).replace(/[\u034f\u200c\u00a0]/g, '')
const alone = (abstract: string) => anEdition({ papers: [anEditionPaper({ abstract, title: 'Tide' })] })

test('the preheader is the first lead, filled by the next ones and by nothing visible', () => {
  const lead =
    'We propose Tide, a clock that follows the moon and needs no winding at all, ever, on any shore of any sea.'
  expect(shown(renderDigest(alone(`Clocks are old. ${lead}`), site).html)).toBe(lead)
  // One short lead is followed by invisible blanks, so that an inbox shows no menu behind it.
  const short = hidden(renderDigest(alone('We tick.'), site).html)
  expect(short.replace(/[\u034f\u200c\u00a0]/g, '')).toBe('We tick.')
  expect(short.length).toBeGreaterThanOrEqual(140)
  const two = anEdition({ papers: ['We tick.', 'We tock.'].map((abstract) => anEditionPaper({ abstract })) })
  expect(shown(renderDigest(two, site).html)).toBe('We tick. We tock.')
  for (const { html } of [renderDigest(anEdition(), site), renderDigest(alone(''), site)])
    expect(shown(html)).not.toMatch(/[:;]\s*$/)
})

test('a mail shows the frozen lead, and Hugging Face’s under its name', () => {
  const lead = { sentence: 'A frozen sentence.', result: 'It gains 5%.', by: 'authors' as const }
  const own = renderDigest(anEdition({ papers: [anEditionPaper({ lead })] }), site)
  for (const part of [own.html, own.text]) {
    expect(part).toContain('A frozen sentence. It gains 5%.')
    expect(part).not.toContain('summary')
  }
  const theirs = { sentence: 'A model wrote this.', result: null, by: 'huggingface' as const }
  const mail = renderDigest(anEdition({ papers: [anEditionPaper({ lead: theirs })] }), site)
  expect(mail.text).toContain('Hugging Face’s summary: A model wrote this.')
  expect(mail.html).toMatch(/Hugging Face’s summary: *<\/span>A model wrote this\./)
})

test('a line says where a paper is from: organisation, primary category, date', () => {
  const { html, text } = renderDigest(
    anEdition({
      papers: [
        anEditionPaper({ organization: 'Alibaba' }),
        anEditionPaper({ position: 2, depth: 'brief', organization: 'ETH' }),
      ],
    }),
    site,
  )
  for (const part of [html.replaceAll('\u00a0', ' '), text]) {
    expect(part).toContain('Alibaba · cs.AI · 18 January 2026')
    expect(part).toContain('ETH · cs.AI · 18 January 2026')
  }
})

test('the footer explains the order once and is useful to whom it was forwarded', () => {
  const { html, text } = renderDigest(anEdition(), site)
  for (const part of [html, text.replace(/\s+/g, ' ')]) {
    expect(part.split('In order of the Hugging Face upvotes we expect').length).toBe(2)
    expect(part).toContain('Forwarded to you?')
    expect(part).toContain('https://papertide.example/')
  }
})

const inLine = (gained: number | null, listed: number) =>
  anEditionPaper({
    position: 6,
    depth: 'brief',
    score: {
      now: 1,
      mail: 1,
      parts: { ...anEditionPaper().score.parts, gained, gainedOver: gained === null ? null : 22, listed },
    },
  })

test('papers in a line stand under "Also rising" only if each of them rises', () => {
  const heading = (...papers: ReturnType<typeof inLine>[]) => {
    const { html, text } = renderDigest(anEdition({ papers }), site)
    const said = /<h2[^>]*font-size:17px[^>]*>([^<]*)/.exec(html)?.[1] ?? ''
    expect(text).toContain(`\n${said}\n`)
    return said
  }
  expect(heading(inLine(3, 60), inLine(1, 100))).toBe('Also rising')
  expect(heading(inLine(3, 60), inLine(0, 60))).toBe('More papers')
  // All votes of a listing younger than a day were gained in it.
  expect(heading(inLine(0, 24))).toBe('Also rising')
  expect(heading(inLine(0, 25))).toBe('More papers')
  expect(heading(inLine(null, 48))).toBe('Also rising')
  expect(heading(inLine(null, 49))).toBe('More papers')
  const week = renderDigest(anEdition({ papers: [inLine(3, 60)] }), site, { week: true })
  expect(week.html).toContain('More of the week')
  expect(week.html).toContain('The week to 30 January 2026')
})

test('the html has no rule that nothing uses, and no style says a thing twice', () => {
  const partial = { state: 'partial' as const, note: 'arXiv could not be read.' }
  for (const { html } of [renderDigest(anEdition(), site), renderDigest(anEdition(partial), site)]) {
    const [, sheet = '', body = ''] = /<style>(.*?)<\/style>(.*)$/s.exec(html) ?? []
    for (const [, name] of sheet.matchAll(/\.([a-z])\{/g))
      expect(body).toMatch(new RegExp(`class="([^"]* )?${name}[ "]`))
    for (const style of attributes(body, 'style')) {
      const names = style.split(';').map((rule) => rule.split(':')[0])
      expect(new Set(names).size, style).toBe(names.length)
    }
  }
})
