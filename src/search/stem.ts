import { stemmer } from 'stemmer'

/** FTS5 does not stem longer words (bytes; FTS5_PORTER_MAX_TOKEN in its source). */
const LONGEST = 64
const ASCII = /^[a-z0-9]*$/
/** From here on, a character represents a byte: it has no case, and counts as a consonant. */
const PRIVATE = 0xe000

/**
 * A folded word's stem by Porter's rules, as SQLite's tokenizer `porter` makes it (a test compares
 * the two). SQLite reads bytes, so a letter beyond ASCII counts as several consonants. Only words
 * that end in `yyed` or `yying` differ.
 */
export function stemOf(word: string): string {
  if (ASCII.test(word)) return word.length > LONGEST ? word : stemmer(word)
  const bytes = new TextEncoder().encode(word)
  if (bytes.length > LONGEST || bytes.length < 3) return word
  const read = stemmer(
    String.fromCharCode(...Array.from(bytes, (byte) => (byte < 0x80 ? byte : PRIVATE + byte))),
  )
  return new TextDecoder().decode(Uint8Array.from(read, (sign) => sign.charCodeAt(0) & 0xff))
}

/** Stems words; each is computed once, as the words of a language recur. */
export function makeStemming(): (words: readonly string[]) => string[] {
  const known = new Map<string, string>()
  return (words) =>
    words.map((word) => {
      let stem = known.get(word)
      if (stem === undefined) {
        stem = stemOf(word)
        known.set(word, stem)
      }
      return stem
    })
}
