import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareWith, GIST_WORDS, type Gist, gistOf } from '../../src/ranking/alike.ts'

/** Gists of texts, by the words of all of them. */
function gistsOf(texts: Record<string, string>): Map<string, Gist> {
  const words = Object.entries(texts).map(([id, text]) => [id, text === '' ? [] : text.split(' ')] as const)
  const having = new Map<string, number>()
  for (const [, some] of words)
    for (const word of new Set(some)) having.set(word, (having.get(word) ?? 0) + 1)
  return new Map(words.map(([id, some]) => [id, gistOf(some, having, words.length)]))
}
function worded(texts: Record<string, string>) {
  const gists = gistsOf(texts)
  const compare = compareWith(gists)
  return (a: string, b: string) => compare(gists.get(b) ?? { words: [], weights: [] }).get(a) ?? 0
}

test('papers of the same words are wholly alike, of no common word not at all, either way round', () => {
  const alike = worded({ a: 'sparse attention', b: 'attention sparse', c: 'protein folding' })
  expect(alike('a', 'b')).toBeCloseTo(1, 2)
  expect(alike('a', 'c')).toBe(0)
  expect(alike('a', 'a')).toBeCloseTo(1, 2)
})

test('a rare word in common says more than one that most papers have', () => {
  const alike = worded({
    ...{ a: 'model quaternion', b: 'method quaternion', c: 'model routing' },
    ...{ d: 'model speech', e: 'model video', f: 'model graphs' },
  })
  expect(alike('a', 'b')).toBeGreaterThan(alike('a', 'c'))
  expect(alike('a', 'c')).toBeGreaterThan(0)
  expect(alike('a', 'b')).toBe(alike('b', 'a'))
})

test('a paper without words, and one that is not there, are like none', () => {
  const alike = worded({ a: '', b: 'attention', c: '' })
  expect([alike('a', 'b'), alike('a', 'c'), alike('b', 'x'), alike('x', 'x')]).toEqual([0, 0, 0, 0])
})

test('words that are names of built-in properties are words', () => {
  const alike = worded({ a: '__proto__ constructor', b: 'constructor __proto__', c: 'attention' })
  expect(alike('a', 'b')).toBeCloseTo(1, 2)
  expect(alike('a', 'c')).toBe(0)
})

test('whatever the words, a gist is whole numbers of the length that is promised, and survives being stored', () => {
  const word = fc.stringMatching(/^[a-z]{1,4}$/)
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 300 }),
      fc.dictionary(word, fc.nat(5000)),
      fc.nat(5000),
      (words, known, papers) => {
        const gist = gistOf(words, new Map(Object.entries(known)), papers)
        expect(gist.words.length).toBe(Math.min(GIST_WORDS, new Set(words).size))
        expect(
          gist.weights.every((weight) => Number.isInteger(weight) && weight >= 0 && weight <= 1000),
        ).toBe(true)
        const stored = JSON.parse(JSON.stringify(gist)) as Gist
        const likeness = compareWith(new Map([['a', gist]]))(stored).get('a') ?? 0
        if (words.length > 0) expect(likeness).toBeCloseTo(1, 1)
        expect(likeness).toBeLessThanOrEqual(1)
      },
    ),
  )
})
