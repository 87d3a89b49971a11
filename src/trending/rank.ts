import type { Score } from './score.ts'

/** Best first. Equal scores: the newer arXiv id first, so that the order never depends on input order. */
export function rankPapers<T extends { paper: { id: string }; score: Score }>(
  scored: readonly T[],
  order: 'now' | 'mail',
): T[] {
  return [...scored].sort(
    (a, b) =>
      b.score[order] - a.score[order] || (a.paper.id < b.paper.id ? 1 : a.paper.id > b.paper.id ? -1 : 0),
  )
}
