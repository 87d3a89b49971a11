import { GREEK } from '../wording/greek.ts'
import { plainLetters } from '../wording/letters.ts'

/** A compound such as `gpt-4`, `r1-omni` or `state.of`: words joined by single marks. */
const COMPOUND = /[\p{L}\p{N}]+(?:[-_.+/\u2010-\u2015][\p{L}\p{N}]+)*/gu
const WORD = /[\p{L}\p{N}]+/gu
const RUN = /\p{L}+|\p{N}+/gu
const ASCII = /^[\0-\x7f]*$/
const LETTER_AT_END = /\p{L}$/u
const LETTER_AT_START = /^\p{L}/u
const WORD_AT_END = /[\p{L}\p{N}]$/u
const WORD_AT_START = /^[\p{L}\p{N}]/u

/** A mark between letters that are words of their own and one compound. */
const JOINT = '-'

/** Up to two Greek letters are signs (`π₀`, `αβ-CROWN`); more of them are a Greek word. */
const SIGNS = /(?<!\p{scx=Grek})([α-ω])([α-ω])?(?!\p{scx=Grek})/gu
/** Letters of scripts that do not separate words by blanks, or attach particles to them. */
const UNPARTED =
  /[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]&&[\p{L}\p{N}]]+/gv

/**
 * The form in which texts are indexed and searched: lower case without accents, letters as people
 * type them (`Łoś` gives `los`, `ℓ₁` gives `l1`). Greek signs are spelled: `π₀` gives `pi0`, `Δx`
 * `delta-x`. Each letter of Chinese, Japanese and the like is a word, and a run of them a compound,
 * so that any part of a run is a phrase of the index: `深度学习` gives `深-度-学-习`.
 */
export function fold(text: string): string {
  const plain = plainLetters(text)
  if (ASCII.test(plain)) return plain
  return plain
    .replace(SIGNS, (signs, _first, _second, at: number, whole: string) => {
      const spelled = [...signs].map((sign) => GREEK.get(sign) ?? sign).join(JOINT)
      const before = LETTER_AT_END.test(whole.slice(Math.max(0, at - 2), at)) ? JOINT : ''
      const after = LETTER_AT_START.test(whole.slice(at + signs.length, at + signs.length + 2)) ? JOINT : ''
      return `${before}${spelled}${after}`
    })
    .replace(UNPARTED, (run, at: number, whole: string) => {
      const before = WORD_AT_END.test(whole.slice(Math.max(0, at - 2), at)) ? ' ' : ''
      const after = WORD_AT_START.test(whole.slice(at + run.length, at + run.length + 2)) ? ' ' : ''
      return `${before}${[...run].join(JOINT)}${after}`
    })
}

/** Folded words: `Time-R1` gives `time`, `r1`. */
export const wordsOf = (text: string): string[] => fold(text).match(WORD) ?? []

/** A person's name in the form for comparing: `José Á. Núñez` gives `jose a nunez`. */
export const foldName = (name: string): string => wordsOf(name).join(' ')

/** Folded compounds: `Time-R1 works` gives `time-r1`, `works`. */
export const compoundsOf = (text: string): string[] => fold(text).match(COMPOUND) ?? []

/** A compound as one word: `time-r1` gives `timer1`. */
export const joined = (compound: string): string => (compound.match(WORD) ?? []).join('')

/**
 * A compound in its smallest pieces, with digits apart from letters: `time-r1` gives `time`, `r`,
 * `1`.
 */
export const pieces = (compound: string): string[] => compound.match(RUN) ?? []

/** The other spellings of the compounds of a text: joined and split. */
export function formsOf(text: string): string {
  const forms = compoundsOf(text).flatMap((compound) => {
    const split = pieces(compound)
    return split.length > 1 ? [joined(compound), ...split] : []
  })
  return [...new Set(forms)].join(' ')
}
