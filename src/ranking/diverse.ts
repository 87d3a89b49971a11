/** Papers whose titles and abstracts are more alike than this (cosine) have one topic. */
export const ONE_TOPIC = 0.2

/**
 * The first `count` papers of an order, with one paper a topic. Places that would stay empty go to
 * the papers left out, in their order, so a short list never gets shorter. `similarity`: 0 to 1,
 * symmetric.
 */
export function diversify<P>(
  papersInOrder: readonly P[],
  count: number,
  similarity: (a: P, b: P) => number,
  oneTopic = ONE_TOPIC,
): P[] {
  const taken: P[] = []
  const leftOut: P[] = []
  for (const paper of papersInOrder) {
    if (taken.length >= count) break
    const isNew = taken.every((other) => similarity(paper, other) <= oneTopic)
    ;(isNew ? taken : leftOut).push(paper)
  }
  return [...taken, ...leftOut.slice(0, Math.max(0, count - taken.length))]
}

/**
 * Tells how alike two of a few papers are: the cosine of their words, 0 to 1. `wordsOf`: folded, as
 * often as they occur, without words that say nothing of a subject. A word weighs its count times
 * 1 + ln(papers / papers that have it), so the answer depends on the whole few.
 */
export function likenessAmong<P>(
  papers: readonly P[],
  wordsOf: (paper: P) => readonly string[],
): (a: P, b: P) => number {
  const counts = new Map(papers.map((paper) => [paper, countOf(wordsOf(paper))]))
  const having = countOf([...counts.values()].flatMap((each) => [...each.keys()]))
  const weigh = (word: string, count: number) =>
    count * (1 + Math.log(papers.length / (having.get(word) ?? 1)))
  const lengths = new Map(
    [...counts].map(([paper, own]) => [
      paper,
      Math.hypot(...[...own].map(([word, count]) => weigh(word, count))),
    ]),
  )
  return (a, b) => {
    const [one, other] = [counts.get(a) ?? NONE, counts.get(b) ?? NONE]
    let sum = 0
    for (const [word, count] of one) {
      const shared = other.get(word)
      if (shared) sum += weigh(word, count) * weigh(word, shared)
    }
    return sum === 0 ? 0 : sum / ((lengths.get(a) ?? 1) * (lengths.get(b) ?? 1))
  }
}

const NONE: ReadonlyMap<string, number> = new Map()

function countOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
