import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Observation } from '../../src/papers/observation.ts'
import { scoreHistory } from '../../src/ranking/history.ts'
import { scorePaper } from '../../src/ranking/score.ts'
import { readSignals } from '../../src/ranking/signals.ts'
import { HOUR } from '../../src/time/dates.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'

const born = Date.parse('2026-01-14T00:00:00Z')
const hours = (n: number) => born + n * HOUR

test('every count comes with its change between two of our observations, and counts that no source reported are left out', () => {
  const signals = readSignals(aPaper(), [
    anObservation({ at: hours(1), upvotes: 30, comments: 2, stars: 500 }),
    anObservation({ at: hours(2), source: 'github', stars: 510 }),
    anObservation({ at: hours(24), upvotes: 71, comments: 2, stars: 600 }),
    anObservation({ at: hours(26), source: 'github', stars: 640 }),
    anObservation({ at: hours(27), source: 'hackernews', points: 120, comments: 45 }),
  ])
  expect(signals).toEqual([
    { signal: 'upvotes', source: 'huggingface', count: 71, at: hours(24), gained: 41, over: 23 },
    { signal: 'comments', source: 'huggingface', count: 2, at: hours(24), gained: 0, over: 23 },
    // Hugging Face's copy of the stars is another count, taken at another time.
    { signal: 'stars', source: 'github', count: 640, at: hours(26), gained: 130, over: 24 },
    { signal: 'points', source: 'hackernews', count: 120, at: hours(27), gained: null, over: null },
    { signal: 'comments', source: 'hackernews', count: 45, at: hours(27), gained: null, over: null },
  ])
  expect(readSignals(aPaper(), [])).toEqual([])
})

test('of every signal, growth is what exceeds the highest count before, and a first number after zeros is a first observation', () => {
  const series = (counts: readonly (readonly [at: number, count: number])[]) =>
    readSignals(
      aPaper(),
      counts.flatMap(([at, count]) => [
        anObservation({ at: hours(at), upvotes: count, comments: count }),
        anObservation({ at: hours(at), source: 'github', stars: count }),
        anObservation({ at: hours(at), source: 'hackernews', points: count, comments: count }),
      ]),
    ).map(({ count, gained, over }) => `${count} ${gained} ${over}`)
  const all = (told: string) => Array(5).fill(told)
  expect(
    series([
      [0, 4000],
      [24, 4003],
      [48, 3],
      [71, 4010],
    ]),
  ).toEqual(all('4010 7 23'))
  expect(
    series([
      [0, 4000],
      [24, 4003],
      [48, 3],
      [71, 4003],
    ]),
  ).toEqual(all('4003 0 23'))
  expect(
    series([
      [0, 4000],
      [24, 4003],
      [48, 3],
      [71, 4004],
    ]),
  ).toEqual(all('4004 1 23'))
  expect(
    series([
      [0, 40],
      [24, 30],
    ]),
  ).toEqual(all('30 0 24'))
  expect(
    series([
      [0, 0],
      [24, 0],
      [48, 50],
    ]),
  ).toEqual(all('50 null null'))
  expect(
    series([
      [0, 0],
      [24, 50],
      [48, 51],
    ]),
  ).toEqual(all('51 1 24'))
  expect(
    series([
      [0, 0],
      [24, 0],
    ]),
  ).toEqual(all('0 0 24'))
  expect(
    series([
      [0, 5],
      [10, 0],
      [20, 0],
      [30, 6],
    ]),
  ).toEqual(all('6 1 20'))
})

test('GitHub’s own stars count until another source’s are more than 24 hours newer', () => {
  const own = anObservation({ at: hours(2), source: 'github', stars: 510 })
  const starsTold = (at: number) => {
    const seen = [own, anObservation({ at, stars: 700 })]
    return [readSignals(aPaper(), seen)[0]?.count, scorePaper(aPaper(), seen, at).parts.stars]
  }
  expect(starsTold(hours(26))).toEqual([510, 510])
  expect(starsTold(hours(26) + 1)).toEqual([700, 700])
})

test('stars of a repository that a paper had before are shown nowhere', () => {
  const paper = aPaper({ repoSince: hours(5) })
  const before = anObservation({ at: hours(2), source: 'github', stars: 50_000 })
  const after = anObservation({ at: hours(6), source: 'github', stars: 12 })
  expect(readSignals(paper, [before]).map(({ signal }) => signal)).toEqual([])
  expect(readSignals(paper, [before, after])).toMatchObject([{ count: 12, gained: null }])
  expect(scoreHistory(paper, [before, after]).map(({ stars }) => stars)).toEqual([null, 12])
})

test('a history tells what each look saw and made of it, and nothing later', () => {
  const seen = [
    anObservation({ at: hours(9), upvotes: 30 }),
    anObservation({ at: hours(9), source: 'github', stars: 900 }),
    anObservation({ at: hours(30), upvotes: 80 }),
  ]
  const scoreAt = (at: number) => {
    const { now, mail } = scorePaper(aPaper(), seen, at)
    return { now, mail }
  }
  expect(scoreHistory(aPaper(), seen)).toEqual([
    { at: hours(9), upvotes: 30, stars: 900, points: null, ...scoreAt(hours(9)) },
    { at: hours(30), upvotes: 80, stars: null, points: null, ...scoreAt(hours(30)) },
  ])
})

test('signals and histories are the same in whatever order observations come', () => {
  const seen = [
    anObservation({ at: hours(30), upvotes: 80, stars: 7 }),
    anObservation({ at: hours(1), upvotes: 10, stars: 5 }),
    anObservation({ at: hours(9), upvotes: 30, stars: 6 }),
  ]
  expect(readSignals(aPaper(), seen)).toEqual(readSignals(aPaper(), seen.toReversed()))
  expect(readSignals(aPaper(), seen)[0]).toMatchObject({ count: 80, gained: 50, over: 21 })
  expect(scoreHistory(aPaper(), seen)).toEqual(scoreHistory(aPaper(), seen.toReversed()))
})

test('of two sources at one instant a history has the higher count, from the first observation of the present repository on', () => {
  const look = [
    anObservation({ at: hours(5), upvotes: 3, stars: 12 }),
    anObservation({ at: hours(5), source: 'github', stars: 10 }),
  ]
  expect(scoreHistory(aPaper({ repoSince: hours(5) }), look).map(({ stars }) => stars)).toEqual([12])
  expect(scoreHistory(aPaper({ repoSince: hours(5) + 1 }), look).map(({ stars }) => stars)).toEqual([null])
})

test('forty observations are all in a history; of more, those between the first and the last that lie evenly apart', () => {
  const told = (times: readonly number[]) =>
    scoreHistory(
      aPaper(),
      times.map((n) => anObservation({ at: hours(n), upvotes: 1 })),
    ).map(({ at }) => (at - born) / HOUR)
  const hourly = (count: number) => Array.from({ length: count }, (_, n) => n)
  const crowded = [...hourly(39).map((n) => n / 100), 39]
  expect(told(crowded)).toEqual(crowded)
  expect(told(hourly(79))).toEqual(hourly(40).map((n) => 2 * n))
  expect(told(hourly(80))).toEqual([...hourly(27).map((n) => 3 * n), 79])
  expect(told([...crowded.slice(0, -1), 38.5, 39])).toEqual([0, 38.5, 39])
})

test('however many observations there were, a history has the first, the last and forty at most, in order', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 300, size: 'max' }),
      (times) => {
        const seen: Observation[] = times.map((n) => anObservation({ at: hours(n), upvotes: n }))
        const told = scoreHistory(aPaper(), seen).map(({ at }) => at)
        const ascending = times.map(hours).sort((a, b) => a - b)
        expect(told.length).toBeLessThanOrEqual(40)
        expect([told[0], told.at(-1)]).toEqual([ascending[0], ascending.at(-1)])
        expect(told).toEqual(ascending.filter((at) => told.includes(at)))
        if (times.length <= 40) expect(told).toEqual(ascending)
      },
    ),
  )
})
