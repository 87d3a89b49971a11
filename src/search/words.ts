/** A compound such as `gpt-4`, `r1-omni` or `state.of`: words joined by single marks. */
const COMPOUND = /[\p{L}\p{N}]+(?:[-_.+/\u2010-\u2015][\p{L}\p{N}]+)*/gu
const WORD = /[\p{L}\p{N}]+/gu
const RUN = /\p{L}+|\p{N}+/gu

const PLAIN = /^[\0-\x7f]*$/

/** Lower case without accents, and plain letters for their variants: `ℓ₁` gives `l1`. What is indexed and asked is folded so. */
export const fold = (text: string): string =>
  (PLAIN.test(text) ? text : text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC')).toLowerCase()

/** Folded words: `Time-R1` gives `time`, `r1`. */
export const wordsOf = (text: string): string[] => fold(text).match(WORD) ?? []

/** Folded compounds: `Time-R1 works` gives `time-r1`, `works`. */
export const compoundsOf = (text: string): string[] => fold(text).match(COMPOUND) ?? []

/** A compound as one word: `time-r1` gives `timer1`. */
export const joined = (compound: string): string => (compound.match(WORD) ?? []).join('')

/** A compound in its smallest pieces, digits apart from letters: `time-r1` gives `time`, `r`, `1`. */
export const pieces = (compound: string): string[] => compound.match(RUN) ?? []

/** The other ways in which the compounds of a text are written: whole and split. */
export function formsOf(text: string): string {
  const forms = compoundsOf(text).flatMap((compound) => {
    const split = pieces(compound)
    return split.length > 1 ? [joined(compound), ...split] : []
  })
  return [...new Set(forms)].join(' ')
}
