import fc from 'fast-check'
import { expect, test } from 'vitest'
import { composeEdition } from '../../src/editions/compose.ts'
import { diversify, ONE_TOPIC } from '../../src/ranking/diverse.ts'
import { FORMULA } from '../../src/ranking/formula.ts'
import { scorePapers } from '../../src/ranking/rank.ts'
import { likenessAmong } from '../../src/search/one-topic.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'

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

test('likeness is the cosine of weighed words: 1 for the same ones, 0 without a shared one', () => {
  const titles = ['robots grasp cups', 'cups grasp robots', 'proteins fold', 'robots fold', '']
  const likeness = likenessAmong(titles.map((title) => ({ title, abstract: '' })))
  expect(likeness(0, 1)).toBeCloseTo(1, 2)
  expect(likeness(0, 2)).toBe(0)
  expect(likeness(4, 0)).toBe(0)
  // "robots" is in three of five, "fold" in two, "proteins" in one.
  const [three, two, one] = [3, 2, 1].map((n) => 1 + Math.log(5 / n)) as [number, number, number]
  expect(likeness(2, 3)).toBeCloseTo((two * two) / (Math.hypot(two, one) * Math.hypot(two, three)), 2)
  expect(likeness(3, 2)).toBe(likeness(2, 3))
})

const AT = Date.parse('2026-01-20T02:15:00Z')
const TOPICS = [
  ['Grasping cups with two robot hands', 'A robot hand grasps cups and bottles on a kitchen table.'],
  ['Robot hands that grasp bottles', 'Two robot hands grasp bottles and cups from a kitchen table.'],
  ['Folding proteins by diffusion', 'Amino chains are folded with a denoising network.'],
  ['Speech without transcripts', 'Audio tokens are predicted from raw waveforms alone.'],
  ['Weather from satellites', 'Clouds and rainfall are forecast for a week ahead.'],
  ['Proofs checked by kernels', 'Lemmas are searched and verified inside a theorem prover.'],
  ['Maps of coral reefs', 'Underwater images are segmented by divers and drones.'],
] as const

/** Papers in the order of their votes, with these texts. */
const candidates = (texts: readonly (readonly [string, string])[]) => {
  const papers = texts.map(([title, abstract], n) =>
    aPaper({ id: `2601.0000${n}`, title, abstract, listedOn: '2026-01-19', bornAt: AT - 26 * 3_600_000 }),
  )
  const seen = papers.map(({ id }, n) => [
    id,
    [anObservation({ paperId: id, at: AT - 3_600_000, upvotes: 90 - n })],
  ])
  return scorePapers(papers, new Map(seen as never), AT)
}
const given = { date: '2026-01-20', state: 'complete', note: null, publishedAt: AT } as const
const placesOf = (oneTopic: number | undefined, texts: readonly (readonly [string, string])[] = TOPICS) =>
  composeEdition(given, candidates(texts), [], { oneTopic }).papers.map(
    ({ id, position, depth }) => `${id.at(-1)} ${position} ${depth}`,
  )

test('the second paper of a topic is one line of the edition, and none is left out', () => {
  const full = [0, 2, 3, 4, 5].map((n, place) => `${n} ${place + 1} full`)
  expect(placesOf(FORMULA.oneTopic)).toEqual([...full, '1 6 brief', '6 7 brief'])
  // Editions made before that was a rule stay as they were.
  expect(placesOf(undefined).map((place) => Number(place[0]))).toEqual([0, 1, 2, 3, 4, 5, 6])
})

test('a list of five papers, or of one topic alone, keeps its order', () => {
  expect(placesOf(FORMULA.oneTopic, TOPICS.slice(0, 5))[1]).toBe('1 2 full')
  const alone = Array.from({ length: 8 }, () => TOPICS[0])
  expect(placesOf(FORMULA.oneTopic, alone).map((place) => Number(place[0]))).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
})
