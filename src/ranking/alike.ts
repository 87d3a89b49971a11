/**
 * What a paper is about: the words that distinguish it most, heaviest first, and the weight of each
 * in thousandths (the sum of their squares is a million, but for rounding). Both are empty for a
 * paper without words.
 */
export type Gist = { words: readonly string[]; weights: readonly number[] }

/**
 * Words of a gist (count): most abstracts have about as many that matter; with fewer, an own order
 * gets worse (docs/measurements.md).
 */
export const GIST_WORDS = 100
const WHOLE = 1000

/**
 * The gist of the words of a text (folded, as often as they occur, without those without meaning).
 * A word weighs its count times 1 + ln(papers / papers that contain it). `having`: in how many of
 * `papers` papers a word is (counts); one that is missing there counts as being in this paper
 * alone.
 */
export function gistOf(
  words: readonly string[],
  having: ReadonlyMap<string, number>,
  papers: number,
  most = GIST_WORDS,
): Gist {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const weighed = [...counts]
    .map(([word, count]) => {
      const often = Math.max(1, having.get(word) ?? 1)
      return { word, weight: count * (1 + Math.log(Math.max(1, papers / often))) }
    })
    .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1))
    .slice(0, most)
  const length = Math.hypot(...weighed.map(({ weight }) => weight))
  return {
    words: weighed.map(({ word }) => word),
    weights: weighed.map(({ weight }) => Math.round((weight / length) * WHOLE)),
  }
}

/**
 * Prepares some papers to be compared with others: the answer says how alike a gist is to each of
 * them, by id, 0 to 1 (the cosine of their words). A paper that has no word of it is left out.
 */
export function compareWith(papers: ReadonlyMap<string, Gist>): (gist: Gist) => Map<string, number> {
  const having = new Map<string, { id: string; weight: number }[]>()
  for (const [id, { words, weights }] of papers)
    for (const [place, word] of words.entries()) {
      const known = having.get(word)
      const one = { id, weight: weights[place] ?? 0 }
      if (known) known.push(one)
      else having.set(word, [one])
    }
  return ({ words, weights }) => {
    const sums = new Map<string, number>()
    for (const [place, word] of words.entries())
      for (const { id, weight } of having.get(word) ?? [])
        sums.set(id, (sums.get(id) ?? 0) + weight * (weights[place] ?? 0))
    return new Map([...sums].map(([id, sum]) => [id, Math.min(1, sum / WHOLE ** 2)]))
  }
}
