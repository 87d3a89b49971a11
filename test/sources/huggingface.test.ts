import fc from 'fast-check'
import { expect, test } from 'vitest'
import { repoPage } from '../../src/papers/paper.ts'
import { type DailyPapers, dailyPapersUrl, parseDailyPapers } from '../../src/sources/huggingface.ts'
import { cleanTitle } from '../../src/sources/text.ts'
import { recorded } from './recorded.ts'

const aPaper = (paper: object = {}, outer: object = {}) => ({
  paper: {
    id: '2601.00001',
    title: 'A title',
    summary: 'An abstract.',
    authors: [{ name: 'Ada Lovelace' }],
    ...paper,
  },
  numComments: 1,
  ...outer,
})
const parse = (...papers: unknown[]) => parseDailyPapers(JSON.stringify(papers)) as DailyPapers
const only = (paper: object, outer: object = {}) => {
  const { papers } = parse(aPaper(paper, outer))
  return papers?.[0]
}

test('the list of a day is asked for by its date', () => {
  expect(dailyPapersUrl('https://huggingface.co', '2026-01-20')).toBe(
    'https://huggingface.co/api/daily_papers?date=2026-01-20&limit=100',
  )
})

for (const { file, body, expected } of recorded('hf'))
  test(`${file} is read as an independent reading has it`, () => {
    const read = parseDailyPapers(body)
    if (expected.kind !== 'hf') return expect(read).toEqual({ error: `Hugging Face says: ${expected.error}` })
    const { papers, refused } = read as DailyPapers
    expect(refused).toEqual([])
    const seen = papers.map((paper) => ({
      id: paper.id,
      title: paper.title,
      authors: paper.authors.length,
      upvotes: paper.upvotes,
      comments: paper.comments,
      publishedAt: paper.publishedAt,
      submittedOnDailyAt: paper.submittedOnDailyAt,
      githubRepo: paper.repo && repoPage(paper.repo),
      githubStars: paper.stars,
      organization: paper.organization,
    }))
    const listQuery = (expected.entries ?? []).map((entry) => ({
      ...entry,
      title: cleanTitle(entry.title),
      publishedAt: Date.parse(entry.publishedAt ?? ''),
    }))
    expect(seen).toEqual(listQuery)
    expect(papers.every(({ abstract }) => abstract.length > 100)).toBe(true)
  })

test('an empty list is a list', () => {
  expect(parseDailyPapers('[]')).toEqual({ papers: [], refused: [] })
})

test('what is no list is an error in plain words', () => {
  const error = (body: string) => parseDailyPapers(body)
  expect(error('')).toEqual({ error: 'the answer is empty' })
  expect(error('\n<!DOCTYPE html><html></html>')).toEqual({ error: 'the answer is a web page, not JSON' })
  expect(error('[{"paper":{"id":"2601.0')).toEqual({ error: 'the answer is not complete JSON' })
  expect(error('{"papers":[]}')).toEqual({ error: 'the answer is not a list' })
  expect(error('null')).toEqual({ error: 'the answer is not a list' })
  expect(error(`{"error":"${'no '.repeat(500)}"}`)).toEqual({
    error: expect.stringMatching(/^Hugging Face says: no no.{150,160}…$/),
  })
})

test('one bad paper never costs the list, and says what is wrong with it', () => {
  const bad = [
    ...[
      42,
      null,
      'paper',
      {},
      aPaper({ id: 7 }),
      aPaper({ title: null }),
      aPaper({ id: '../../etc' }),
      aPaper({ title: ' \u200b ' }),
    ],
    aPaper({ title: 'The same again' }),
  ]
  const { papers, refused } = parse(aPaper(), ...bad)
  expect(papers.map(({ title }) => title)).toEqual(['A title'])
  expect(refused).toEqual([
    expect.stringMatching(/^paper 2 of 10: the paper: /),
    expect.stringMatching(/^paper 3 of 10: the paper: /),
    expect.stringMatching(/^paper 4 of 10: the paper: /),
    expect.stringMatching(/^paper 5 of 10: paper: /),
    expect.stringMatching(/^paper 6 of 10: paper.id: /),
    expect.stringMatching(/^paper 7 of 10: paper.title: /),
    'paper 8 of 10: "../../etc" is not an arXiv id',
    'paper 9 of 10: 2601.00001 has no title',
    'paper 10 of 10: 2601.00001 is on the list twice',
  ])
})

test('a list without one readable paper is an error, not an empty list', () => {
  expect(parseDailyPapers('[42]')).toEqual({
    error: expect.stringMatching(/^no paper of the list is readable \(paper 1 of 1/),
  })
})

test('a missing, negative, fractional or textual number is missing, not zero', () => {
  expect(only({}, { numComments: undefined })).toMatchObject({ upvotes: null, comments: null, stars: null })
  expect(only({ upvotes: -1, githubStars: 1.5 }, { numComments: '7' })).toMatchObject({
    upvotes: null,
    comments: null,
    stars: null,
  })
  expect(only({ upvotes: 0, githubStars: 3 })).toMatchObject({ upvotes: 0, stars: 3 })
})

test('dates are those of the paper, and only real instants', () => {
  const outer = { publishedAt: '2026-01-19T19:00:00.000Z' }
  expect(only({ publishedAt: '2026-01-20T00:00:00.000Z' }, outer)?.publishedAt).toBe(Date.UTC(2026, 0, 20))
  expect(only({}, outer)?.publishedAt).toBeNull()
  for (const publishedAt of ['yesterday', '2026', '2026-13-45T00:00:00Z', 0, null])
    expect(only({ publishedAt, submittedOnDailyAt: publishedAt })).toMatchObject({
      publishedAt: null,
      submittedOnDailyAt: null,
    })
})

test('a version in the id is dropped, and the title "0" is a title', () => {
  expect(only({ id: '2601.00001v3', title: '0' })).toMatchObject({ id: '2601.00001', title: '0' })
})

test('only links to one repository of GitHub become a repository', () => {
  const repo = (githubRepo: unknown) => only({ githubRepo })?.repo
  expect(repo('https://github.com/owner/na.me')).toBe('owner/na.me')
  expect(repo('http://www.github.com/owner/name.git')).toBe('owner/name')
  expect(repo(' https://github.com/owner/name/tree/main/src?tab=readme#top ')).toBe('owner/name')
  for (const link of [
    ...[
      'https://github.com/owner',
      'https://github.com/owner/',
      'https://github.com/orgs/owner/repositories',
    ],
    ...[
      'https://gitlab.com/owner/name',
      'https://github.com.evil.example/owner/name',
      'https://gist.github.com/owner/1',
    ],
    ...[
      'javascript:alert(1)//github.com/owner/name',
      'https://github.com/owner/%3Cscript%3E',
      'https://github.com/owner/..',
    ],
    ...['owner/name', '', 7, null, `https://github.com/owner/${'n'.repeat(3_000)}`],
  ])
    expect(repo(link), String(link)).toBeNull()
})

test('only web addresses without a user name become a project page', () => {
  const page = (projectPage: unknown) => only({ projectPage })?.projectPage
  expect(page('https://envharness.com')).toBe('https://envharness.com/')
  expect(page('http://x.example/a "b"')).toBe('http://x.example/a%20%22b%22')
  for (const link of [
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://x.example',
    'https://arxiv.org@evil.example/',
    'x',
    '',
    7,
  ])
    expect(page(link), String(link)).toBeNull()
})

test('2,500 authors, nameless ones and endless names are cut to what a page can hold', () => {
  const authors = [{ name: ' ' }, { name: 7 }, null, { name: 'n'.repeat(10_000), hidden: true }]
  const read = only({
    authors: [...authors, ...Array.from({ length: 2_500 }, (_, i) => ({ name: `Author ${i}` }))],
  })
  expect(read?.authors).toHaveLength(1_997)
  expect(read?.authors[0]).toBe(`${'n'.repeat(199)}…`)
  expect(read?.authors[1]).toBe('Author 0')
})

test('hostile titles stay text: markup is kept, invisible and turning characters are not', () => {
  expect(only({ title: '<script>alert(1)</script> ]]> \u0000\u202eevil\u202c\u200f "\'' })?.title).toBe(
    '<script>alert(1)</script> ]]> evil "\'',
  )
  expect(only({ title: 'word '.repeat(2_000) })?.title).toMatch(/^(word ){98,99}word…$/)
})

test('no JSON whatever makes the reader throw', () => {
  const value = fc.jsonValue()
  const paper = fc.record(
    {
      id: fc.oneof(fc.constant('2601.00001'), value),
      title: fc.oneof(fc.string(), value),
      summary: value,
      authors: value,
      publishedAt: value,
      submittedOnDailyAt: value,
      upvotes: value,
      githubRepo: value,
      githubStars: value,
      projectPage: fc.oneof(fc.webUrl(), value),
      organization: value,
    },
    { requiredKeys: [] },
  )
  const listed = fc.oneof(
    value,
    fc.record({ paper, numComments: value, organization: value }, { requiredKeys: [] }),
  )
  fc.assert(
    fc.property(fc.oneof(fc.array(listed), listed), (answer) => {
      const read = parseDailyPapers(JSON.stringify(answer))
      if (Array.isArray(answer) && 'papers' in read)
        expect(read.papers.length + read.refused.length).toBe(answer.length)
    }),
  )
  fc.assert(fc.property(fc.string(), (body) => void parseDailyPapers(body)))
})

test('an organisation is its handle and its name, either where one is missing, and null where none is told', () => {
  const read = (organization: unknown) => {
    const paper = only({ organization })
    return [paper?.organization, paper?.organizationName]
  }
  expect(read({ name: 'nvidia', fullname: 'NVIDIA', avatar: 'https://a.example/x.png' })).toEqual([
    'nvidia',
    'NVIDIA',
  ])
  expect(read({ name: 'nvidia' })).toEqual(['nvidia', 'nvidia'])
  expect(read({ fullname: 'NVIDIA' })).toEqual(['NVIDIA', 'NVIDIA'])
  expect(read({ name: 'a'.repeat(100), fullname: 'b'.repeat(101) })).toEqual([
    'a'.repeat(100),
    'a'.repeat(100),
  ])
  for (const none of [
    undefined,
    null,
    'nvidia',
    {},
    { name: 7 },
    { name: '  ' },
    { name: '…' },
    { name: 'a'.repeat(101) },
  ])
    expect(read(none), JSON.stringify(none)).toEqual([null, null])
})

test('a paper that Hugging Face knows to be withdrawn is withdrawn', () => {
  expect(only({ withdrawnAt: '2026-01-20T10:00:00.000Z' })?.withdrawn).toBe(true)
  for (const withdrawnAt of [null, '', false, 'no', undefined])
    expect(only({ withdrawnAt })?.withdrawn).toBe(false)
})
