import { TEXT_ACCENTS } from './accents.ts'
import { readArgument } from './arguments.ts'
import { readBuilt } from './built.ts'
import { type Before, closingOf, matchAt, type Piece, type Place, sourceOf, type Tex } from './reading.ts'
import { readAccent, readSign } from './signs.ts'
import { readStyled } from './styled.ts'
import * as known from './symbols.ts'

const NAME = /[A-Za-z]+/y

/**
 * Reads the command at a backslash, or at the first letter of a command that lost its backslash.
 */
export function readCommand(tex: Tex, place: Place, before: Before): Piece {
  const from = tex.source[place.at] === '\\' ? place.at + 1 : place.at
  const name = matchAt(tex, NAME, from, place.end)?.[0]
  if (!name) return readSign(tex, place, before.text)
  tex.steps += name.length
  const after = { ...place, at: from + name.length }
  return (
    readSymbol(tex, after, name, before.text) ??
    readSpelledAccent(tex, after, name) ??
    readStyled(tex, after, name, before.text) ??
    readBuilt(tex, after, name) ??
    keepMacro(tex, after, name)
  )
}

function readSymbol({ source }: Tex, { at, end, math }: Place, name: string, before: string): Piece | null {
  const ahead = source.slice(at, Math.min(end, at + 3))
  const empty = ahead.startsWith('{}') ? 2 : 0
  const next = at + empty
  if (name === 'quad' || name === 'qquad') return { text: ' ', next }
  if (name === 'deg' && (!math || /\d ?$/.test(before))) return { text: '°', next, symbol: true }
  if (math && known.OPERATORS.has(name)) {
    const apart = /[\p{L}\p{N}]$/u.test(before) && !/\\[A-Za-z]+$/.test(before)
    return { text: `${apart ? ' ' : ''}${name}${source[next] === '{' ? ' ' : ''}`, next }
  }
  const short = known.ABBREVIATIONS.get(name)
  if (short && !math) return { text: ahead[empty] === '.' ? short.slice(0, -1) : short, next }
  const symbol = known.SYMBOLS.get(name)
  if (symbol === undefined) return null
  const eaten = !empty && ahead[0] === ' ' && eatsBlank(symbol, before, ahead[1] ?? '', math)
  return { text: symbol, next: eaten ? next + 1 : next, symbol: true }
}

/**
 * TeX drops the blank after a command's name. Authors rely on it only inside of words (`M\o ller`)
 * and formulas.
 */
function eatsBlank(symbol: string, before: string, after: string, math: boolean): boolean {
  if (!math) return /\p{Script=Latin}/u.test(symbol) && /\p{Ll}/u.test(after)
  return /[\p{L}∂∇]/u.test(symbol) ? /[\p{L}\p{N}([{^_]/u.test(after) : !/\s$/.test(before) && after !== ''
}

/** `\v{S}`, `\c c`, and remains of JSON, `\u2019`. */
function readSpelledAccent(tex: Tex, place: Place, name: string): Piece | null {
  const hex =
    name === 'u' ? /^\d[\da-f]{3}/i.exec(tex.source.slice(place.at, Math.min(place.end, place.at + 4))) : null
  if (hex) return { text: known.characterOf(Number.parseInt(hex[0], 16)), next: place.at + 4 }
  const accent = place.math ? undefined : TEXT_ACCENTS.get(name)
  return accent && /[ {]/.test(tex.source[place.at] ?? '') ? readAccent(tex, place, accent, true) : null
}

/** A macro that only its author knows stays, with its arguments. */
function keepMacro(tex: Tex, place: Place, name: string): Piece {
  const { source } = tex
  let next = place.at
  let text = `\\${name}`
  while (source[next] === '[' || source[next] === '{') {
    const isOption = source[next] === '['
    const close = closingOf(tex, next, place.end)
    if (!close) break
    const argument = isOption
      ? keepOption(tex, place, next, close)
      : readArgument(tex, { ...place, at: next })
    if (!argument) break
    if (argument.text.trim() !== '' || isOption)
      text += isOption ? argument.text : `{${argument.text.trim()}}`
    next = argument.next
  }
  return { text, next }
}

/** An option stays as it is, and only before something that it belongs to. */
function keepOption(tex: Tex, place: Place, at: number, close: number): Piece | null {
  if (!'[{'.includes(tex.source[close + 1] ?? ' ') || close + 1 >= place.end) return null
  return { text: sourceOf(tex, at, close + 1), next: close + 1 }
}
