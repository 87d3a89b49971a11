import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addMark,
  type DatedMark,
  MOST_MARKS,
  meaningOf,
  nextToFallOut,
  readMarks,
  writeMarks,
} from '../../src/ranking/marks.ts'

const paperId = fc.oneof(
  fc.integer({ min: 10_000, max: 10_120 }).map((n) => `2601.${n}`),
  fc.constantFrom('hep-th/9901001', 'cs.CL/0101001', 'astro-ph/0601001'),
)
const mark: fc.Arbitrary<DatedMark> = fc.record({
  paperId,
  wants: fc.constantFrom('more' as const, 'less' as const),
  on: fc.integer({ min: 10, max: 28 }).map((day) => `2026-01-${day}`),
})
const made = fc.array(mark, { maxLength: 80 }).map((all) => all.reduce(addMark, [] as DatedMark[]))
const by = (day: number, n: number, wants: DatedMark['wants'] = 'more'): DatedMark => ({
  ...{ paperId: `2601.${10_000 + n}`, wants, on: `2026-01-${day}` },
})

test('marks have one writing, which is read again as it was written, whatever their order', () => {
  expect(writeMarks([by(21, 2, 'less'), by(20, 1)])).toBe('+2601.10001@2026-01-20 -2601.10002@2026-01-21')
  fc.assert(
    fc.property(made, (marks) => {
      expect(readMarks(writeMarks(marks))).toEqual(marks)
      expect(writeMarks(marks.toReversed())).toBe(writeMarks(marks))
    }),
  )
})

test('what is no mark is left out, and nothing that is stored can be more than the most', () => {
  expect(readMarks('')).toEqual([])
  expect(
    readMarks('+2601.10001@2026-01-20 *2601.1 +2601.10002 -x@2026-01-20 +2601.10003@2026-13-01 -'),
  ).toEqual([by(20, 1)])
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.array(mark).map(writeMarks)), (text) => {
      const marks = readMarks(text)
      expect(marks.length).toBeLessThanOrEqual(MOST_MARKS)
      expect(readMarks(writeMarks(marks))).toEqual(marks)
    }),
  )
})

test('a paper is marked once, by the last word, and the newest mark is always kept', () => {
  fc.assert(
    fc.property(made, mark, (marks, last) => {
      const after = addMark(marks, last)
      expect(after.filter(({ paperId }) => paperId === last.paperId)).toEqual([last])
      expect(after.length).toBeLessThanOrEqual(MOST_MARKS)
      expect(new Set(after.map(({ paperId }) => paperId)).size).toBe(after.length)
      expect(addMark(after, last)).toEqual(after)
    }),
  )
})

test('the fifty-first mark takes the place of the oldest, also when all are of one day', () => {
  const fifty = Array.from({ length: MOST_MARKS }, (_, n) => by(20, n + 1)).reduce(addMark, [] as DatedMark[])
  expect(nextToFallOut(fifty.slice(1))).toBeNull()
  expect(nextToFallOut(fifty)).toEqual(by(20, 1))
  const newest = by(20, 0)
  expect(addMark(fifty, newest)).toEqual([newest, ...fifty.slice(1)])
  expect(addMark(fifty, by(21, 1))).toHaveLength(MOST_MARKS)
  expect(addMark(fifty, by(21, 1))).toContainEqual(by(20, 2))
})

test('who marked the same papers alike means the same, on whatever days and in whatever order', () => {
  fc.assert(
    fc.property(made, (marks) => {
      const later = marks.map((mark) => ({ ...mark, on: '2026-02-01' })).toReversed()
      expect(meaningOf(later)).toBe(meaningOf(marks))
    }),
  )
  expect(meaningOf([by(20, 1)])).not.toBe(meaningOf([by(20, 1, 'less')]))
})
