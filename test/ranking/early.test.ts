import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AuthorPast, EARLY, earlyScore } from '../../src/ranking/early.ts'

const anAuthor = (name: string, past: Partial<AuthorPast> = {}): AuthorPast => ({
  name,
  listings: 1,
  votes: 1,
  firstOn: '2025-06-02',
  lastOn: '2025-06-02',
  ...past,
})
const known = (...authors: AuthorPast[]) => new Map(authors.map((author) => [author.name, author]))
const people = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => `some person ${from + n}x`)
const score = (authors: readonly string[], past: ReadonlyMap<string, AuthorPast>, abstract = '') =>
  earlyScore({ authors, abstract }, past)

test('the more of its authors were on a list, and the more votes they got there, the higher a paper', () => {
  const past = known(
    anAuthor('ada lovelace'),
    anAuthor('alan turing'),
    anAuthor('grace hopper', { votes: 5 }),
  )
  const scores = [
    ['someone else'],
    ['ada lovelace', 'someone else'],
    ['ada lovelace', 'alan turing'],
    ['ada lovelace', 'grace hopper'],
  ].map((authors) => score(authors, past).score)
  expect(scores).toEqual(scores.toSorted((a, b) => a - b))
  expect(new Set(scores).size).toBe(4)
})

test('an author with many usual papers counts as one with a single usual paper', () => {
  const [once, often] = [
    { listings: 1, votes: 1 },
    { listings: 40, votes: 40 },
  ].map((past) => score(['ada lovelace'], known(anAuthor('ada lovelace', past))).score)
  expect(often).toBe(once)
})

test('the example of the page holds', () => {
  const past = known(
    anAuthor('mirella kovacs', { listings: 2, votes: 6 }),
    anAuthor('dana okafor'),
    anAuthor('li wang', { listings: 10, votes: 10 }),
  )
  const { score: value, parts } = score(['mirella kovacs', 'dana okafor', 'li wang', 'joe newman'], past)
  expect(parts).toEqual({
    authors: 4,
    known: 3,
    common: 1,
    fame: Math.log(4) + 1.5 * Math.log(2),
    size: 1,
    code: false,
    topic: false,
  })
  expect(value.toFixed(3)).toBe('3.426')
})

test('a name of at most seven letters may be anybody and counts half', () => {
  const weightOf = (name: string) => score([name], known(anAuthor(name))).parts.fame
  expect(EARLY.commonLetters).toBe(7)
  for (const name of ['yang liu', 'wei wang', 'yi-fan li', 'o. pax ng'])
    expect([name, weightOf(name)]).toEqual([name, Math.LN2 / 2])
  for (const name of ['yang liua', 'wei-wei wang', 'ada lovelace'])
    expect([name, weightOf(name)]).toEqual([name, Math.LN2])
})

test('namesakes are one name: four short names listed often weigh less than three long ones', () => {
  const short = ['wei wang', 'yang liu', 'lei li', 'jun xu']
  const long = ['wei-wei wang', 'yang-yang liu', 'lei-lei li yu', 'jun-jun xu lin']
  const past = known(...[...short, ...long].map((name) => anAuthor(name, { listings: 64, votes: 60 })))
  expect(score(short, past).parts).toMatchObject({ known: 4, common: 4 })
  expect(score(short, past).score).toBeLessThan(score(long.slice(0, 3), past).score)
})

test('an author named twice in a paper counts once', () => {
  const past = known(anAuthor('ada lovelace'))
  const twice = score(['ada lovelace', 'ada lovelace', ' ada lovelace', 'joe newman'], past)
  expect(twice).toEqual(score(['ada lovelace', 'joe newman'], past))
  expect(twice.reason).toBe('1 of its 2 authors was on the daily list before')
})

test('a consortium does not win by size: its known names count as those of fifty authors would', () => {
  const past = known(...people(100).map((name) => anAuthor(name)))
  const consortium = score(people(2_000), past)
  expect(consortium.parts).toMatchObject({ authors: 2_000, known: 100, size: 0.025 })
  expect(consortium.reason).toBe('100 of its 2,000 authors were on the daily list before')
  // One in twenty of them is known, which is below what unlisted papers have.
  expect(consortium.score).toBeLessThan(score(people(3), past).score)
  const atMost = 1 + EARLY.crowd * Math.LN2
  const all = known(...people(2_000).map((name) => anAuthor(name)))
  expect(score(people(2_000), all).score).toBeCloseTo(atMost)
  expect(score(people(EARLY.crowd), all).score).toBeCloseTo(atMost)
  expect(score(people(EARLY.crowd + 1), all).parts.size).toBeLessThan(1)
})

test('a paper without authors, and one by a single author, have a score and a reason', () => {
  expect(score([], new Map())).toMatchObject({ score: 0, newcomer: true, reason: 'It names no author' })
  expect(score(['', ' ', ':'], new Map())).toEqual(score([], new Map()))
  const past = known(anAuthor('ada lovelace'))
  expect(score(['ada lovelace'], past).reason).toBe('Its author was on the daily list before')
  expect(score(['joe newman'], past).reason).toBe('Its author was never on the daily list')
})

test('a group is an author like any other, alone or before its members', () => {
  const past = known(anAuthor('gemini team', { listings: 3, votes: 9 }))
  const alone = score(['gemini team'], past)
  expect(alone).toMatchObject({ newcomer: false, parts: { known: 1, common: 0, fame: Math.log(4) } })
  const withMembers = score(['gemini team', ':', ...people(9)], past)
  expect(withMembers.score).toBe(alone.score)
  expect(withMembers.reason).toBe('1 of its 10 authors was on the daily list before')
})

test('the reason tells how many of the authors were listed', () => {
  const past = known(...people(15).map((name) => anAuthor(name)))
  const reasonOf = (listed: number, others: number) =>
    score([...people(listed), ...people(others, 100)], past).reason
  expect(reasonOf(12, 3)).toBe('12 of its 15 authors were on the daily list before')
  expect(reasonOf(2, 0)).toBe('Both of its authors were on the daily list before')
  expect(reasonOf(15, 0)).toBe('All 15 of its authors were on the daily list before')
  expect(reasonOf(0, 6)).toBe('None of its 6 authors was on the daily list before')
  const linked = score(people(6, 100), past, 'Code: https://github.com/a/b')
  expect(linked.reason).toBe('None of its 6 authors was on the daily list before; its abstract links to code')
})

test('newcomers stand below every paper with a known author, and are told apart by code, topic and size', () => {
  const abstracts = ['', 'We train an LLM.', 'See https://github.com/a/b.', 'An LLM: https://a.github.io']
  const scores = abstracts.map((abstract) => score(['joe newman'], new Map(), abstract).score)
  expect(scores).toEqual(scores.toSorted((a, b) => a - b))
  expect(new Set(scores).size).toBe(4)
  expect(score(people(9), new Map()).score).toBeGreaterThan(score(people(2), new Map()).score)
  expect(score(people(2_000), new Map()).score).toBe(score(people(EARLY.crowd), new Map()).score)
  const best = score(people(2_000), new Map(), 'agents on github.com/a')
  const least = score(
    ['wei wang', ...people(1_999)],
    known(anAuthor('wei wang', { listings: 900, votes: 0.01 })),
  )
  expect(best.score).toBeLessThan(1)
  expect(least.score).toBeGreaterThan(1)
})

test('a word that only contains one of the topics or hosts is none', () => {
  const none = score(['joe newman'], new Map()).score
  for (const abstract of ['reagents', 'notgithub.com is down', 'a multimodality', 'github.community/x'])
    expect([abstract, score(['joe newman'], new Map(), abstract).score]).toEqual([abstract, none])
})

test('whatever the names are, the order of authors makes no difference and the score is finite', () => {
  const names = fc.array(fc.oneof(fc.string(), fc.constantFrom('ada lovelace', 'wei wang', ':', '__proto__')))
  const pasts = fc.record({ listings: fc.nat(500), votes: fc.double({ min: 0, max: 1e6, noNaN: true }) })
  fc.assert(
    fc.property(names, pasts, fc.string(), (authors, row, abstract) => {
      const past = known(anAuthor('ada lovelace', row), anAuthor('wei wang', row))
      const one = score(authors, past, abstract)
      const other = score(authors.toReversed(), past, abstract)
      expect(other.score).toBeCloseTo(one.score, 9)
      expect(other.reason).toBe(one.reason)
      expect(Number.isFinite(one.score) && one.score >= 0).toBe(true)
      expect(one.score < 1).toBe(one.newcomer)
    }),
  )
})
