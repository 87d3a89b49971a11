/** A paper to compare: the folded words of its title and abstract, as often as they occur. */
type Worded = { id: string; words: readonly string[] }

/**
 * How alike two of some papers are, by id: the cosine of their words, 0 to 1. A word weighs its
 * count times 1 + ln(papers / papers that contain it), so leave out words without meaning. Unknown
 * ids are like none.
 */
export function alikeAmong(papers: readonly Worded[]): (a: string, b: string) => number {
  const counts = papers.map(({ id, words }) => ({ id, counts: countOf(words) }))
  const having = countOf(counts.flatMap(({ counts }) => [...counts.keys()]))
  const vectors = new Map(
    counts.map(({ id, counts }) => {
      const weights = [...counts].map(([word, count]): [string, number] => [
        word,
        count * (1 + Math.log(papers.length / (having.get(word) ?? 1))),
      ])
      const length = Math.hypot(...weights.map(([, weight]) => weight))
      return [id, new Map(weights.map(([word, weight]) => [word, length > 0 ? weight / length : 0]))]
    }),
  )
  return (a, b) => {
    const [one, other] = [vectors.get(a), vectors.get(b)]
    if (!one || !other) return 0
    return [...one].reduce((sum, [word, weight]) => sum + weight * (other.get(word) ?? 0), 0)
  }
}

function countOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
