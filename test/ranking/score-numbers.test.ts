import { expect, test } from 'vitest'
import type { Observation } from '../../src/papers/observation.ts'
import { FORMULA } from '../../src/ranking/formula.ts'
import { growth, type Parts, readParts, STALE, starCounts } from '../../src/ranking/parts.ts'
import { rankPapers, scorePapers } from '../../src/ranking/rank.ts'
import { span, splitGain, writeReason, writeWholeReason } from '../../src/ranking/reason.ts'
import { scoreParts } from '../../src/ranking/score.ts'
import { HOUR } from '../../src/time/dates.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'

const seen = Date.parse('2026-01-14T08:00:00Z')
const after = (hours: number) => seen + hours * HOUR
const NOTHING: Parts = {
  upvotes: null,
  gained: null,
  gainedOver: null,
  stars: null,
  starsGained: null,
  points: null,
  followers: null,
  age: 1,
  listed: 0,
  blind: 0,
  place: null,
  above: null,
}

test('the votes of a paper nobody has looked at are those of a typical one, more by half an e-fold a star e-fold', () => {
  const stars = Math.expm1(FORMULA.typical + 2)
  const score = scoreParts({ ...NOTHING, stars, listed: 4 }, FORMULA)
  expect(score.now).toBeCloseTo((5 * Math.E + 1) * 2 * 1.08, 9)
  expect(score.mail).toBeCloseTo(5 * Math.E * 1.08 * 3, 9)
})

test('a paper not looked at for a while in its first day is expected to have grown meanwhile', () => {
  const at = (blind: number) => scoreParts({ ...NOTHING, upvotes: 9, listed: 4, blind }, FORMULA)
  expect([at(0).now, at(0).mail]).toEqual([20, 27])
  expect([at(5).now, at(5).mail]).toEqual([15, 27])
  expect(scoreParts({ ...NOTHING, upvotes: -3, listed: 4 }, FORMULA).mail).toBe(0)
})

test('hours are counted from the birth of the listing, else from its day, else from when we saw the paper', () => {
  const votes = [anObservation({ at: after(6), upvotes: 3 })]
  const of = (given: object, hours = 10) => {
    const { age, listed, blind } = readParts(aPaper({ firstSeenAt: seen, ...given }), votes, after(hours))
    return { age, listed, blind }
  }
  expect(of({ listedOn: null, bornAt: null })).toEqual({ age: 10, listed: 6, blind: 4 })
  expect(of({ bornAt: null })).toEqual({ age: 10, listed: 14, blind: 4 })
  expect(of({ bornAt: after(2) })).toEqual({ age: 10, listed: 4, blind: 4 })
  expect(of({ bornAt: after(8) })).toMatchObject({ listed: 0 })
  // The first day of its list has 24 hours: of them, 14 had passed at the last look.
  expect(of({}, 100)).toMatchObject({ age: 100, blind: 10 })
  expect(of({ listedOn: null, bornAt: null }, 0.5).age).toBe(1)
})

test('of several stories the one with most points speaks, in any order', () => {
  const told = [40, 12, 25].map((points, n) =>
    anObservation({ source: 'hackernews', at: after(n), points, upvotes: null }),
  )
  expect(readParts(aPaper(), told, after(9)).points).toBe(40)
  expect(readParts(aPaper(), told.slice(1), after(9)).points).toBe(25)
  expect(readParts(aPaper(), [], after(9)).points).toBeNull()
})

test('growth is named until the last count is as old as the limit, and reads no further back than asked', () => {
  const series = [1, 5, 9].map((value, n) => ({ at: after(30 * n), source: 'huggingface', value }))
  expect(growth(series, after(60 + STALE))).toEqual({ latest: 9, gained: 4, over: 30 })
  expect(growth(series, after(60 + STALE) + 1)).toEqual({ latest: 9, gained: null, over: null })
  expect(growth(series, after(60), 30)).toEqual({ latest: 9, gained: 4, over: 30 })
  expect(growth(series, after(60), 29.9)).toEqual({ latest: 9, gained: null, over: null })
  // Zeros before the first number are a count that was not made yet.
  expect(growth([{ ...(series[0] as (typeof series)[0]), value: 0 }, ...series.slice(1)], after(60))).toEqual(
    {
      latest: 9,
      gained: 4,
      over: 30,
    },
  )
})

test('the stars of one source are compared with its own: the one that counted last, or GitHub within a day of it', () => {
  const star = (source: Observation['source'], hours: number, stars: number) =>
    anObservation({ source, at: after(hours), stars })
  const counts = (...given: Observation[]) =>
    starCounts({ repoSince: null }, given).map(({ source, value }) => `${source} ${value}`)
  expect(counts()).toEqual([])
  expect(counts(star('huggingface', 0, 7))).toEqual(['huggingface 7'])
  expect(counts(star('github', 0, 9), star('huggingface', 24, 7))).toEqual(['github 9'])
  expect(counts(star('github', 0, 9), star('huggingface', 24.1, 7))).toEqual(['huggingface 7'])
})

test('equal scores rank the newer id first, and a paper equals itself', () => {
  const one = (id: string) => ({ paper: { id }, score: { now: 1, mail: 1, parts: NOTHING } })
  const ranked = rankPapers(
    [one('2601.00001'), one('2601.00003'), one('2601.00002'), one('2601.00003')],
    'now',
  )
  expect(ranked.map(({ paper }) => paper.id)).toEqual([
    '2601.00003',
    '2601.00003',
    '2601.00002',
    '2601.00001',
  ])
})

test('a place is named from ten papers on, among those of one list with the same two looks', () => {
  const placesOf = (papers: number, lookOf: (n: number) => number = () => 30, bornOf = (_: number) => 0) => {
    const list = Array.from({ length: papers }, (_, n) =>
      aPaper({ id: `2601.${10_000 + n}`, bornAt: after(bornOf(n)) }),
    )
    const looks = new Map(
      list.map(({ id }, n) => [
        id,
        [1, 1 + n].map((upvotes, look) =>
          anObservation({ paperId: id, at: after(look === 0 ? 5 : lookOf(n)), upvotes }),
        ),
      ]),
    )
    return scorePapers(list, looks, after(40)).map(({ score }) => score.parts.place)
  }
  expect(placesOf(10).at(-1)).toEqual({ rank: 1, of: 10, whole: true })
  expect(placesOf(9).at(-1)).toBeNull()
  // Nothing gained is no place.
  expect(placesOf(10)[0]).toBeNull()
  // One paper was looked at later: the field is the other ten, which are not all of the list.
  expect(placesOf(11, (n) => (n === 0 ? 31 : 30)).at(-1)).toEqual({ rank: 1, of: 10 })
  // The two looks are the same instants, whatever the hour at which each listing was born.
  expect(placesOf(10, undefined, (n) => n % 3).at(-1)).toEqual({ rank: 1, of: 10, whole: true })
})

test('a reason names what was counted and nothing else', () => {
  const said = (given: Partial<Parts>) => writeReason({ ...NOTHING, upvotes: 5, listed: 30, ...given })
  const plain = '5 Hugging Face upvotes in 30 hours on the daily list'
  expect(said({})).toBe(`${plain}.`)
  expect(said({ upvotes: 1, listed: 0.2 })).toBe('1 Hugging Face upvote in 1 hour on the daily list.')
  expect(said({ gained: 3 })).toBe(`${plain}.`)
  expect(said({ gainedOver: 3 })).toBe(`${plain}.`)
  expect(said({ gained: 3, gainedOver: 4 })).toBe('+3 Hugging Face upvotes in 4 hours, 5 so far.')
  expect(said({ stars: 0, points: 1 })).toBe(`${plain}.`)
  expect(said({ stars: 1, points: 2 })).toBe(`${plain}; its code has 1 GitHub star; 2 points on Hacker News.`)
  expect(writeWholeReason({ ...NOTHING, upvotes: 5, gained: 0, gainedOver: null, listed: 30 })).toBe(
    `${plain}.`,
  )
})

test('hours are said as hours below 48 and as days from there', () => {
  expect([0, 1.4, 47.9, 48, 60].map(span)).toEqual(['1 hour', '1 hour', '48 hours', '2 days', '3 days'])
})

test('the gain at the head of a reason is set apart, and a reason that claims none stays whole', () => {
  const parts = (reason: string) => Object.values(splitGain(reason))
  expect(parts('+1,041 Hugging Face upvotes in 23 hours.')).toEqual([
    '',
    '+1,041',
    ' Hugging Face upvotes in 23 hours.',
  ])
  expect(parts('Back again: +310 GitHub stars.')).toEqual(['Back again: ', '+310', ' GitHub stars.'])
  expect(parts('No votes observed yet.')).toEqual(['', '', 'No votes observed yet.'])
})
