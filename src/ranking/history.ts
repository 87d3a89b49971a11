import type { Observation } from '../papers/observation.ts'
import { FORMULA, type Formula } from './formula.ts'
import { readingsOf, type Scored } from './parts.ts'
import { scorePaper } from './score.ts'

/**
 * What one tick observed of a paper, and its score then; null for what was not observed at that
 * tick.
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

/** The most observations of a history (count): more are thinned out evenly in time. */
const MOST = 40

/**
 * The scores of a paper at our observations, oldest first, by what was known then and by the
 * present formula.
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
    // The stars of an earlier repository do not count.
    const stars = at >= (paper.repoSince ?? 0) ? most('stars') : null
    const { now, mail } = scorePaper(paper, observations, at, formula)
    return { at, upvotes: most('upvotes'), stars, points: most('points'), now, mail }
  })
}

/** The first and the last of ascending instants, and those between that lie evenly apart. */
function thinned(instants: readonly number[]): number[] {
  const [first = 0, last = 0] = [instants[0], instants.at(-1)]
  if (instants.length <= MOST) return [...instants]
  const step = (last - first) / (MOST - 1)
  const kept = [first]
  for (const at of instants) if (at >= (kept.at(-1) ?? 0) + step) kept.push(at)
  return kept.at(-1) === last ? kept : [...kept, last]
}
