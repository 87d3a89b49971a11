import { type EarlyScore, earlyScore } from '../../src/ranking/early.ts'
import { HOUR, startOf } from '../../src/time/dates.ts'
import { mondayOf, TRUTH_AFTER } from './decide.ts'
import { type EarlyPaper, type Listed, type Pickable, readListed, readUnlisted, walk } from './early-days.ts'

/** So many of the unlisted papers nearest in date stand for the unlisted of a day (count). */
const SAMPLE = 500
const TOP = 10
/** A look so long after the beginning of a list's day (ms) tells what became of it. */
const LATER = 36 * HOUR

/**
 * A paper as seen when it was announced: our score, and the two counts that simple orders are made
 * of.
 */
export type Seen = { early: EarlyScore; top: boolean }
/**
 * What arXiv announced on a day: the papers that were listed later, and some that stand for those
 * that never were.
 */
export type Field = { day: string; listed: Seen[]; unlisted: Seen[] }
export type Fields = { fields: Field[]; unlisted: Seen[]; weeks: number; top: number }

export type Period = { since?: string | undefined; until?: string | undefined }

/**
 * Cuts fields out of an archive of lists, for the weeks from `since` to `until` (days; the first
 * and the last with unlisted papers unless given). `extra`: unlisted papers. `earlier`: lists that
 * only tell what authors did before.
 * @throws Error when no week has both a truth and unlisted papers
 */
export function cutFields(
  archive: readonly EarlyPaper[],
  extra: readonly EarlyPaper[],
  earlier: readonly EarlyPaper[] = [],
  { since, until }: Period = {},
): Fields {
  const all = readListed([...archive, ...earlier])
  const ids = new Set(all.map(({ id }) => id))
  const unlisted = readUnlisted(extra)
    .filter(({ id }) => !ids.has(id))
    .sort((a, b) => (a.announcedOn + a.id < b.announcedOn + b.id ? -1 : 1))
  const first = mondayOf(since ?? unlisted[0]?.announcedOn ?? '9999-12-31')
  const last = until ?? unlisted.at(-1)?.announcedOn ?? ''
  const isIn = (day: string) => day >= first && day <= last
  const weeks = weeksOf(readListed(archive)).filter(({ monday }) => isIn(monday))
  if (weeks.length === 0 || unlisted.length === 0)
    throw new Error('No week has both lists whose votes were seen later and unlisted papers.')

  const best = new Set(weeks.flatMap(({ top }) => top))
  const byDay = Map.groupBy(all, (paper) => paper.announcedOn)
  const days = [...byDay].flatMap(([day, papers]) =>
    isIn(day) || papers.some(({ id }) => best.has(id)) ? [day] : [],
  )
  const inPeriod = unlisted.filter((paper) => isIn(paper.announcedOn))
  const others = Map.groupBy(inPeriod.length > 0 ? inPeriod : unlisted, (paper) => paper.announcedOn)
  const result: Fields = { fields: [], unlisted: [], weeks: weeks.length, top: best.size }
  walk(all, [...days, ...others.keys()], (day, past) => {
    const see = (paper: Pickable) => ({ early: earlyScore(paper, past), top: best.has(paper.id) })
    result.unlisted.push(...(others.get(day) ?? []).map(see))
    // Who was on a list already is no early pick; in a week's top it counts as missed.
    const listed = (byDay.get(day) ?? []).filter(({ listDate }) => listDate >= day).map(see)
    if (isIn(day) || listed.some(({ top }) => top))
      result.fields.push({ day, listed, unlisted: nearest(unlisted, day).map(see) })
  })
  return result
}

/**
 * The weeks of an archive whose votes were seen after their lists, with the ids of the papers that
 * had most.
 */
function weeksOf(listed: readonly Listed[]): { monday: string; top: string[] }[] {
  const final = ({ looks, listDate, upvotes }: Listed) =>
    looks.findLast(({ at }) => at <= startOf(listDate) + TRUTH_AFTER * HOUR)?.upvotes ?? upvotes ?? 0
  return [...Map.groupBy(listed, ({ listDate }) => mondayOf(listDate))].flatMap(([monday, week]) => {
    // Without later looks there is no truth; the API was asked on the list's own day.
    const later = week.filter(({ looks, listDate }) =>
      looks.some(({ at, src }) => src !== 'hf-api' || at >= startOf(listDate) + LATER),
    )
    if (week.length < 25 || later.length < 0.6 * week.length) return []
    const order = week.toSorted((a, b) => final(b) - final(a) || (a.id < b.id ? -1 : 1))
    return [{ monday, top: order.slice(0, TOP).map(({ id }) => id) }]
  })
}

const nearest = (papers: readonly Pickable[], day: string) =>
  papers
    .map((paper) => ({ paper, far: Math.abs(startOf(paper.announcedOn) - startOf(day)) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, SAMPLE)
    .map(({ paper }) => paper)
