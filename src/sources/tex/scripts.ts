import { readArgument } from './arguments.ts'
import { type Before, matchAt, NOTHING, type Piece, type Place, type Tex } from './reading.ts'
import { SCRIPTS, SYMBOLS } from './symbols.ts'

/** `^` and `2` become ²; a script with a character that has no Unicode form stays TeX, `_{QCD}`. */
export function toScript(sign: string, text: string): string {
  const forms = [...text.replaceAll(' ', '')].map((character) => SCRIPTS.get(sign + character))
  if (forms.every((form) => form !== undefined)) return forms.join('')
  return [...text].length === 1 ? sign + text : `${sign}{${text}}`
}

/** A symbol or a styled word that lost its backslash and has no other meaning: `360^circ`. */
const LOST_SYMBOL =
  /\{(circ|degree|prime|dagger|star|ast|top)\}|(circ|degree|prime|dagger|star|ast|top)(?![A-Za-z])/y
const LOST_STYLE = /(?:text|math)(?:bf|it|rm|sf|tt)\{/y
/** `10^6`, `10^-3`, `2^n`, `C^*`, `v2^+`, `BRAND^®`. */
const POWER = /-?\d+|[\p{L}+*®™](?![\p{L}\p{N}\p{M}{^_])/uy

/**
 * In formulas every script; in texts only `x^{…}`, `10^6`, `2^n` and `\sigma_2`, because names
 * contain underscores. A word as a script stays: where a source lost the backslashes, `x_{emb}` may
 * be a name.
 */
export function readScript(tex: Tex, place: Place, before: Before): Piece {
  const { source } = tex
  const { at } = place
  const sign = source[at] as string
  if (!place.math && sign === '^') {
    const power = readPower(tex, place, before)
    if (power) return power
  }
  if (!place.math && !before.symbol && source[at + 1] !== '{') return { text: sign, next: at + 1 }
  const argument = readArgument(tex, { ...place, at: at + 1, math: true })
  if (!argument) return { text: sign, next: at + 1 }
  const script = argument.text.trim()
  const isWord = !place.math && /[A-Za-z]{3}/.test(script)
  return { text: isWord ? `${sign}{${script}}` : toScript(sign, script), next: argument.next }
}

function readPower(tex: Tex, place: Place, before: Before): Piece | null {
  const { at, end } = place
  if (!/[\p{L}\p{N})\]]$/u.test(before.text)) return null
  const [lost, grouped, bare] = matchAt(tex, LOST_SYMBOL, at + 1, end) ?? []
  if (lost)
    return { text: toScript('^', SYMBOLS.get(grouped ?? bare ?? '') ?? ''), next: at + 1 + lost.length }
  if (matchAt(tex, LOST_STYLE, at + 1, end)) {
    const styled = tex.command({ ...place, at: at + 1 }, NOTHING)
    return { text: toScript('^', styled.text), next: styled.next }
  }
  const power = matchAt(tex, POWER, at + 1, end)?.[0]
  const known = power && [...power].every((character) => SCRIPTS.has(`^${character}`))
  return known ? { text: toScript('^', power), next: at + 1 + power.length } : null
}
