import { expect, test } from 'vitest'
import { explainScore } from '../../src/feeds/explain-score.ts'
import type { Parts } from '../../src/ranking/parts.ts'
import { FORMULA, scoreParts } from '../../src/ranking/score.ts'

const parts: Required<Parts> = {
  upvotes: 80,
  gained: 41,
  gainedOver: 23,
  stars: 1310,
  starsGained: 310,
  points: 120,
  followers: 900,
  age: 30,
  listed: 24,
  blind: 3,
  place: { rank: 3, of: 22 },
  above: 0.9,
  back: { signal: 'stars', gained: 310, total: 1310, over: 24, times: 3.1 },
}
const explain = (given: Parts) => explainScore(scoreParts(given, FORMULA), FORMULA)
const asText = (given: Parts) =>
  explain(given).map(({ name, value, means }) => `${name}: ${value} (${means})`)

test('every part of a score is explained: a change of any changes what is said', () => {
  const others: Required<Parts> = {
    upvotes: null,
    gained: null,
    gainedOver: 70,
    stars: null,
    starsGained: 5,
    points: 2,
    followers: 0,
    age: 99,
    listed: 90,
    blind: 0,
    place: null,
    above: null,
    back: { ...parts.back, times: 1.2 },
  }
  for (const name of Object.keys(parts) as (keyof Parts)[])
    expect(asText({ ...parts, [name]: others[name] }), name).not.toEqual(asText(parts))
})

test('an explanation ends with the two numbers, and the factor is what its three parts add up to', () => {
  const told = asText(parts)
  expect(told).toContain('Stars on GitHub: 1,310 (adds 17 %)')
  expect(told).toContain('Followers of who listed it: 900 (adds 30 %)')
  expect(told).toContain('Points on Hacker News: 120 (adds 19 %)')
  expect(told.find((line) => line.startsWith('The three together'))).toMatch(/× 1\.66/)
  expect(told).toContain(
    'Back again: +310 stars in 24 hours (3.1 times what brings an old paper back to an edition)',
  )
  const { now, mail } = scoreParts(parts, FORMULA)
  expect(
    explain(parts)
      .slice(-2)
      .map(({ value }) => value),
  ).toEqual([now.toFixed(2), mail.toFixed(2)])
})

test('what nobody observed is said to be so and changes nothing', () => {
  const { back: _, ...rest } = parts
  const told = asText({ ...rest, upvotes: null, stars: null, points: null, followers: null })
  expect(told).toContain('Stars on GitHub: not observed (changes nothing)')
  expect(told.find((line) => line.startsWith('Upvotes on'))).toMatch(/not observed \(taken as 5/)
  expect(told.join()).not.toMatch(/Back again|NaN|undefined/)
})
