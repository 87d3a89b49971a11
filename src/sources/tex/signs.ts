import { TEXT_ACCENTS } from './accents.ts'
import { readArgument } from './arguments.ts'
import { readBracketed } from './formulas.ts'
import { ESCAPED, matchAt, type Piece, type Place, type Tex } from './reading.ts'

const LENGTH = /\\\\\[-?[\d.]+ ?(?:pt|em|ex|cm|mm|in)\]/y

/** Reads `\%`, `\,`, `\"o`, `\( … \)`: a backslash and one sign. */
export function readSign(tex: Tex, place: Place, before: string): Piece {
  const { source } = tex
  const { at, end, math } = place
  const sign = at + 1 < end ? (source[at + 1] as string) : ''
  const piece = (text: string) => ({ text, next: at + 1 + sign.length })
  const literal = piece(`\\${sign}`)
  if (sign === '' || /[\ud800-\udfff]/.test(sign)) return { text: '\\', next: at + 1 }
  if ('{}$'.includes(sign)) return piece(ESCAPED[sign as keyof typeof ESCAPED])
  if ('%&_#*+?'.includes(sign)) return piece(sign)
  if ('<>'.includes(sign)) return piece(math ? ' ' : sign)
  if (sign === '\\') return { text: ' ', next: at + (matchAt(tex, LENGTH, at, end)?.[0].length ?? 2) }
  if (' ,;:'.includes(sign)) return piece(' ')
  if ('!/-@'.includes(sign)) return piece('')
  if (sign === '|') return piece('‖')
  if (sign === '(' || sign === '[') return readBracketed(tex, place) ?? literal
  // `St\ütz`: another program has read half of the accent.
  if (/[^\x00-\x7f]/.test(sign)) return /\p{L}/u.test(sign) ? piece(sign) : literal
  const following = source.slice(at + 2, Math.min(end, at + 4))
  if (sign === '~' && /^\d/.test(following)) return piece('~')
  // An escaped apostrophe, `the model\'s`, not a Polish letter.
  if (sign === "'" && /^s(?!\p{L})/u.test(following) && /\p{L}$/u.test(before)) return piece("'")
  const mark = TEXT_ACCENTS.get(sign)
  return (mark && readAccent(tex, { ...place, at: at + 2 }, mark, false)) || literal
}

/**
 * A letter with an accent, or null when there is no letter for it: `\"a quotation\"` is not German.
 */
export function readAccent(tex: Tex, place: Place, mark: string, spelled: boolean): Piece | null {
  const { source } = tex
  const grouped = source[place.at] === '{'
  if (!grouped && !spelled && !/[\p{L}\\]/u.test(source[place.at] ?? '')) return null
  const argument = readArgument(tex, { ...place, math: false })
  if (!argument) return null
  tex.steps += argument.text.length
  const [first = '', ...rest] = argument.text.replace(/^ı/, 'i').replace(/^ȷ/, 'j')
  if (first === '') return readBare(mark, argument.next)
  const letter = (first + mark).normalize('NFC')
  const composed = [...letter].length === 1
  if (!composed && !(grouped && rest.length === 0 && /\p{L}/u.test(first)))
    return grouped && spelled ? argument : null
  return { text: letter + rest.join(''), next: argument.next }
}

/** An accent without a letter is a sign of its own: `\~{}`. */
function readBare(mark: string, next: number): Piece | null {
  if (mark === '\u0303') return { text: ESCAPED['~'], next }
  return mark === '\u0302' ? { text: '^', next } : null
}
