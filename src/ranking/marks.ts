import { parseArxivId } from '../papers/arxiv-id.ts'
import { isDate } from '../time/dates.ts'
import type { Mark } from './order-for-reader.ts'

/** A mark and the reader's local day on which it was made (date). */
export type DatedMark = Mark & { on: string }

/** Marks that a reader has at most (count): the oldest falls out for a new one. */
export const MOST_MARKS = 50

const WRITTEN = /^([+-])([^@]+)@(.+)$/

/**
 * The one writing of some marks, oldest first: `+2601.08441@2026-01-20 -2601.09001@2026-01-21`.
 * Empty without any.
 */
export const writeMarks = (marks: readonly DatedMark[]): string =>
  marks
    .toSorted(byAge)
    .map(({ paperId, wants, on }) => `${wants === 'more' ? '+' : '-'}${paperId}@${on}`)
    .join(' ')

/** Reads what `writeMarks` wrote, oldest first; what is no mark is left out. */
export function readMarks(written: string): DatedMark[] {
  const marks = written.split(' ').flatMap((one): DatedMark[] => {
    const [, sign, id = '', on = ''] = WRITTEN.exec(one) ?? []
    if (parseArxivId(id)?.id !== id || !isDate(on)) return []
    return [{ paperId: id, wants: sign === '+' ? 'more' : 'less', on }]
  })
  return distinct(marks).toSorted(byAge).slice(-MOST_MARKS)
}

/** The marks with one more. It replaces that of the same paper, or the oldest of MOST_MARKS. */
export function addMark(marks: readonly DatedMark[], mark: DatedMark): DatedMark[] {
  const others = marks.filter(({ paperId }) => paperId !== mark.paperId).toSorted(byAge)
  return [...others.slice(-(MOST_MARKS - 1)), mark].toSorted(byAge)
}

/** The mark that falls out when another paper is marked; null while there is room. */
export const nextToFallOut = (marks: readonly DatedMark[]): DatedMark | null =>
  marks.length < MOST_MARKS ? null : (marks.toSorted(byAge)[0] ?? null)

/** What marks mean for an order, whenever they were made: those who marked alike share a digest. */
export const meaningOf = (marks: readonly Mark[]): string =>
  marks
    .map(({ paperId, wants }) => `${wants === 'more' ? '+' : '-'}${paperId}`)
    .toSorted((a, b) => (a.slice(1) < b.slice(1) ? -1 : 1))
    .join(' ')

const byAge = (a: DatedMark, b: DatedMark) =>
  a.on === b.on ? (a.paperId < b.paperId ? -1 : 1) : a.on < b.on ? -1 : 1

const distinct = (marks: readonly DatedMark[]) => [
  ...new Map(marks.map((mark) => [mark.paperId, mark])).values(),
]
