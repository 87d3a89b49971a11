import type { Paper } from '../papers/paper.ts'
import { diversify, likenessAmong } from '../ranking/diverse.ts'
import { STOP_WORDS } from './stop-words.ts'
import { wordsOf } from './words.ts'

/**
 * Papers in their order, but the first `count` without a second paper of a topic if another can
 * take its place; those passed over follow. `oneTopic`: papers that are more alike (cosine of title
 * and abstract) have one topic; undefined: the order stays.
 */
export function apartByTopic<P>(
  papers: readonly P[],
  textOf: (paper: P) => Pick<Paper, 'title' | 'abstract'>,
  count: number,
  oneTopic: number | undefined,
): P[] {
  if (papers.length <= count || oneTopic === undefined) return [...papers]
  const likeness = likenessAmong(papers, (paper) => {
    const { title, abstract } = textOf(paper)
    return wordsOf(`${title} ${abstract}`).filter((word) => !STOP_WORDS.has(word))
  })
  const first = diversify(papers, count, likeness, oneTopic)
  const isFirst = new Set(first)
  return [...first, ...papers.filter((paper) => !isFirst.has(paper))]
}
