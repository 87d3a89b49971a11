import { contentWords, type Query } from './query.ts'
import { joined, wordsOf } from './words.ts'

/**
 * The most papers that one statement may rank (count, about): each is a row read. For words that
 * are in more papers, only the newest papers are searched, so a search costs the same however large
 * the archive grows.
 */
export const MOST_RANKED = 10_000

/** How many papers contain each word (count); a missing word is in none. */
export type Frequencies = ReadonlyMap<string, number>

/** Every word whose frequency matters to a question. */
export const wordsAsked = ({ compounds, phrases }: Query): string[] => [
  ...new Set([
    ...compounds.flatMap((compound) => [...wordsOf(compound), joined(compound)]),
    ...phrases.flat(),
  ]),
]

/** The most papers that can contain every word (count). */
export function mostWithAll({ compounds, phrases }: Query, frequencies: Frequencies): number {
  const inAll = (words: readonly string[]) => Math.min(...words.map((word) => frequencies.get(word) ?? 0))
  const each = [
    ...contentWords(compounds).map((compound) => inAll(wordsOf(compound)) + inAll([joined(compound)])),
    ...phrases.map(inAll),
  ]
  return Math.min(...each)
}

/**
 * The question with only its rarest words, as many as together stay within MOST_RANKED, at least
 * one; phrases stay. `common`: the words that are too frequent to search for.
 */
export function rarest(query: Query, frequencies: Frequencies): { rare: Query; common: string[] } {
  const often = (word: string) => frequencies.get(word) ?? 0
  const words = [...new Set(contentWords(query.compounds).flatMap(wordsOf))].sort(
    (a, b) => often(a) - often(b),
  )
  let kept = 0
  let sum = 0
  for (const word of words) {
    sum += often(word)
    if (sum > MOST_RANKED && words.slice(0, kept).some((one) => often(one) > 0)) break
    kept++
  }
  return { rare: { compounds: words.slice(0, kept), phrases: query.phrases }, common: words.slice(kept) }
}

/** The most papers that can contain any of the words (count). */
export const mostWithAny = ({ compounds, phrases }: Query, frequencies: Frequencies): number =>
  [...compounds, ...phrases.flat()].reduce((sum, word) => sum + (frequencies.get(word) ?? 0), 0)

/**
 * The number of the oldest document to search, if `matching` papers match among `newest` documents.
 */
export const oldestToRank = (matching: number, newest: number): number =>
  matching <= MOST_RANKED ? 0 : Math.floor(newest * (1 - MOST_RANKED / matching))
