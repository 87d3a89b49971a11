import type { Observation } from '../papers/observation.ts'
import type { Paper } from '../papers/paper.ts'
import { HOUR } from '../time/dates.ts'
import { aboveOf, type Cohorts } from './cohorts.ts'
import { FORMULA, type Formula } from './formula.ts'
import type { Parts, Scored } from './parts.ts'
import { type Score, scorePaper } from './score.ts'

/**
 * Best first. Of equal scores, the newer arXiv id comes first, so the order never depends on the
 * input order.
 */
export function rankPapers<T extends { paper: { id: string }; score: Score }>(
  scored: readonly T[],
  order: 'now' | 'mail',
): T[] {
  return [...scored].sort(
    (a, b) =>
      b.score[order] - a.score[order] || (a.paper.id < b.paper.id ? 1 : a.paper.id > b.paper.id ? -1 : 0),
  )
}

type Candidate = Scored & Pick<Paper, 'id' | 'listedOn'>

/** With fewer papers than this (count), no place among them is named. */
const FIELD = 10

/**
 * Scores papers together, as of `now` (ms, UTC): each by itself, then its place among those of its
 * list. Pass whole lists. `seen`: everything observed, by paper id.
 */
export function scorePapers<P extends Candidate>(
  papers: readonly P[],
  seen: ReadonlyMap<string, readonly Observation[]>,
  now: number,
  cohorts: Cohorts = [],
  formula: Formula = FORMULA,
): { paper: P; score: Score }[] {
  const scored = papers.map((paper) => ({
    paper,
    score: scorePaper(paper, seen.get(paper.id) ?? [], now, formula),
  }))
  const fields = Map.groupBy(scored, ({ paper, score }) => fieldOf(paper, score.parts))
  const lists = Map.groupBy(papers, ({ listedOn }) => listedOn)
  return scored.map(({ paper, score }) => {
    const field = fields.get(fieldOf(paper, score.parts)) ?? []
    const place = placeOf(score.parts, field, lists.get(paper.listedOn)?.length === field.length)
    const parts = { ...score.parts, place, above: aboveOf(score.parts, cohorts) }
    return { paper, score: { ...score, parts } }
  })
}

/** Papers of one list whose growth is measured between the same observations. */
const fieldOf = ({ listedOn, bornAt }: Candidate, { gainedOver, listed }: Parts) =>
  [listedOn, gainedOver, Math.round((bornAt ?? 0) / HOUR + listed)].join(' ')

function placeOf({ gained }: Parts, field: readonly { score: Score }[], whole: boolean): Parts['place'] {
  if (gained === null || gained === 0 || field.length < FIELD) return null
  const others = field.map(({ score }) => score.parts.gained ?? 0)
  // A shared place is not named.
  if (others.filter((other) => other === gained).length > 1) return null
  const rank = 1 + others.filter((other) => other > gained).length
  return { rank, of: field.length, ...(whole && { whole }) }
}
