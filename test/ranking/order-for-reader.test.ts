import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Mark, OWN_ORDER, orderForReader } from '../../src/ranking/order-for-reader.ts'

/** Ids of the same first letter are alike. */
const alike = (likeness: number) => (a: string, b: string) => (a[0] === b[0] ? likeness : 0)
const papersOf = (...ids: string[]) => ids.map((id) => ({ id }))
const more = (paperId: string): Mark => ({ paperId, wants: 'more' })
const less = (paperId: string): Mark => ({ paperId, wants: 'less' })
const order = (ids: string[], marks: Mark[], likeness = 0.3) =>
  orderForReader(papersOf(...ids), marks, alike(likeness))
const idsOf = (ordered: ReturnType<typeof order>) => ordered.map(({ paper }) => paper.id)

const id = fc.stringMatching(/^[abc][0-9]$/)
const marks = fc.array(fc.record({ paperId: id, wants: fc.constantFrom('more' as const, 'less' as const) }), {
  maxLength: 50,
})
const edition = fc.uniqueArray(id, { maxLength: 15 })

test('papers like one that was marked move up, or down, and say so', () => {
  const ids = ['a1', 'b1', 'c1', 'b2']
  expect(order(ids, [more('b9')])).toEqual([
    { paper: { id: 'b1' }, because: more('b9') },
    { paper: { id: 'b2' }, because: more('b9') },
    { paper: { id: 'a1' }, because: null },
    { paper: { id: 'c1' }, because: null },
  ])
  expect(order(ids, [less('a9')])).toMatchObject([
    { paper: { id: 'b1' }, because: null },
    { paper: { id: 'c1' }, because: null },
    { paper: { id: 'b2' }, because: null },
    { paper: { id: 'a1' }, because: less('a9') },
  ])
  expect(idsOf(order(ids, [more('c9'), less('b9')]))).toEqual(['c1', 'a1', 'b1', 'b2'])
})

test('without a mark, or with marks like nothing in the edition, the order stays and nothing is said', () => {
  fc.assert(
    fc.property(edition, (ids) => {
      for (const given of [[], [more('z1'), less('y1')]])
        expect(order(ids, given)).toEqual(ids.map((id) => ({ paper: { id }, because: null })))
    }),
  )
})

test('whatever is marked, each paper comes once and none is left out', () => {
  fc.assert(
    fc.property(edition, marks, fc.double({ min: 0, max: 1, noNaN: true }), (ids, given, likeness) => {
      expect(idsOf(order(ids, given, likeness)).sort()).toEqual([...ids].sort())
    }),
  )
})

test('readers with the same marks have the same order, however they came to them', () => {
  const distinct = marks.map((given) => [...new Map(given.map((mark) => [mark.paperId, mark])).values()])
  const shuffled = distinct.chain((given) =>
    fc.tuple(
      fc.constant(given),
      fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length }),
    ),
  )
  fc.assert(
    fc.property(edition, shuffled, (ids, [given, other]) => {
      expect(order(ids, given)).toEqual(order(ids, other))
    }),
  )
})

test('who thinks again of a paper is taken at the last word', () => {
  fc.assert(
    fc.property(edition, (ids) => {
      expect(order(ids, [less('a9'), more('a9')])).toEqual(order(ids, [more('a9')]))
    }),
  )
})

test('a reason names a mark that speaks for the move, from the threshold on', () => {
  fc.assert(
    fc.property(edition, marks, (ids, given) => {
      for (const [now, { paper, because }] of order(ids, given).entries()) {
        const before = ids.indexOf(paper.id)
        if (because !== null) expect(because.wants).toBe(now < before ? 'more' : 'less')
        if (now === before) expect(because).toBeNull()
      }
    }),
  )
  const told = (likeness: number) => order(['a1', 'b1'], [more('b9')], likeness)[0]?.because
  expect(told(OWN_ORDER.mentioned)).toEqual(more('b9'))
  expect(told(OWN_ORDER.mentioned - 0.001)).toBeNull()
})

test('a likeness weaker than the place of a paper leaves the order of the edition', () => {
  const { place } = OWN_ORDER
  expect(idsOf(order(['a1', 'b1'], [more('b9')], place * 0.9))).toEqual(['a1', 'b1'])
  expect(idsOf(order(['a1', 'b1'], [more('b9')], place * 1.1))).toEqual(['b1', 'a1'])
})

test('of many marks the likest few count, so a second interest does not blur the first', () => {
  const many = Array.from({ length: 40 }, (_, n) => more(`c${n}`))
  expect(idsOf(order(['a1', 'b1'], [...many, more('b7'), more('b8'), more('b9')]))).toEqual(['b1', 'a1'])
})
