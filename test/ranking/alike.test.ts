import { expect, test } from 'vitest'
import { alikeAmong } from '../../src/ranking/alike.ts'

const worded = (texts: Record<string, string>) =>
  alikeAmong(Object.entries(texts).map(([id, text]) => ({ id, words: text === '' ? [] : text.split(' ') })))

test('papers of the same words are wholly alike, of no common word not at all, either way round', () => {
  const alike = worded({ a: 'sparse attention', b: 'attention sparse', c: 'protein folding' })
  expect(alike('a', 'b')).toBeCloseTo(1)
  expect(alike('a', 'c')).toBe(0)
  expect(alike('a', 'a')).toBeCloseTo(1)
})

test('a rare word in common says more than one that most papers have', () => {
  const alike = worded({
    a: 'model quaternion',
    b: 'method quaternion',
    c: 'model routing',
    d: 'model speech',
    e: 'model video',
    f: 'model graphs',
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
  expect(alike('a', 'b')).toBeCloseTo(1)
  expect(alike('a', 'c')).toBe(0)
})
