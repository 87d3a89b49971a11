import { FORMULA, type Formula } from './formula.ts'
import type { Observation } from './observation.ts'
import { type Parts, readParts, type Scored } from './parts.ts'

export { FORMULA, type Formula } from './formula.ts'
export type { Parts } from './parts.ts'

/** `now`: votes expected from now on, what rises; `mail`: votes expected in the end, what is worth mailing once. */
export type Score = { now: number; mail: number; parts: Parts }

/**
 * Scores one paper from what was observed up to `now` (ms, UTC) and nothing later.
 * A missing signal is missing: it neither adds nor takes.
 */
export const scorePaper = (
  paper: Scored,
  observations: readonly Observation[],
  now: number,
  formula: Formula = FORMULA,
): Score => scoreParts(readParts(paper, observations, now), formula)

/** The two numbers that a formula makes of the parts; reasons for each term: README.md. */
export function scoreParts(parts: Parts, formula: Formula): Score {
  const { grow, lead, unseen } = formula
  const factor = weighing(parts, formula)
  const toCome = grow / (parts.listed + lead)
  if (parts.upvotes === null) {
    const prior = unseen * Math.exp(above(parts.stars, formula) / 2)
    return { now: (prior + 1) * toCome * factor, mail: prior * factor * (1 + toCome), parts }
  }
  const votes = Math.max(0, parts.upvotes)
  const left = grow / (parts.listed + parts.blind + lead)
  // A paper not looked at for a while in its first day has grown meanwhile as papers do.
  const unlooked = (1 + toCome) / (1 + left)
  return { now: (votes + 1) * unlooked * left * factor, mail: votes * (1 + toCome), parts }
}

/** What is known about a paper besides its votes, as a factor around 1. */
export function weighing(parts: Parts, formula: Formula): number {
  const { followers, stars, points, least, most } = formula
  const factor =
    1 +
    followers * above(parts.followers, formula) +
    stars * above(parts.stars, formula) +
    points * Math.log1p(Math.max(0, parts.points ?? 0))
  return Math.min(most, Math.max(least, factor))
}

/** E-folds above what is typical; a count that is not known is typical. */
const above = (count: number | null, { typical }: Formula): number =>
  count === null ? 0 : Math.log1p(Math.max(0, count)) - typical
