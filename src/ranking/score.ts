import type { Observation } from '../papers/observation.ts'
import { FORMULA, type Formula } from './formula.ts'
import { type Parts, readParts, type Scored } from './parts.ts'

export { FORMULA, type Formula } from './formula.ts'
export type { Parts } from './parts.ts'

/**
 * `now`: votes expected from now on, the order of lists; `mail`: votes expected in the end, the
 * order of editions.
 */
export type Score = { now: number; mail: number; parts: Parts }

/**
 * Scores one paper by what was observed up to `now` (ms, UTC) and nothing later. A missing signal
 * neither adds nor takes.
 */
export const scorePaper = (
  paper: Scored,
  observations: readonly Observation[],
  now: number,
  formula: Formula = FORMULA,
): Score => scoreParts(readParts(paper, observations, now), formula)

/**
 * The two numbers that a formula makes from the parts; for the reason of each term see README.md.
 */
export function scoreParts(parts: Parts, formula: Formula): Score {
  const { grow, lead, unseen } = formula
  const factor = weighing(parts, formula)
  const coming = toCome(parts, formula)
  if (parts.upvotes === null) {
    const prior = unseen * Math.exp(above(parts.stars, formula) / 2)
    return { now: (prior + 1) * coming * factor, mail: prior * factor * (1 + coming), parts }
  }
  const votes = Math.max(0, parts.upvotes)
  const left = grow / (parts.listed + parts.blind + lead)
  // A paper that was not observed for a while in its first day is assumed to have grown as papers
  // do.
  const unobserved = (1 + coming) / (1 + left)
  return { now: (votes + 1) * unobserved * left * factor, mail: votes * (1 + coming), parts }
}

/** What each fact besides the votes adds to the factor; 0 for what is not known. */
export const contributions = (parts: Parts, formula: Formula) => ({
  followers: formula.followers * above(parts.followers, formula),
  stars: formula.stars * above(parts.stars, formula),
  points: formula.points * Math.log1p(Math.max(0, parts.points ?? 0)),
})

/** All facts besides the votes, as a factor around 1. */
export function weighing(parts: Parts, formula: Formula): number {
  const { followers, stars, points } = contributions(parts, formula)
  return Math.min(formula.most, Math.max(formula.least, 1 + followers + stars + points))
}

/** Votes still to come, as a multiple of those at the last observation. */
export const toCome = (parts: Parts, { grow, lead }: Formula): number => grow / (parts.listed + lead)

/** E-folds above what is usual; an unknown count counts as usual. */
const above = (count: number | null, { typical }: Formula): number =>
  count === null ? 0 : Math.log1p(Math.max(0, count)) - typical
