import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newestPapers } from '../../src/db/search.ts'
import { indexDocuments } from '../../src/db/search-index.ts'
import { asDocument } from '../../src/search/document.ts'
import { matchListed } from '../../src/search/match.ts'
import {
  aboutTopics,
  indexedTextOf,
  readTopics,
  type Topics,
  topicsInWords,
  writeTopics,
} from '../../src/search/topics.ts'
import { anEdition } from '../helpers/editions.ts'
import { aPaper } from '../helpers/papers.ts'

const topics = (written: string): Topics => {
  const canonical = writeTopics(new URLSearchParams(written))
  if (typeof canonical !== 'string') throw new Error(canonical.error)
  const read = readTopics(canonical)
  if (!read) throw new Error('nothing is narrowed')
  return read
}
const about = (written: string, changes: Parameters<typeof aPaper>[0]) =>
  aboutTopics(topics(written))(indexedTextOf(aPaper(changes)))

test('the same wish is written in one way, whatever its order', () => {
  const written = writeTopics(
    new URLSearchParams('mute=survey,benchmark&category=cs.LG,-cs.CY,cs.CL&limit=50'),
  )
  expect(written).toBe('category=cs.CL,cs.LG,-cs.CY&mute=benchmark,survey')
  expect(writeTopics(new URLSearchParams('category=cs.CL,-cs.CY&category=cs.LG&mute=benchmark,survey'))).toBe(
    written,
  )
  expect(writeTopics(new URLSearchParams('category=&q=+&mute='))).toBe('')
  expect(readTopics('')).toBeNull()
})

test('what is written is read and written the same again, whatever was typed', () => {
  fc.assert(
    fc.property(
      fc.record({
        category: fc.array(fc.constantFrom('cs.CL', 'cs.LG', '-cs.CY', 'hep-th', 'stat.ML'), {
          maxLength: 4,
        }),
        q: fc.string({ unit: 'grapheme', maxLength: 40 }),
        mute: fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 3 }),
      }),
      ({ category, q, mute }) => {
        const written = writeTopics(
          new URLSearchParams({ category: category.join(','), q, mute: mute.join(',') }),
        )
        if (typeof written !== 'string') return
        expect(writeTopics(new URLSearchParams(written))).toBe(written)
        expect(readTopics(written) === null).toBe(written === '')
      },
    ),
  )
})

test('a paper is of some topics when it is in one of the categories and has every word, in any writing', () => {
  const paper = {
    title: 'Time-R1: naïve agents',
    abstract: 'We study world models.',
    categories: ['cs.CL', 'cs.CY'],
  }
  expect(about('category=cs.CL', paper)).toBe(true)
  expect(about('category=cs.CL,-cs.CY', paper)).toBe(false)
  expect(about('category=-cs.RO', paper)).toBe(true)
  expect(about('q=timer1', paper)).toBe(true)
  expect(about('q=naive+agents', paper)).toBe(true)
  expect(about('q=agent', paper)).toBe(true)
  expect(about('q=agen', paper)).toBe(false)
  expect(about('q="world+model"', paper)).toBe(true)
  expect(about('q="world+models"', paper)).toBe(true)
  expect(about('q="models+world"', paper)).toBe(false)
  expect(about('mute=world+models', paper)).toBe(false)
  expect(about('mute=studying', paper)).toBe(false)
  expect(about('q="ada+lovelace"', { ...paper, authors: ['Ada Lovelace'] })).toBe(true)
})

test('topics for people name what is in and what is out', () => {
  expect(topicsInWords(topics('category=cs.LG,cs.CL,-cs.CY&q="world models"&mute=survey'))).toBe(
    'in cs.CL or cs.LG, not in cs.CY, with "world models", without survey',
  )
})

test('topics let through the papers that the index finds, whatever is asked', async () => {
  const papers = anEdition().papers.map((paper, n) => ({
    ...aPaper(),
    ...paper,
    organization: ['nvidia', null, 'A B/c-d'][n % 3] ?? null,
  }))
  const documents = papers.map((paper) => asDocument({ ...paper, revision: 1 }))
  await indexDocuments(env.SEARCH, documents)
  const words = papers.flatMap(({ title, abstract, authors }) =>
    [title, abstract.slice(0, 200), ...authors.slice(0, 2)].flatMap((text) => text.split(/\s+/)),
  )
  const word = fc.constantFrom(...words.filter((one) => /\p{L}/u.test(one)))
  const phrase = fc
    .array(word, { minLength: 1, maxLength: 2 })
    .map((some) => some.join(' ').replace(/[",]/g, ' '))
  const names = papers.flatMap(({ authors }) => authors.slice(0, 4)).map((name) => name.replaceAll('"', ' '))
  const interest = fc.oneof(
    fc.constantFrom(...names).map((name) => `author:"${name}"`),
    fc.constantFrom(...names).map((name) => `author:"${name.split(' ').toReversed().slice(0, 2).join(' ')}"`),
    fc.constantFrom(
      'org:nvidia',
      'org:"A B/c-d"',
      'org:NVIDIA',
      'cs.LG',
      'models cs.CL',
      'agents org:nvidia',
    ),
    fc.constantFrom(...papers.flatMap(({ repo }) => (repo ? [`repo:${repo}`] : []))),
  )
  const some = fc.record({
    category: fc.subarray(['cs.CL', 'cs.CV', 'cs.AI', '-cs.LG', '-cs.RO'], { maxLength: 3 }),
    q: fc.oneof(
      fc.constant(''),
      phrase,
      phrase.map((text) => `"${text}"`),
      interest,
      fc.array(fc.oneof(phrase, interest), { minLength: 2, maxLength: 4 }).map((all) => all.join(', ')),
    ),
    mute: fc.oneof(fc.constant(''), phrase),
  })
  let found = 0
  await fc.assert(
    fc.asyncProperty(some, async ({ category, q, mute }) => {
      const written = writeTopics(new URLSearchParams({ category: category.join(','), q, mute }))
      if (typeof written !== 'string' || written === '') return
      const asked = topics(written)
      const listed = await newestPapers(env.SEARCH, matchListed({ ...asked, named: null }), 100, null)
      const passed = papers.filter((paper) => aboutTopics(asked)(indexedTextOf(paper))).map(({ id }) => id)
      found += passed.length
      expect(passed.toSorted()).toEqual(listed.map(({ paperId }) => paperId).toSorted())
    }),
    { numRuns: 150, examples: [[{ category: [], q: '"ℓ₁"', mute: '' }]] },
  )
  expect(found).toBeGreaterThan(50)
})
