import { expect, test } from 'vitest'
import type { Observation } from '../../src/papers/observation.ts'
import { readBackAgain } from '../../src/ranking/back-again.ts'
import { FORMULA } from '../../src/ranking/formula.ts'
import readme from '../../src/ranking/README.md?raw'
import { writeBackAgain } from '../../src/ranking/reason.ts'
import { HOUR } from '../../src/time/dates.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'

const NOW = Date.parse('2026-02-20T02:00:00Z')
const ago = (hours: number) => NOW - hours * HOUR
const starsAt = (hours: number, stars: number, source: Observation['source'] = 'github') =>
  anObservation({ source, at: ago(hours), stars })
const pointsAt = (hours: number, points: number) =>
  anObservation({ source: 'hackernews', at: ago(hours), points })
const read = (observations: Observation[], paper = {}) =>
  readBackAgain(aPaper(paper), observations, NOW, FORMULA)

test('stars that grow by enough for a day and for their size bring a paper back, and its reason says so', () => {
  const back = read([starsAt(25, 930), starsAt(1, 1240)])
  expect(back).toEqual({ signal: 'stars', gained: 310, total: 1240, over: 24, times: 3.1 })
  const reason = back && writeBackAgain(back, '3 January 2026')
  expect(reason).toBe(
    'Back again: +310 GitHub stars in 24 hours, 1,240 so far; first listed on 3 January 2026.',
  )
  expect(readme.replaceAll(/\s+/g, ' ')).toContain(reason)
})

test('so do points on Hacker News, and the stronger of the two is named', () => {
  const back = read([starsAt(25, 100), starsAt(1, 210), pointsAt(6, 3), pointsAt(1, 303)])
  expect(back).toMatchObject({ signal: 'points', gained: 300, over: 5, times: 3 })
  expect(back && writeBackAgain(back, '3 January 2026')).toBe(
    'Back again: +300 points on Hacker News in 5 hours, 303 so far; first listed on 3 January 2026.',
  )
})

test.each([
  ['a first observation', [starsAt(1, 5000)]],
  ['too little in a day', [starsAt(25, 900), starsAt(1, 999)]],
  ['too little for the size', [starsAt(25, 50_000), starsAt(1, 52_000)]],
  ['a day’s growth in two days', [starsAt(47, 900), starsAt(1, 1050)]],
  ['a gap between the observations', [starsAt(50, 900), starsAt(1, 1900)]],
  ['a last observation that is old', [starsAt(61, 900), starsAt(37, 1900)]],
  ['stars taken back', [starsAt(25, 1900), starsAt(1, 900)]],
  ['two sources that count differently', [starsAt(25, 900, 'huggingface'), starsAt(1, 1900)]],
  [
    'a count that fell and came back',
    [starsAt(72, 4000), starsAt(48, 4003), starsAt(24, 3), starsAt(1, 4010)],
  ],
  ['a count that fell long before', [starsAt(300, 4003), starsAt(90, 3), starsAt(25, 3), starsAt(1, 4010)]],
  ['a first number after zeros', [starsAt(72, 0), starsAt(25, 0), starsAt(1, 4000)]],
  ['points that fell and came back', [pointsAt(40, 320), pointsAt(25, 2), pointsAt(1, 330)]],
  ['points that were zero', [pointsAt(30, 0), pointsAt(25, 0), pointsAt(1, 330)]],
  ['what is observed later', [starsAt(25, 900), starsAt(-1, 1900)]],
])('%s brings no paper back', (_, observations) => {
  expect(read(observations)).toBeNull()
})

test('the order of observations does not matter, and a look at this very instant counts', () => {
  const looks = [starsAt(0, 1240), starsAt(25, 700), starsAt(24, 930)]
  const back = read(looks)
  expect(back).toMatchObject({ gained: 310, total: 1240, over: 24 })
  expect(read(looks.toReversed())).toEqual(back)
})

test('the first observation of another repository counts, from that instant on', () => {
  const looks = [starsAt(25, 900), starsAt(1, 1900)]
  expect(read(looks, { repoSince: ago(25) })).not.toBeNull()
  expect(read(looks, { repoSince: ago(25) + 1 })).toBeNull()
})

test('the stars of another repository bring no paper back', () => {
  const observations = [starsAt(25, 900), starsAt(1, 1900)]
  expect(read(observations)).not.toBeNull()
  expect(read(observations, { repoSince: ago(3) })).toBeNull()
})

test('growth after a fall is what lies above the highest count before, whenever that was', () => {
  const fell = [starsAt(300, 4000), starsAt(48, 4003), starsAt(24, 3)]
  expect(read([...fell, starsAt(1, 4403)])).toBeNull()
  expect(read([...fell, starsAt(1, 4503)])).toMatchObject({ gained: 500, total: 4503, over: 23 })
  expect(read([starsAt(73, 0), starsAt(49, 0), starsAt(25, 900), starsAt(1, 1000)])).toMatchObject({
    gained: 100,
  })
  expect(read([starsAt(25, 900), starsAt(1, 999)])).toBeNull()
})
