/** What a reader asked for at a paper: `more` like it, or `less`. */
export type Mark = { paperId: string; wants: 'more' | 'less' }

/**
 * A paper in a reader's own order. `because`: the mark that moved it most; null where none explains
 * its place.
 */
export type Ordered<P> = { paper: P; because: Mark | null }

/**
 * The constants of a reader's own order, chosen on one half of simulated readers and measured on
 * the other (`npm run eval:marks`, docs/measurements.md).
 */
export const OWN_ORDER = {
  /**
   * The marks of each kind that a paper is compared with (count): the most similar ones, so that
   * two interests do not blur.
   */
  nearest: 3,
  /**
   * The weight of one place in the edition, as a share of the weight of a mark of full likeness.
   */
  place: 0.005,
  /** A paper that is less like a mark than this (0 to 1) is not said to come because of it. */
  mentioned: 0.1,
}

/**
 * The papers of an edition in the order of a reader's marks: each once, none left out. Papers like
 * those the reader wants more of move up, papers like the others move down; without marks the order
 * is that of the edition. Of two marks of one paper the last counts; otherwise their order does not
 * matter. `similarity`: 0 to 1, symmetric, of two ids.
 */
export function orderForReader<P extends { id: string }>(
  papers: readonly P[],
  marks: readonly Mark[],
  similarity: (a: string, b: string) => number,
  { nearest, place, mentioned } = OWN_ORDER,
): Ordered<P>[] {
  const distinct = [...new Map(marks.map((mark) => [mark.paperId, mark])).values()]
  const judged = papers.map((paper, index) => {
    const near = distinct
      .map((mark) => ({ mark, likeness: similarity(paper.id, mark.paperId) }))
      .sort((a, b) => b.likeness - a.likeness || (a.mark.paperId < b.mark.paperId ? -1 : 1))
    const pull = pullOf(near, 'more', nearest) - pullOf(near, 'less', nearest)
    return { paper, near, index, worth: pull - (distinct.length > 0 ? place : 0) * index }
  })
  const sorted = judged.toSorted((a, b) => b.worth - a.worth || a.index - b.index)
  return sorted.map(({ paper, near, index }, now) => {
    const wants = now < index ? 'more' : now > index ? 'less' : null
    const because = near.find(({ mark, likeness }) => mark.wants === wants && likeness >= mentioned)
    return { paper, because: because?.mark ?? null }
  })
}

type Near = { mark: Mark; likeness: number }

/** How alike a paper is to the nearest marks of one kind: their mean; 0 without any. */
function pullOf(near: readonly Near[], wants: Mark['wants'], nearest: number): number {
  const likest = near.filter(({ mark }) => mark.wants === wants).slice(0, nearest)
  return likest.reduce((sum, { likeness }) => sum + likeness, 0) / Math.max(1, likest.length)
}
