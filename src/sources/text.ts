import { ESCAPED, readTex } from './tex/read-tex.ts'

/** Titles and abstracts are at most this long (UTF-16 units). */
const MAX_TITLE = 500
const MAX_ABSTRACT = 10_000
/** Longest name of an author, an organisation, a journal (UTF-16 units). */
const MAX_NAME = 200
/** A pass can uncover more TeX, so the text is read until nothing changes, at most this often. */
const PASSES = 6

/**
 * One line of Unicode for a text of a source: TeX accents and simple mathematics become characters,
 * TeX without a Unicode form stays; control, bidirectional and invisible characters are removed.
 * Pure, total, idempotent, in linear time, and at most three times as long as the input (Unicode's
 * canonical composition can take three units for one). If the text still changes after the last
 * pass, its TeX is not read.
 */
export function cleanText(raw: string): string {
  const plain = toPlain(raw.replace(/\p{Noncharacter_Code_Point}/gu, ''))
  let text = plain
  for (let pass = 0; pass < PASSES; pass++) {
    if (!/[\\${}^_~`]|--|''/.test(text)) return writeEscapes(text) ?? plain
    const { text: read } = readTex(text)
    if (read === null) return plain
    const next = toPlain(read)
    if (next === text) return writeEscapes(text) ?? plain
    text = next
  }
  return plain
}

/** Ways to write the escaped signs, from the fewest escapes to the most. */
const ESCAPES = [
  { $: '$', '{': '{', '}': '}', '~': '~' },
  { $: '\\$', '{': '{', '}': '}', '~': '~' },
  { $: '\\$', '{': '\\{', '}': '\\}', '~': '\\~{}' },
] as const

/**
 * Writes the escaped signs of a text so that none of them is read as TeX the next time; null when
 * that fails.
 */
function writeEscapes(text: string): string | null {
  for (const signs of ESCAPES) {
    const write = (marked: string) => {
      let text = marked
      for (const sign of ['$', '{', '}', '~'] as const)
        text = text.replaceAll(ESCAPED[sign], () => signs[sign])
      return text
    }
    const written = write(text)
    if (written === text) return text
    const again = readTex(written).text
    if (again !== null && write(toPlain(again)) === written) return written
  }
  return null
}

export const cleanTitle = (raw: string): string => cleanTo(raw, MAX_TITLE)
export const cleanAbstract = (raw: string): string => cleanTo(raw, MAX_ABSTRACT)

/** Marks of a list of names or of its footnotes: commas, "and", marks, raised numbers. */
const AROUND_NAME =
  /^(?:[\s,;*∗†‡§¶&]|and )+|(?:[\s,;*∗†‡§¶&¹²³⁰⁴-⁹⁺ᵃᵇᶜᵈᵉᶠ]|,\s*and|\^\{[\da-z,*∗†‡§ ]*\})+$/gu

/** A name without the marks around it in a list of names, and without braces, which no name has. */
export function cleanName(raw: string): string {
  // A footnote is not part of a name; `\\thanks` prints nothing.
  let name = cleanTo(raw.replaceAll('\\footnote{', '\\thanks{'), MAX_NAME)
  for (let pass = 0; pass < PASSES; pass++) {
    const bare = name.replace(AROUND_NAME, '')
    const next = cleanText(bare.includes('\\') ? bare : bare.replace(/[{}]/g, ''))
    if (next === name) break
    name = next
  }
  return name
}

/** The cleaned text; if it is longer than `max`, it is cut at a word and ends with …. */
function cleanTo(raw: string, max: number): string {
  const text = cleanText(raw.slice(0, 8 * max))
  if (text.length <= max) return text
  const head = text
    .slice(0, max - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')
  const blank = head.lastIndexOf(' ')
  return `${(blank > max / 2 ? head.slice(0, blank) : head).trimEnd()}…`
}

/** The most marks on one letter (count): with more it grows over the lines above it. */
const MARKS = /(\p{M}{8})\p{M}+/gu

function toPlain(raw: string): string {
  return (
    raw
      .toWellFormed()
      // Cc without white space, Cf (zero-width, bidirectional: RFC 9839 and Unicode TR36), and
      // characters that XML cannot contain.
      .replace(/[^\P{Cc}\s]|\p{Cf}|[\ufffe\uffff]/gu, '')
      .replace(/\s+/gu, ' ')
      .replace(MARKS, '$1')
      .normalize('NFC')
      .replace(MARKS, '$1')
      .trim()
  )
}
