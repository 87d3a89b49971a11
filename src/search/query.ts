import { STOP_WORDS } from './stop-words.ts'
import { compoundsOf, wordsOf } from './words.ts'

/** A question for the index: folded compounds and phrases. At least one of the two has an entry. */
export type Query = {
  /** `time-r1`, `reasoning`; without repeats. */
  compounds: string[]
  /** Texts in quotation marks, as words. */
  phrases: string[][]
}

/**
 * The longest question (UTF-16 units), and the most words and phrases of one (count): each costs a
 * posting list.
 */
export const LONGEST_QUERY = 500
const MOST_WORDS = 48

/** `error`: a sentence for the person who asked. */
export function parseQuery(text: string): Query | { error: string } {
  if (text.length > LONGEST_QUERY)
    return { error: `A search can have at most ${LONGEST_QUERY} characters; this one has ${text.length}.` }
  const phrases: string[][] = []
  const loose = text.normalize('NFC').replace(/["“”]([^"“”]*)["“”]/g, (_, phrase: string) => {
    const words = wordsOf(phrase)
    if (words.length > 0) phrases.push(words)
    return ' '
  })
  const compounds = [...new Set(compoundsOf(loose))]
  const words = compounds.length + phrases.length
  if (words > MOST_WORDS)
    return {
      error: `A search can have at most ${MOST_WORDS} different words and phrases; this one has ${words}.`,
    }
  if (words === 0) return { error: 'Nothing to search for: type at least one word, a name or an arXiv id.' }
  return { compounds, phrases }
}

/** The compounds that are no stop words; all of them if every one is a stop word. */
export function contentWords(compounds: readonly string[]): string[] {
  const content = compounds.filter((compound) => !STOP_WORDS.has(compound))
  return content.length > 0 ? content : [...compounds]
}
