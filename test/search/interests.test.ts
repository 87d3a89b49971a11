import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  interestInWords,
  MOST_INTERESTS,
  parseInterests,
  splitInterests,
} from '../../src/search/interests.ts'
import { topicsInWords, writeTopics } from '../../src/search/topics.ts'

const said = (text: string) => {
  const read = parseInterests(text)
  return 'error' in read ? read.error : read.map(interestInWords)
}

test('commas, semicolons, lines, bars and the word “or” stand between interests, but not within quotation marks', () => {
  for (const text of [
    'agents, robots',
    'agents;robots',
    'agents\nrobots',
    'agents | robots',
    'agents OR robots',
    'agents or robots',
  ])
    expect(said(text), text).toEqual(['with agents', 'with robots'])
  expect(said('"agents, or robots"')).toEqual(['with "agents, or robots"'])
  expect(said('agents robots')).toEqual(['with agents robots'])
  // Not the letters of a word.
  expect(said('corpora for orators')).toEqual(['with corpora for orators'])
  expect(said('agents,, ,agents')).toEqual(['with agents'])
})

test('two quoted names are two people; a quoted passage and words are one interest', () => {
  expect(said('"Xipeng Qiu" "Hanghang Tong"')).toEqual(['with "Xipeng Qiu"', 'with "Hanghang Tong"'])
  expect(said('“J. R. Smith” “Tomáš Novák” “Jean-Luc O’Neil”')).toHaveLength(3)
  expect(said('"world models" "chain of thought"')).toEqual(['with "world models" "chain of thought"'])
  expect(said('"Xipeng Qiu" agents')).toEqual(['with "Xipeng Qiu" agents'])
})

test('authors, organisations, repositories and categories are said as such', () => {
  expect(said('author:"Ada Lovelace", org:nvidia, repo:NVlabs/Cosmos, cs.RO, category:hep-th')).toEqual([
    'by Ada Lovelace',
    'from nvidia',
    'with code in NVlabs/Cosmos',
    'in cs.RO',
    'in hep-th',
  ])
  expect(said('agents author:"Ada Lovelace" cs.RO')).toEqual(['with agents by Ada Lovelace in cs.RO'])
  // A word that only ends like one of these, or has nothing behind it, is a word.
  expect(said('coauthor:x')).toEqual(['with coauthor:x'])
  expect(said('author:, agents')).toEqual(['with author:', 'with agents'])
})

test('as many interests as a text may have are read, one more is refused with a sentence', () => {
  const words = Array.from({ length: MOST_INTERESTS + 1 }, (_, n) => `w${n}`)
  expect(said(words.slice(0, MOST_INTERESTS).join(','))).toHaveLength(MOST_INTERESTS)
  expect(said(words.join(','))).toBe('One list or digest takes at most 12 interests; these are 13.')
  expect(said(' ,"", * ')).toMatch(/^Nothing to search for/)
  expect(said('a'.repeat(501))).toMatch(/at most 500 characters/)
})

test('whatever is typed, interests are read the same again from what was written, and nothing throws', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('author:', '"', ' or ', ',', 'org:"a b"', 'cs.RO', '"A B"', 'repo:a/b', '%%', 'NEAR('),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('')
      const once = splitInterests(text)
      expect(splitInterests(once.join(', '))).toEqual(once)
      const read = parseInterests(text)
      if ('error' in read) return
      expect(
        read.every(({ compounds, phrases, named }) => compounds.length + phrases.length + named.length > 0),
      ).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('topics say their interests back, and to a stranger’s mail only those that brought a paper', () => {
  const q = 'agents, author:"Ada Lovelace", buy now'
  const written = writeTopics(new URLSearchParams({ q, category: 'cs.CL', mute: 'survey' }))
  expect(written).toBe('category=cs.CL&q=agents,%20author%3A%22Ada%20Lovelace%22,%20buy%20now&mute=survey')
  const topics = { text: q, filter: { categories: ['cs.CL'], exceptCategories: [], muted: ['survey'] } }
  expect(topicsInWords(topics)).toBe(
    'in cs.CL, with agents or by Ada Lovelace or with buy now, without survey',
  )
  expect(topicsInWords(topics, [1])).toBe(
    'in cs.CL, by Ada Lovelace or of 2 more interests, without 1 muted word',
  )
})
