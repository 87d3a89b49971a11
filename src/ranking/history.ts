import type { Observation } from '../papers/observation.ts'
import { FORMULA, type Formula } from './formula.ts'
import { readingsOf, type Scored } from './parts.ts'
import { scorePaper } from './score.ts'

/**
 * What one tick saw of a paper and what that made it score; null for what was not looked at then.
 */
export type ScoreAt = {
  /** Instant of the tick (ms, UTC). */
  at: number
  upvotes: number | null
  stars: number | null
  points: number | null
  now: number
  mail: number
}

/** Looks that a history tells (count): more are thinned out evenly in time. */
const MOST = 40

/**
 * What a paper scored at our looks, oldest first, by what was known then and the formula of today.
 */
export function scoreHistory(
  paper: Scored,
  observations: readonly Observation[],
  formula: Formula = FORMULA,
): ScoreAt[] {
  const ticks = Map.groupBy(observations, ({ at }) => at)
  return thinned([...ticks.keys()].sort((a, b) => a - b)).map((at) => {
    const seen = ticks.get(at) ?? []
    const most = (signal: 'upvotes' | 'stars' | 'points') => {
      const counts = readingsOf(seen, signal).map(({ value }) => value)
      return counts.length > 0 ? Math.max(...counts) : null
    }
    // Stars of the repository a paper had before are not its own.
    const stars = at >= (paper.repoSince ?? 0) ? most('stars') : null
    const { now, mail } = scorePaper(paper, observations, at, formula)
    return { at, upvotes: most('upvotes'), stars, points: most('points'), now, mail }
  })
}

/**
 * The first and the last of ascending instants and, of those between, none closer to the one before
 * than evenness asks.
 */
function thinned(instants: readonly number[]): number[] {
  const [first = 0, last = 0] = [instants[0], instants.at(-1)]
  if (instants.length <= MOST) return [...instants]
  const step = (last - first) / (MOST - 1)
  const kept = [first]
  for (const at of instants) if (at >= (kept.at(-1) ?? 0) + step) kept.push(at)
  return kept.at(-1) === last ? kept : [...kept, last]
}
