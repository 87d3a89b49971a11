import { takeOne } from '../db/counters.ts'
import { findPaper, titlesOf } from '../db/papers.ts'
import type { Deps } from '../deps.ts'
import { parseArxivId } from '../papers/arxiv-id.ts'
import type { Paper } from '../papers/paper.ts'
import { addMark, type DatedMark, nextToFallOut, readMarks, writeMarks } from '../ranking/marks.ts'
import { localTime } from '../time/zones.ts'
import { nextDay } from './limits.ts'
import { change, findReader, nextSchedule } from './preferences.ts'
import type { TokenError } from './tokens.ts'

/** Marks that one reader sets or undoes in a day (count): each writes rows. */
export const MARKS_DAILY = 100

/** A mark that falls out, with what is known of its paper. */
export type FallingOut = DatedMark & { title: string | null }

/** What a reader's mark of a paper is, and could be. */
export type MarkView = {
  paper: Paper
  /** What they marked it last; null when they did not. */
  marked: DatedMark | null
  /** The mark whose place another paper's would take; null while there is room. */
  fallsOut: FallingOut | null
}
/** `unknown`: no such paper is stored; `withdrawn`: it was withdrawn here or by its authors. */
export type MarkError = TokenError | { error: 'no id' } | { error: 'unknown' | 'withdrawn'; id: string }

/** What the page of a mark shows. Nothing is written. */
export async function findMark(deps: Deps, token: string, paperId: unknown): Promise<MarkView | MarkError> {
  const found = await findReader(deps, token, 'mark')
  if ('error' in found) return found
  const id = typeof paperId === 'string' ? parseArxivId(paperId)?.id : undefined
  if (id === undefined) return { error: 'no id' }
  const paper = await findPaper(deps.db, id)
  if (!paper) return { error: 'unknown', id }
  if (paper.withdrawn) return { error: 'withdrawn', id }
  const chosen = (await nextSchedule(deps, found.subscriber)) ?? found.schedule
  const marks = readMarks(chosen.marks)
  const marked = marks.find((mark) => mark.paperId === id) ?? null
  const oldest = marked === null ? nextToFallOut(marks) : null
  return { paper, marked, fallsOut: oldest && (await withTitle(deps, oldest)) }
}

async function withTitle({ db }: Deps, mark: DatedMark): Promise<FallingOut> {
  return { ...mark, title: (await titlesOf(db, [mark.paperId])).get(mark.paperId) ?? null }
}

/** What pressing did. `over`: too often today. */
export type Marked =
  | { did: 'marked' | 'changed' | 'nothing'; view: MarkView; fellOut: FallingOut | null }
  | { over: true }

/** Marks a paper as one that the reader wants more or less like, from their next day on. */
export async function markPaper(
  deps: Deps,
  token: string,
  paperId: unknown,
  wants: DatedMark['wants'],
): Promise<Marked | MarkError> {
  const before = await findMark(deps, token, paperId)
  if ('error' in before) return before
  if (before.marked?.wants === wants) return { did: 'nothing', view: before, fellOut: null }
  const id = before.paper.id
  const done = await changeMarks(deps, token, 'mark', (marks, on) =>
    addMark(marks, { paperId: id, wants, on }),
  )
  if ('error' in done || 'over' in done) return done
  const view = await findMark(deps, token, id)
  if ('error' in view) return view
  return { did: before.marked === null ? 'marked' : 'changed', view, fellOut: before.fallsOut }
}

/**
 * Takes back what was marked of a paper (id); null: of all. Also of one that is not known any more.
 */
export const undoMark = (deps: Deps, token: string, paperId: string | null, use: 'mark' | 'preferences') =>
  changeMarks(deps, token, use, (marks) =>
    marks.filter((mark) => paperId !== null && mark.paperId !== paperId),
  )

async function changeMarks(
  deps: Deps,
  token: string,
  use: 'mark' | 'preferences',
  choose: (marks: DatedMark[], today: string) => DatedMark[],
): Promise<{ done: true } | { over: true } | TokenError> {
  const found = await findReader(deps, token, use)
  if ('error' in found) return found
  const at = deps.now()
  const key = `k ${found.subscriber.id}`
  const limit = { name: 'marks', key, limit: MARKS_DAILY, endsAt: nextDay(at) }
  if ((await takeOne(deps.db, [limit], at)) !== null) return { over: true }
  return change(deps, token, use, (chosen) => ({
    ...chosen,
    marks: writeMarks(choose(readMarks(chosen.marks), localTime(chosen.timezone, at).date)),
  }))
}
