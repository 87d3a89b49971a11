import type { Observation } from '../papers/observation.ts'
import type { Paper } from '../papers/paper.ts'
import type { Formula } from './formula.ts'
import { type BackAgain, growth, type Reading, readingsOf, STALE } from './parts.ts'

/**
 * If two observations are further apart than this (hours), the difference does not count as growth.
 */
const LONGEST_SPAN = 48
/** How far back (hours) the observations reach that can bring a paper back. */
export const BACK_AGAIN_HOURS = STALE + LONGEST_SPAN

/**
 * The strongest growth that brings an old paper back at `now` (ms, UTC); null when nothing grew
 * enough for its size.
 */
export function readBackAgain(
  paper: Pick<Paper, 'repoSince'>,
  observations: readonly Observation[],
  now: number,
  formula: Formula,
): BackAgain | null {
  const known = observations.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)
  // The stars of an earlier repository do not count, and two sources count at different times.
  const stars = readingsOf(
    known.filter(({ at }) => at >= (paper.repoSince ?? 0)),
    'stars',
  )
  const found = [
    ...[...Map.groupBy(stars, ({ source }) => source).values()].map((series) =>
      grown('stars', series, now, formula.backStars, formula),
    ),
    grown('points', readingsOf(known, 'points'), now, formula.backPoints, formula),
  ]
  return found.filter((one) => one !== null).sort((a, b) => b.times - a.times)[0] ?? null
}

function grown(
  signal: BackAgain['signal'],
  series: readonly Reading[],
  now: number,
  least: number,
  { backShare }: Formula,
): BackAgain | null {
  const { latest, gained, over } = growth(series, now, LONGEST_SPAN)
  if (latest === null || gained === null || over === null) return null
  // In less than a day it must gain as much as in a day; over a longer time, as much every day.
  const times = gained / (Math.max(least, backShare * (latest - gained)) * Math.max(1, over / 24))
  return times >= 1 ? { signal, gained, total: latest, over, times } : null
}
