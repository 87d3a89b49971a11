import fc from 'fast-check'
import { parseAtomFeed } from 'feedsmith'
import { expect, test } from 'vitest'
import { type ArxivFeed, categoriesUrl, idsUrl, parseArxivFeed } from '../../src/sources/arxiv.ts'
import { cleanAbstract, cleanName, cleanText, cleanTitle } from '../../src/sources/text.ts'
import { type ExpectedPaper, recorded, recordedBody } from './recorded.ts'

const aFeed = (...entries: string[]) =>
  `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <id>https://arxiv.org/api/x</id><title>arXiv</title><updated>2026-01-20T00:00:00Z</updated>${entries.join('')}</feed>`
const anEntry = ({
  id = 'http://arxiv.org/abs/2601.00001v1',
  title = 'A title',
  summary = 'An abstract.',
  more = '',
} = {}) =>
  `<entry><id>${id}</id><title>${title}</title><summary>${summary}</summary><published>2026-01-19T18:00:00Z</published>${more}</entry>`
const parse = (...entries: string[]) => parseArxivFeed(aFeed(...entries)) as ArxivFeed
const only = (entry: Parameters<typeof anEntry>[0]) => parse(anEntry(entry)).papers[0]

test('papers are asked for by id in one call', () => {
  expect(idsUrl('https://export.arxiv.org', ['2601.00001', 'astro-ph/0601001'])).toBe(
    'https://export.arxiv.org/api/query?id_list=2601.00001%2Castro-ph%2F0601001&max_results=2',
  )
})

test('a day of the categories is asked for page by page, first submitted first', () => {
  const { searchParams, pathname } = new URL(
    categoriesUrl('https://x.test', ['cs.AI', 'stat.ML'], '2026-01-20', 200, 100),
  )
  expect(pathname).toBe('/api/query')
  expect(Object.fromEntries(searchParams)).toEqual({
    search_query: '(cat:cs.AI OR cat:stat.ML) AND submittedDate:[202601200000 TO 202601202359]',
    sortBy: 'submittedDate',
    sortOrder: 'ascending',
    start: '200',
    max_results: '100',
  })
})

const listQuery = (entry: ExpectedPaper) => ({
  id: entry.id,
  version: entry.version,
  title: cleanTitle(entry.title),
  categories: entry.categories,
  publishedAt: Date.parse(entry.published ?? ''),
  updatedAt: Date.parse(entry.updated ?? ''),
  authors: ((entry.authors as string[] | undefined) ?? []).map(cleanName),
  comment: entry.comment ? cleanText(entry.comment) : null,
  doi: entry.doi ?? null,
  journalRef: entry.journalRef ? cleanText(entry.journalRef) : null,
})

const REFUSED: Record<string, RegExp> = {
  'arxiv/api_truncated.xml': /^the feed is cut off$/,
  'arxiv/rate_limited_429.txt': /^arXiv says: Rate exceeded\.$/,
  'arxiv/unavailable_503.html': /^the answer is a web page, not an Atom feed$/,
  // Announcement feeds are not asked for: a total of the API tells the same, and costs less to
  // read.
  'arxiv/rss_atom_cs.AI_2025-08-20.xml': /^no paper of the feed is readable/,
  'arxiv/rss_empty_weekend.xml': /^the answer is an RSS feed, which is not read$/,
}

for (const { file, body, expected } of recorded('arxiv'))
  test(`${file} is read as an independent reading has it, or refused with a reason`, () => {
    const read = parseArxivFeed(body)
    if (file in REFUSED || expected.kind !== 'atom')
      return expect(read).toEqual({
        error: expect.stringMatching(REFUSED[file] ?? /OAI-PMH document, which is not read$/),
      })
    const { total, papers, errors, refused } = read as ArxivFeed
    const entries = expected.entries ?? []
    expect(refused).toEqual([])
    expect(errors).toEqual((expected.errors ?? []).map((error) => `arXiv says: ${error}`))
    expect(total ?? -1).toBe(expected.total ?? -1)
    expect(papers.map(({ abstract: _, withdrawn, ...paper }) => paper)).toEqual(entries.map(listQuery))
    expect(papers.some(({ withdrawn }) => withdrawn)).toBe(false)
    const summaries = papers.length > 0 ? (parseAtomFeed(body).entries ?? []) : []
    entries.forEach((entry, index) => {
      const summary = (summaries[index]?.summary?.value ?? '').replace(/\s+/g, ' ')
      if (entry.abstractChars !== undefined) expect(summary.length).toBe(entry.abstractChars)
      expect(summary.startsWith(entry.abstractStart ?? '')).toBe(true)
      expect(papers[index]?.abstract).toBe(cleanAbstract(summary))
    })
  })

test('"Rate exceeded." is a failure in any wrapping', () => {
  for (const body of [
    'Rate exceeded.',
    '\n Rate exceeded. \n',
    '<html><body><h1>Rate exceeded.</h1></body></html>',
  ])
    expect(parseArxivFeed(body)).toEqual({ error: 'arXiv says: Rate exceeded.' })
})

test('what is no feed is an error in plain words', () => {
  expect(parseArxivFeed('')).toEqual({ error: 'the answer is empty' })
  expect(parseArxivFeed('<!DOCTYPE html><html><body>hi</body></html>')).toEqual({
    error: 'the answer is a web page, not an Atom feed',
  })
  expect(parseArxivFeed('{"feed":[]}')).toEqual({ error: 'the answer is not an Atom feed' })
  expect(parseArxivFeed(aFeed(anEntry()).slice(0, -20))).toEqual({
    error: 'the feed is cut off',
  })
  expect(parseArxivFeed(aFeed('<![CDATA['))).toEqual({ error: 'the Atom feed is broken' })
})

test('an answer cut off at any place never gives a paper that arXiv did not send', () => {
  const body = recordedBody('arxiv/api_1605.08386.xml')
  for (let end = 0; end < body.trimEnd().length - 1; end += 7)
    expect(parseArxivFeed(body.slice(0, end))).toHaveProperty('error')
})

test('one bad entry never costs the feed, and says what is wrong with it', () => {
  const { papers, refused } = parse(
    anEntry(),
    anEntry({ id: 'https://evil.example/abs/2601.00002v1' }),
    anEntry({ id: 'http://arxiv.org/abs/2601.00003v1', title: '&#x200b;' }),
    anEntry({ title: 'The same again' }),
    '<entry/>',
  )
  expect(papers.map(({ title }) => title)).toEqual(['A title'])
  expect(refused).toEqual([
    '"https://evil.example/abs/2601.00002v1" names no arXiv paper',
    '2601.00003 has no title',
    '2601.00001 is in the feed twice',
  ])
  expect(parseArxivFeed(aFeed(anEntry({ id: 'x' })))).toEqual({
    error: 'no paper of the feed is readable ("x" names no arXiv paper)',
  })
})

test('the primary category comes first and none twice', () => {
  const more =
    '<arxiv:primary_category term="stat.ML"/><category term="cs.LG"/><category term="stat.ML"/><category term="cs.LG"/>'
  expect(only({ more })?.categories).toEqual(['stat.ML', 'cs.LG'])
})

test('a withdrawn paper is known by its note or its abstract', () => {
  const noted = (note: string) => only({ more: `<arxiv:comment>${note}</arxiv:comment>` })?.withdrawn
  const told = (summary: string) => only({ summary })?.withdrawn
  for (const note of [
    ...[
      'This paper has been withdrawn',
      'Withdrawn due to an error in Lemma 2',
      'Paper withdrawn by the author',
    ],
    ...[
      '9 pages. This paper was submitted by mistake and has now been withdrawn',
      'This submission is withdrawn by arXiv administrators',
    ],
  ])
    expect(noted(note), note).toBe(true)
  for (const note of ['12 pages, 3 figures', 'Accepted at ICML', 'On money withdrawn from banks'])
    expect(noted(note), note).toBe(false)
  expect(told('This paper has been withdrawn by the author.')).toBe(true)
  expect(told('We study when products have been withdrawn by firms.')).toBe(false)
})

test('hostile texts stay text, and 2,500 authors are cut to 2,000', () => {
  const more = '<author><name>A</name></author>'.repeat(2_500)
  const paper = only({
    title: '&lt;script&gt;x&lt;/script&gt; ]]&gt; &#x202e;a&#x0;<![CDATA[<b>]]>',
    summary: 'word '.repeat(5_000),
    more,
  })
  expect(paper?.title).toMatch(/^<script>x<\/script> \]\]> a\ufffd?<b>$/)
  expect(paper?.abstract.length).toBeLessThanOrEqual(10_000)
  expect(paper?.abstract.endsWith(' word…')).toBe(true)
  expect(paper?.authors).toHaveLength(2_000)
})

test('an entity bomb is not unfolded', () => {
  const bomb = '<!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
  const read = parseArxivFeed(aFeed(anEntry({ title: '&b; x' })).replace('<feed', `${bomb}<feed`))
  expect(JSON.stringify(read)).not.toContain('haha')
})

test('no text whatever makes the reader throw', () => {
  const part = fc.constantFrom(
    ...[
      '<feed>',
      '</feed>',
      '<entry>',
      '</entry>',
      '<id>',
      '</id>',
      'http://arxiv.org/abs/2601.00001v1',
      '<title>',
      '</title>',
    ],
    ...[
      '<feed xmlns="http://www.w3.org/2005/Atom">',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '&#0;',
      '&amp',
      '<rss>',
      '<?xml',
      '\u0000',
    ],
  )
  const body = fc.array(fc.oneof(part, fc.string()), { maxLength: 30 }).map((parts) => parts.join(''))
  fc.assert(fc.property(body, (text) => void parseArxivFeed(text)))
  fc.assert(fc.property(body, (text) => void parseArxivFeed(aFeed(text))))
})
