/**
 * What a paper is about: its most telling words with their weights (0 to 1), heaviest first; the
 * sum of their squares is 1. Of a paper without words it is empty.
 */
export type Gist = readonly (readonly [word: string, weight: number])[]

/**
 * Words of a gist (count): with fewer a reader's own order gets worse, with more hardly better
 * (docs/measurements.md).
 */
export const GIST_WORDS = 100
/** Weights are kept to so many decimals: they are stored with every paper that needs them. */
const DECIMALS = 1000

/**
 * The gist of a text's words (folded, as often as they stand there, without those that say
 * nothing). A word weighs how often it stands there, times 1 + ln(papers / papers that have it).
 * `having`: in how many of `papers` papers a word is (counts); a word that is missing there is in
 * this one alone.
 */
export function gistOf(
  words: readonly string[],
  having: ReadonlyMap<string, number>,
  papers: number,
  most = GIST_WORDS,
): Gist {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const weights = [...counts]
    .map(([word, count]) => {
      const often = Math.max(1, having.get(word) ?? 1)
      return [word, count * (1 + Math.log(Math.max(1, papers / often)))] as const
    })
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, most)
  const length = Math.hypot(...weights.map(([, weight]) => weight))
  return weights.map(([word, weight]) => [word, Math.round((weight / length) * DECIMALS) / DECIMALS] as const)
}

/**
 * Tells how alike others are to each of some papers, by id: the cosine of their gists, 0 to 1. The
 * papers are prepared once, whoever is compared with them; one that is like none is not told.
 */
export function alikeTo(papers: ReadonlyMap<string, Gist>): (other: Gist) => Map<string, number> {
  const having = new Map<string, [id: string, weight: number][]>()
  for (const [id, gist] of papers)
    for (const [word, weight] of gist) {
      const known = having.get(word)
      if (known) known.push([id, weight])
      else having.set(word, [[id, weight]])
    }
  return (other) => {
    const likeness = new Map<string, number>()
    for (const [word, weight] of other)
      for (const [id, also] of having.get(word) ?? [])
        likeness.set(id, Math.min(1, (likeness.get(id) ?? 0) + weight * also))
    return likeness
  }
}
