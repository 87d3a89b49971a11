import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diversify, ONE_TOPIC } from '../../src/ranking/diverse.ts'

const alike = (value: number) => (a: string, b: string) => (a[0] === b[0] ? value : 0)

test('a second paper of a topic waits until there is no other', () => {
  const papers = ['a1', 'a2', 'b1', 'c1', 'b2', 'd1', 'e1', 'f1']
  expect(diversify(papers, 5, alike(0.5))).toEqual(['a1', 'b1', 'c1', 'd1', 'e1'])
})

test('papers are of one topic above the threshold, not at it', () => {
  expect(diversify(['a1', 'a2', 'b1'], 2, alike(ONE_TOPIC))).toEqual(['a1', 'a2'])
  expect(diversify(['a1', 'a2', 'b1'], 2, alike(ONE_TOPIC + 0.001))).toEqual(['a1', 'b1'])
})

test('when topics run out the places go to those left out, in their order', () => {
  expect(diversify(['a1', 'a2', 'b1', 'a3'], 4, alike(1))).toEqual(['a1', 'b1', 'a2', 'a3'])
  expect(diversify(['a1', 'a2'], 5, alike(1))).toEqual(['a1', 'a2'])
  expect(diversify([], 5, alike(1))).toEqual([])
})

test('as many papers as there are places, none twice, the first always first', () => {
  const order = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }))
  fc.assert(
    fc.property(order, fc.nat(8), (papers, count) => {
      const chosen = diversify(papers, count, alike(1))
      expect(chosen).toHaveLength(Math.min(count, papers.length))
      expect(new Set(chosen).size).toBe(chosen.length)
      if (count > 0) expect(chosen[0]).toBe(papers[0])
    }),
  )
})
