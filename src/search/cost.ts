import { type Query, tellingOf } from './query.ts'
import { joined, wordsOf } from './words.ts'

/**
 * Papers that one look may rank (count, about): each is a row read. Words that are in more papers
 * are looked for in the newest ones only, so that a search costs the same however large the archive
 * grows.
 */
export const MOST_RANKED = 10_000

/** How many papers each word is in (count); a word that is missing here is in none. */
export type Frequencies = ReadonlyMap<string, number>

/** Every word whose frequency matters to a question. */
export const wordsAsked = ({ compounds, phrases }: Query): string[] => [
  ...new Set([
    ...compounds.flatMap((compound) => [...wordsOf(compound), joined(compound)]),
    ...phrases.flat(),
  ]),
]

/** At most how many papers have every word (count). */
export function mostWithAll({ compounds, phrases }: Query, frequencies: Frequencies): number {
  const inAll = (words: readonly string[]) => Math.min(...words.map((word) => frequencies.get(word) ?? 0))
  const each = [
    ...tellingOf(compounds).map((compound) => inAll(wordsOf(compound)) + inAll([joined(compound)])),
    ...phrases.map(inAll),
  ]
  return Math.min(...each)
}

/**
 * The question with its rarest words only, as many as together stay within MOST_RANKED, at least
 * one; phrases stay. And the words that are too `common` to be looked for.
 */
export function rarest(query: Query, frequencies: Frequencies): { rare: Query; common: string[] } {
  const often = (word: string) => frequencies.get(word) ?? 0
  const words = [...new Set(tellingOf(query.compounds).flatMap(wordsOf))].sort((a, b) => often(a) - often(b))
  let kept = 0
  let sum = 0
  for (const word of words) {
    sum += often(word)
    if (sum > MOST_RANKED && words.slice(0, kept).some((one) => often(one) > 0)) break
    kept++
  }
  return { rare: { compounds: words.slice(0, kept), phrases: query.phrases }, common: words.slice(kept) }
}

/** At most how many papers have any word (count). */
export const mostWithAny = ({ compounds, phrases }: Query, frequencies: Frequencies): number =>
  [...compounds, ...phrases.flat()].reduce((sum, word) => sum + (frequencies.get(word) ?? 0), 0)

/**
 * Number of the oldest document to look at, if `matching` papers match among `newest` documents.
 */
export const oldestToRank = (matching: number, newest: number): number =>
  matching <= MOST_RANKED ? 0 : Math.floor(newest * (1 - MOST_RANKED / matching))
