import { addDays, HOUR, startOf, utcDate } from '../../src/time/dates.ts'
import type { ArchivePaper, Decision } from './archive.ts'

/** A decision with what came of it: `truth` by task, paper id -> upvotes. */
export type Judged = Decision & {
  kind: 'day' | 'week' | 'feed'
  day: string
  truth: Partial<Record<Task, Record<string, number>>>
}
export type Task = 'same_day' | 'next_gain' | 'week_best'

/** Upvotes at most 8 days after an instant count as a paper's last (hours). */
export const TRUTH_AFTER = 192

type Look = { at: number; upvotes: number; src: string }
export const looksOf = ({ snapshots }: ArchivePaper): Look[] =>
  snapshots
    .flatMap(({ at, upvotes, src }) => (upvotes === undefined ? [] : [{ at: Date.parse(at), upvotes, src }]))
    .sort((a, b) => a.at - b.at)

/** Last known upvotes at an instant (ms); undefined before the first look. */
export const votesAt = (paper: ArchivePaper, at: number) =>
  looksOf(paper).findLast((look) => look.at <= at)?.upvotes

/** Monday of a date's ISO week. */
export const mondayOf = (date: string) => addDays(date, -((new Date(date).getUTCDay() + 6) % 7))

/**
 * Variants decisions out of an archive: for each list day its morning look, with the papers of that
 * day (same_day), of the week so far, Tuesday to Friday (next_gain, week_best), and of seven days
 * (the digest), each where there is a truth.
 */
export function decide(papers: readonly ArchivePaper[]): Judged[] {
  const byDay = Map.groupBy([...papers].sort(byId), ({ listDate }) => listDate)
  return [...byDay.keys()].sort().flatMap((day) => {
    const at = morningOf(day, byDay.get(day) ?? [])
    if (at === null) return []
    const listed = (days: readonly string[]) =>
      days.flatMap((date) => byDay.get(date) ?? []).filter((paper) => votesAt(paper, at) !== undefined)
    const back = (days: number) => Array.from({ length: days }, (_, n) => addDays(day, -n))
    const weekday = new Date(day).getUTCDay()
    return [
      ...judgeDay(day, at, listed([day])),
      ...(weekday >= 2 && weekday <= 5 ? judgeWeek(day, at, listed(back(weekday).reverse())) : []),
      ...(weekday >= 1 && weekday <= 5 ? [decision('feed', day, at, listed(back(7)), {})] : []),
    ]
  })
}

function judgeDay(day: string, at: number, papers: ArchivePaper[]): Judged[] {
  const later = papers.filter((paper) => (looksOf(paper).at(-1)?.at ?? 0) > at + 10 * HOUR)
  if (later.length < Math.max(12, 0.7 * papers.length)) return []
  const last = (paper: ArchivePaper) => votesAt(paper, at + TRUTH_AFTER * HOUR) ?? 0
  return [decision('day', day, at, papers, { same_day: tell(papers, last) })]
}

function judgeWeek(day: string, at: number, papers: ArchivePaper[]): Judged[] {
  const end = startOf(addDays(mondayOf(day), 7)) + 6 * HOUR
  const told = papers.filter((paper) =>
    looksOf(paper).some((look) => look.src === 'hf-week-page' && look.at <= end),
  )
  if (papers.length < 20 || told.length < 0.3 * papers.length) return []
  const best = (paper: ArchivePaper) => votesAt(paper, end) ?? 0
  const gain = (paper: ArchivePaper) => Math.max(0, best(paper) - (votesAt(paper, at) ?? 0))
  return [decision('week', day, at, papers, { next_gain: tell(papers, gain), week_best: tell(papers, best) })]
}

/** An observation is fresh for so long (hours): those of a day before are older. */
export const FRESH = 10

/** A decision among those of its papers alone whose votes were observed less than FRESH before it. */
export function amongFresh(judged: Judged): Judged {
  const fresh = ({ snapshots }: Judged['candidates'][number]) =>
    snapshots.some(
      ({ at, upvotes }) => upvotes !== undefined && Date.parse(judged.at) - Date.parse(at) < FRESH * HOUR,
    )
  const candidates = judged.candidates.filter(fresh)
  const ids = new Set(candidates.map(({ id }) => id))
  const truth = Object.entries(judged.truth).map(([task, gains]) => [
    task,
    Object.fromEntries(Object.entries(gains).filter(([id]) => ids.has(id))),
  ])
  return { ...judged, candidates, truth: Object.fromEntries(truth) }
}

/** Only what was known at that instant. */
const decision = (
  kind: Judged['kind'],
  day: string,
  at: number,
  papers: ArchivePaper[],
  truth: Judged['truth'],
): Judged => ({
  key: `${kind}:${day}`,
  kind,
  day,
  at: new Date(at).toISOString(),
  truth,
  candidates: papers.map((paper) => {
    const snapshots = paper.snapshots.filter((snapshot) => Date.parse(snapshot.at) <= at)
    const full = paper.fullMetadata && snapshots.some(({ src }) => src === 'hf-api')
    const submitterFollowers = full ? (paper.submitterFollowers ?? null) : null
    return { id: paper.id, listDate: paper.listDate, submitterFollowers, snapshots }
  }),
})

/** The first look of the API at a list on its own day, if it was between 05:00 and 15:00 UTC. */
function morningOf(day: string, papers: readonly ArchivePaper[]): number | null {
  const looks = papers
    .flatMap(looksOf)
    .filter(({ at, src }) => src === 'hf-api' && utcDate(at) === day)
    .map(({ at }) => at)
  const first = Math.min(...looks)
  const hour = (first - startOf(day)) / HOUR
  return hour >= 5 && hour < 15 ? first : null
}

const tell = (papers: readonly ArchivePaper[], value: (paper: ArchivePaper) => number) =>
  Object.fromEntries(papers.map((paper) => [paper.id, value(paper)]))

const byId = (a: ArchivePaper, b: ArchivePaper) => (a.id < b.id ? -1 : 1)
