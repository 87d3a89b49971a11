import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newcomerPlaces, PICKS, pickEarly } from '../../src/ranking/pick-early.ts'

const aPaper = (id: string, score: number) => ({ id, early: { score, newcomer: score < 1 } })
const papers = (prefix: string, count: number, score: (n: number) => number) =>
  Array.from({ length: count }, (_, n) => aPaper(`${prefix}${String(n).padStart(3, '0')}`, score(n)))
const known = (count: number) => papers('k', count, (n) => 2 + n)
const newcomers = (count: number) => papers('n', count, (n) => n / 1_000)
const idsOf = (picks: { id: string }[]) => picks.map(({ id }) => id)

test('two of ten places go to the best newcomers, every fifth', () => {
  const picks = idsOf(pickEarly([...newcomers(200), ...known(200)]))
  expect(picks).toHaveLength(PICKS)
  expect(picks.slice(0, 5)).toEqual(['k199', 'k198', 'k197', 'k196', 'n199'])
  const places = picks.flatMap((id, n) => (id.startsWith('n') ? [n + 1] : []))
  expect(places).toEqual([5, 10, 15, 20])
})

test('so many places go to newcomers: none of four, one of five, one of nine, two of ten, four of twenty', () => {
  expect([4, 5, 9, 10, 20].map(newcomerPlaces)).toEqual([0, 1, 1, 2, 4])
})

test('places that one kind cannot fill go to the other', () => {
  expect(idsOf(pickEarly([...known(30), ...newcomers(1)], 10))).toEqual([
    ...['k029', 'k028', 'k027', 'k026', 'n000', 'k025', 'k024', 'k023', 'k022', 'k021'],
  ])
  expect(idsOf(pickEarly([...known(1), ...newcomers(3)], 10))).toEqual(['k000', 'n002', 'n001', 'n000'])
  expect(pickEarly([], 10)).toEqual([])
  expect(pickEarly(known(3), 0)).toEqual([])
})

test('equal scores: the newer id first, whatever the order they come in', () => {
  const same = [aPaper('2601.00002', 3), aPaper('2601.00003', 3), aPaper('2601.00001', 3)]
  expect(idsOf(pickEarly(same, 2))).toEqual(['2601.00003', '2601.00002'])
  expect(pickEarly(same.toReversed(), 2)).toEqual(pickEarly(same, 2))
})

test('no paper is picked twice, none is left out while there are places, and more places only add', () => {
  const day = fc.uniqueArray(fc.tuple(fc.nat(9_999), fc.double({ min: 0, max: 9, noNaN: true })), {
    selector: ([id]) => id,
  })
  fc.assert(
    fc.property(day, fc.nat(30), (rows, places) => {
      const all = rows.map(([id, score]) => aPaper(String(id).padStart(4, '0'), score))
      const picks = idsOf(pickEarly(all, places))
      expect(new Set(picks).size).toBe(picks.length)
      expect(picks).toHaveLength(Math.min(places, all.length))
      expect(idsOf(pickEarly(all, places + 1)).slice(0, places)).toEqual(picks)
    }),
  )
})
