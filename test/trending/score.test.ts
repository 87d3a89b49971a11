import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rankPapers } from '../../src/trending/rank.ts'
import { writeReceipt } from '../../src/trending/receipt.ts'
import { FORMULA, scorePaper } from '../../src/trending/score.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'

const seen = Date.parse('2026-01-14T08:00:00Z')
const hours = (n: number) => seen + n * 3_600_000

test('the worked example of the README holds', () => {
  const observations = [
    anObservation({ at: hours(1), upvotes: 39 }),
    anObservation({ at: hours(25), upvotes: 80 }),
  ]
  const score = scorePaper(aPaper({ firstSeenAt: seen }), observations, hours(25))
  expect(score.now).toBeCloseTo(16, 6)
  expect(score.mail).toBeCloseTo(57.98, 2)
  expect(writeReceipt(score.parts)).toBe('+41 upvotes in 24 hours, 80 so far.')
})

test('nothing observed after now counts', () => {
  const observations = [
    anObservation({ at: hours(1), upvotes: 5 }),
    anObservation({ at: hours(9), upvotes: 500 }),
  ]
  expect(scorePaper(aPaper(), observations, hours(2)).parts.upvotes).toBe(5)
})

test('a paper without votes observed scores nothing and says so', () => {
  const score = scorePaper(aPaper(), [anObservation({ stars: 900 })], hours(3))
  expect([score.now, score.mail]).toEqual([0, 0])
  expect(writeReceipt(score.parts)).toBe('No votes observed yet.')
})

test('a vote taken back is no growth and no negative growth', () => {
  const observations = [
    anObservation({ at: hours(1), upvotes: 9 }),
    anObservation({ at: hours(30), upvotes: 8 }),
  ]
  const { parts } = scorePaper(aPaper(), observations, hours(30))
  expect(parts.gained).toBe(0)
  expect(writeReceipt(parts)).toBe('8 upvotes so far, none new in 29 hours.')
})

test('a first look is not growth: one observation says only where a paper stands', () => {
  const { parts } = scorePaper(aPaper(), [anObservation({ at: hours(2), upvotes: 70 })], hours(40))
  expect(parts.gained).toBeNull()
  expect(writeReceipt(parts)).toBe('70 upvotes, 40 hours after we first saw it.')
})

test('the receipt names the stars of the code and their change', () => {
  const observations = [
    anObservation({ at: hours(1), upvotes: 1, stars: 1000 }),
    anObservation({ at: hours(49), upvotes: 2, stars: 1310 }),
  ]
  const { parts } = scorePaper(aPaper(), observations, hours(49))
  expect(writeReceipt(parts)).toBe('+1 upvote in 2 days, 2 so far; its code has 1,310 stars (+310).')
})

test('the order of observations does not matter', () => {
  const observation = fc.record({
    at: fc.integer({ min: hours(0), max: hours(200) }),
    upvotes: fc.option(fc.nat(500)),
  })
  fc.assert(
    fc.property(
      fc.uniqueArray(observation, { selector: (o) => o.at }),
      fc.integer({ min: hours(0), max: hours(200) }),
      (list, now) => {
        const observations = list.map(anObservation)
        const score = scorePaper(aPaper({ firstSeenAt: seen }), observations, now)
        expect(scorePaper(aPaper({ firstSeenAt: seen }), observations.toReversed(), now)).toEqual(score)
        expect(Number.isFinite(score.now) && score.now >= 0).toBe(true)
      },
    ),
  )
})

test('equal scores rank in an order that does not depend on the input', () => {
  const scored = ['2601.00001', '2601.00003', '2601.00002'].map((id) => ({
    paper: { id },
    score: scorePaper(aPaper(), [], seen, FORMULA),
  }))
  expect(rankPapers(scored, 'now').map(({ paper }) => paper.id)).toEqual([
    '2601.00003',
    '2601.00002',
    '2601.00001',
  ])
})
