import type { Observation, Source } from '../papers/observation.ts'
import type { Paper } from '../papers/paper.ts'
import { growth, type Reading, readingsOf, starCounts } from './parts.ts'

/** A count that a source tells of a paper, as last seen. */
export type Signal = {
  signal: 'upvotes' | 'comments' | 'stars' | 'points'
  /** Whose count it is; of stars GitHub's, whoever told us. */
  source: Source
  count: number
  /** Instant (ms, UTC) of our last look. */
  at: number
  /**
   * Gained since about a day before that look, or since the first (count, never below zero); null
   * after one look.
   */
  gained: number | null
  /** Hours between the two looks. */
  over: number | null
}

/**
 * Every count known of a paper and how it changed between two of our own looks; what was never told
 * is left out.
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
