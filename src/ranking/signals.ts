import type { Observation, Source } from '../papers/observation.ts'
import type { Paper } from '../papers/paper.ts'
import { growth, type Reading, readingsOf, starCounts } from './parts.ts'

/** A count that a source reports of a paper, as last observed. */
export type Signal = {
  signal: 'upvotes' | 'comments' | 'stars' | 'points'
  /** Whose count it is; of stars always GitHub, whoever reported them. */
  source: Source
  count: number
  /** Instant (ms, UTC) of our last observation. */
  at: number
  /**
   * Gained since about a day before that observation, or since the first (count, never below zero);
   * null after one observation.
   */
  gained: number | null
  /** Hours between the two observations. */
  over: number | null
}

/**
 * Every known count of a paper and its change between two of our observations; counts that no
 * source reported are left out.
 */
export function readSignals(paper: Pick<Paper, 'repoSince'>, observations: readonly Observation[]): Signal[] {
  const known = [...observations].sort((a, b) => a.at - b.at)
  const by = (source: Source) => known.filter((one) => one.source === source)
  return [
    ...asSignal('upvotes', 'huggingface', readingsOf(known, 'upvotes')),
    ...asSignal('comments', 'huggingface', readingsOf(by('huggingface'), 'comments')),
    ...asSignal('stars', 'github', starCounts(paper, known)),
    ...asSignal('points', 'hackernews', readingsOf(known, 'points')),
    ...asSignal('comments', 'hackernews', readingsOf(by('hackernews'), 'comments')),
  ]
}

function asSignal(signal: Signal['signal'], source: Source, series: readonly Reading[]): Signal[] {
  const last = series.at(-1)
  if (!last) return []
  const { gained, over } = growth(series, last.at)
  return [{ signal, source, count: last.value, at: last.at, gained, over }]
}
