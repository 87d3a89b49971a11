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
