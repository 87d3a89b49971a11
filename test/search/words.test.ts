import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rarest } from '../../src/search/cost.ts'
import { closest, editDistance } from '../../src/search/distance.ts'
import { asDocument } from '../../src/search/document.ts'
import { matchAll, matchAny, narrowed } from '../../src/search/match.ts'
import { LONGEST_QUERY, paperNamed, parseQuery } from '../../src/search/query.ts'
import { fold, formsOf } from '../../src/search/words.ts'
import { aPaper } from '../helpers/papers.ts'

const NONE = { categories: [], exceptCategories: [], muted: [] }

test('compounds are known whole and split, accents folded', () => {
  expect(formsOf('Time-R1: a Gödel-Machine for GPT4')).toBe(
    'timer1 time r 1 godelmachine godel machine gpt4 gpt 4',
  )
})

test('letters are folded once and for all: accents, variants and case', () => {
  expect(fold('Émile ℓ₁-Norm ﬁt ２D')).toBe('emile l1-norm fit 2d')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
      expect(fold(fold(text))).toBe(fold(text))
    }),
  )
})

test('the coined name of a title stands before its colon', () => {
  expect(asDocument({ ...aPaper({ title: 'X-CROSS: Dynamic Models' }), revision: 1 }).name).toBe(
    'x-cross xcross x cross',
  )
  expect(asDocument({ ...aPaper({ title: 'Attention Is All You Need' }), revision: 1 }).name.trim()).toBe('')
})

test('a question is words, compounds and phrases; operators are nothing', () => {
  expect(parseQuery('NEAR( "chain of thought" time-R1 * -')).toEqual({
    compounds: ['near', 'time-r1'],
    phrases: [['chain', 'of', 'thought']],
  })
  for (const text of ['', '"', '* - "" ^', '()', '""""'])
    expect(parseQuery(text), text).toHaveProperty('error')
  expect(parseQuery('a'.repeat(LONGEST_QUERY + 1))).toEqual({
    error: 'A search can have at most 500 characters; this one has 501.',
  })
})

test('a long question is looked for by its rarest words, and the others are told apart', () => {
  const query = { compounds: ['language', 'models', 'kissing', 'vision-language'], phrases: [['a', 'b']] }
  const often = new Map(Object.entries({ kissing: 3, vision: 4000, language: 9000, models: 9500 }))
  expect(rarest(query, often)).toEqual({
    rare: { compounds: ['kissing', 'vision'], phrases: [['a', 'b']] },
    common: ['language', 'models'],
  })
  // One word at least is looked for, and words that are in no paper find nothing.
  expect(rarest({ compounds: ['models', 'zzz'], phrases: [] }, new Map([['models', 50_000]]))).toEqual({
    rare: { compounds: ['zzz', 'models'], phrases: [] },
    common: [],
  })
})

test('an arXiv id is found in every way in which it is written', () => {
  for (const text of [
    '2601.08441',
    ' 2601.08441v2 ',
    'arXiv:2601.08441',
    'https://arxiv.org/abs/2601.08441v1',
    'http://arxiv.org/pdf/2601.08441.pdf',
    'https://huggingface.co/papers/2601.08441?x=1#y',
    'https://doi.org/10.48550/arXiv.2601.08441',
  ])
    expect(paperNamed(text), text).toBe('2601.08441')
  expect(paperNamed('https://arxiv.org/abs/astro-ph/0601001')).toBe('astro-ph/0601001')
  for (const text of ['2601', 'gpt 2601.08441', 'https://arxiv.org/abs/', ''])
    expect(paperNamed(text)).toBe(null)
})

test('a word is corrected to a close one and left alone when none is close', () => {
  expect(editDistance('xcrsos', 'xcross')).toBe(1)
  expect(editDistance('', 'abc')).toBe(3)
  expect(closest('difusion', ['fusion', 'diffusion', 'diffuse'])).toBe('diffusion')
  expect(closest('zebra', ['zoo', 'cobra'])).toBe(null)
})

test('distances are those of a metric on swaps, gaps and replacements', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a))
      expect(editDistance(a, b) === 0).toBe(a === b)
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
    }),
  )
})

test('whatever is typed, an expression holds quoted words and our own operators only', () => {
  const ours = /\{[a-z ]+\}|\b(AND|OR|NOT)\b|categories|[():]/g
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 20 }), (text, muted) => {
      const query = parseQuery(text)
      if ('error' in query) return
      const filter = { ...NONE, categories: [text], muted: [muted] }
      for (const match of [
        narrowed(matchAll(query), filter, 'words'),
        narrowed(matchAny(query), NONE, 'stems'),
        narrowed(matchAny(query, ['the', 'common']), NONE, 'stems'),
      ])
        expect(
          match
            .replace(/"[\p{L}\p{N} ]*"/gu, '')
            .replace(ours, '')
            .trim(),
        ).toBe('')
    }),
  )
})
