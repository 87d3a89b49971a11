import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeFormula, FORMULA } from '../../src/ranking/formula.ts'
import readme from '../../src/ranking/README.md?raw'
import { rankPapers, scorePapers } from '../../src/ranking/rank.ts'
import { writeReason, writeWholeReason } from '../../src/ranking/reason.ts'
import { scorePaper, scoreParts, weighing } from '../../src/ranking/score.ts'
import { HOUR } from '../../src/time/dates.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'

/** The beginning of its list's day. */
const born = Date.parse('2026-01-14T00:00:00Z')
const hours = (n: number) => born + n * HOUR

test('the worked example of the README holds', () => {
  const observations = [
    anObservation({ at: hours(1), upvotes: 39, stars: 1000 }),
    anObservation({ at: hours(24), upvotes: 80, stars: 1310 }),
  ]
  const score = scorePaper(aPaper(), observations, hours(24))
  const told = [weighing(score.parts, FORMULA).toFixed(3), score.now.toFixed(2), score.mail.toFixed(2)]
  expect(told).toEqual(['1.167', '37.82', '112.00'])
  const reason = '+41 Hugging Face upvotes in 23 hours, 80 so far; its code has 1,310 GitHub stars (+310).'
  expect(writeReason(score.parts)).toBe(reason)
  for (const text of [...told, reason]) expect(readme).toContain(text)
})

test('every constant of the formula is explained in the README', () => {
  for (const [name, value] of Object.entries(FORMULA)) expect(readme).toContain(`\`${name}\` ${value}`)
})

test('nothing observed after now counts', () => {
  const observations = [
    anObservation({ at: hours(1), upvotes: 5 }),
    anObservation({ at: hours(9), upvotes: 500 }),
  ]
  expect(scorePaper(aPaper(), observations, hours(2)).parts.upvotes).toBe(5)
})

test('a count is evidence about the moment it was read: time that passes without a look changes no order of old papers', () => {
  const observations = [anObservation({ at: hours(40), upvotes: 30 })]
  expect(scorePaper(aPaper(), observations, hours(41)).now).toBe(
    scorePaper(aPaper(), observations, hours(90)).now,
  )
})

test('a paper without votes observed has a prior from what else is known, and says that nobody has looked', () => {
  const plain = scorePaper(aPaper(), [], hours(3))
  const starred = scorePaper(aPaper(), [anObservation({ stars: 900, at: hours(1) })], hours(3))
  expect(plain.now).toBeGreaterThan(0)
  expect(starred.now).toBeGreaterThan(plain.now)
  expect(writeReason(starred.parts)).toBe('No votes observed yet.')
})

test('a missing signal is missing, not zero', () => {
  const factor = (given: object) =>
    weighing({ ...scorePaper(aPaper(), [], hours(3)).parts, ...given }, FORMULA)
  expect(factor({})).toBe(1)
  expect(factor({ followers: 0 })).toBeLessThan(1)
  expect(factor({ stars: 0 })).toBeLessThan(1)
  expect(factor({ points: 100 })).toBeGreaterThan(1)
  expect(factor({ followers: 1e9, stars: 1e9, points: 1e9 })).toBe(FORMULA.most)
})

test('a vote taken back is no growth and no negative growth', () => {
  const observations = [
    anObservation({ at: hours(1), upvotes: 9 }),
    anObservation({ at: hours(30), upvotes: 8 }),
  ]
  const { parts } = scorePaper(aPaper(), observations, hours(30))
  expect(parts.gained).toBe(0)
  expect(writeReason(parts)).toBe('8 Hugging Face upvotes in 30 hours on the daily list.')
  expect(writeWholeReason(parts)).toBe('8 Hugging Face upvotes so far, none new in 29 hours.')
})

test('a first observation is not growth: one observation says only where a paper stands', () => {
  const { parts } = scorePaper(aPaper(), [anObservation({ at: hours(2), upvotes: 70 })], hours(20))
  expect(parts.gained).toBeNull()
  expect(writeReason(parts)).toBe('70 Hugging Face upvotes in 2 hours on the daily list.')
})

test('a gap in observations is not growth: what was seen days ago is named with its age, and no rise is named', () => {
  const observations = [
    anObservation({ at: hours(1), upvotes: 10, stars: 5 }),
    anObservation({ at: hours(24), upvotes: 70, stars: 50 }),
  ]
  const { parts } = scorePaper(aPaper(), observations, hours(24 * 5))
  expect([parts.gained, parts.starsGained]).toEqual([null, null])
  expect(writeReason(parts)).toBe(
    '70 Hugging Face upvotes in 24 hours on the daily list; its code has 50 GitHub stars.',
  )
  const back = [...observations, anObservation({ at: hours(24 * 30), upvotes: 90 })]
  expect(writeReason(scorePaper(aPaper(), back, hours(24 * 30)).parts)).toMatch(
    /^\+20 Hugging Face upvotes in 29 days, 90 so far/,
  )
})

test('two sources that count the stars of a repository do not make a rise together', () => {
  const observations = [
    anObservation({ at: hours(1), stars: 100 }),
    anObservation({ at: hours(2), stars: 5000, source: 'github' }),
    anObservation({ at: hours(24), stars: 5003, source: 'github' }),
  ]
  expect(scorePaper(aPaper(), observations, hours(24)).parts).toMatchObject({ stars: 5003, starsGained: 3 })
})

test('the stars of a repository the paper had before are not its own', () => {
  const observations = [
    anObservation({ at: hours(1), stars: 10 }),
    anObservation({ at: hours(24), stars: 90_000 }),
  ]
  const { parts } = scorePaper(aPaper({ repoSince: hours(24) }), observations, hours(24))
  expect(parts).toMatchObject({ stars: 90_000, starsGained: null })
})

test('a repository that everybody has starred for years cannot carry an old paper over a rising one', () => {
  const evergreen = scorePaper(
    aPaper(),
    [anObservation({ at: hours(144), upvotes: 60, stars: 150_000 })],
    hours(144),
  )
  const rising = scorePaper(
    aPaper({ bornAt: hours(120), listedOn: '2026-01-19' }),
    [anObservation({ at: hours(144), upvotes: 15 })],
    hours(144),
  )
  expect(rising.now).toBeGreaterThan(evergreen.now)
})

test('the reason names a place on the list only between the same observations', () => {
  const papers = Array.from({ length: 12 }, (_, i) => aPaper({ id: `2601.${String(i).padStart(5, '0')}` }))
  const seen = new Map(
    papers.map(({ id }, i) => [
      id,
      [
        anObservation({ paperId: id, at: hours(1), upvotes: 1 }),
        // The last two gained as much as each other, and are looked at with the rest.
        anObservation({ paperId: id, at: hours(23), upvotes: 2 + Math.min(i, 10) }),
      ],
    ]),
  )
  const reasons = scorePapers(papers, seen, hours(23)).map(({ score }) => writeReason(score.parts))
  expect(reasons.slice(8)).toEqual([
    '+9 Hugging Face upvotes in 22 hours, 10 so far.',
    '+10 Hugging Face upvotes in 22 hours, 11 so far; third fastest of the 12 papers listed that day.',
    '+11 Hugging Face upvotes in 22 hours, 12 so far.',
    '+11 Hugging Face upvotes in 22 hours, 12 so far.',
  ])
  expect(scorePapers(papers.slice(0, 9), seen, hours(23)).every(({ score }) => !score.parts.place)).toBe(true)
})

test('the reason compares with papers at least as old, and says nothing where it has no measure', () => {
  const cohorts = [
    { age: 24, of: 600, q75: 18, q90: 38, q99: 106 },
    { age: 48, of: 590, q75: 21, q90: 45, q99: 135 },
  ]
  const reason = (upvotes: number, at: number) => {
    const seen = new Map([['2601.08441', [anObservation({ at: hours(at), upvotes })]]])
    const [scored] = scorePapers([aPaper()], seen, hours(at), cohorts)
    return writeReason((scored as NonNullable<typeof scored>).score.parts)
  }
  expect(reason(40, 24)).toBe(
    '40 Hugging Face upvotes in 24 hours on the daily list, more than 9 of 10 papers as old.',
  )
  expect(reason(40, 25)).toBe(
    '40 Hugging Face upvotes in 25 hours on the daily list, more than 3 of 4 papers as old.',
  )
  expect(reason(136, 30)).toContain('99 of 100')
  expect(reason(10, 24)).toBe('10 Hugging Face upvotes in 24 hours on the daily list.')
  expect(reason(400, 49)).toBe('400 Hugging Face upvotes in 2 days on the daily list.')
})

test('the parts and the formula are all that a score needs', () => {
  const score = scorePaper(
    aPaper({ submitterFollowers: 250 }),
    [anObservation({ at: hours(9), upvotes: 12 })],
    hours(15),
  )
  expect(scoreParts(JSON.parse(JSON.stringify(score.parts)), FORMULA)).toEqual(score)
})

test('a formula is changed by names and numbers, and anything else is said to be neither', () => {
  expect(changeFormula(FORMULA, 'grow=8,lead=2')).toEqual({ ...FORMULA, grow: 8, lead: 2 })
  expect(() => changeFormula(FORMULA, 'gravity=1')).toThrow(/gravity.*grow/)
  for (const bad of ['grow', 'grow=', 'grow=x', 'grow=Infinity'])
    expect(() => changeFormula(FORMULA, bad)).toThrow(RangeError)
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
        const score = scorePaper(aPaper(), observations, now)
        expect(scorePaper(aPaper(), observations.toReversed(), now)).toEqual(score)
        expect(Number.isFinite(score.now) && score.now >= 0).toBe(true)
      },
    ),
  )
})

test('equal scores rank in an order that does not depend on the input', () => {
  const scored = ['2601.00001', '2601.00003', '2601.00002'].map((id) => ({
    paper: { id },
    score: scorePaper(aPaper(), [], born, FORMULA),
  }))
  expect(rankPapers(scored, 'now').map(({ paper }) => paper.id)).toEqual([
    '2601.00003',
    '2601.00002',
    '2601.00001',
  ])
})
