import { readArgument } from './arguments.ts'
import { toScript } from './scripts.ts'
import * as known from './symbols.ts'
import type { Piece, Place, Tex } from './types.ts'

const NAME = /[A-Za-z]+/y
/** Formulas in `\( … \)` longer than this (characters) are not looked for. */
const MAX_FORMULA = 1_000

/** Reads the command at a backslash. `before` is the text already made of this part. */
export function readCommand(tex: Tex, place: Place, before: string): Piece {
  NAME.lastIndex = place.at + 1
  const name = NAME.exec(tex.source)?.[0]
  if (!name) return readSign(tex, place, before)
  const after = { ...place, at: place.at + 1 + name.length }
  return (
    readSymbol(tex, after, name, before) ??
    readStyled(tex, after, name, before) ??
    readBuilt(tex, after, name) ??
    keepMacro(tex, after, name)
  )
}

/** `\%`, `\,`, `\"o`, `\( … \)`: a backslash and one sign. */
function readSign(tex: Tex, place: Place, before: string): Piece {
  const { source } = tex
  const { at, end } = place
  const sign = at + 1 < end ? (source[at + 1] as string) : ''
  const literal = { text: `\\${sign}`, next: at + 1 + sign.length }
  if (sign === '' || /[\ud800-\udfff]/.test(sign)) return { text: '\\', next: at + 1 }
  if ('%&_#{}'.includes(sign)) return { text: sign, next: at + 2 }
  // A price; an escaped dollar before anything else could open a formula.
  if (sign === '$') return /\d/.test(source[at + 2] ?? '') ? { text: '$', next: at + 2 } : literal
  if (' ,;:\\'.includes(sign)) return { text: ' ', next: at + 2 }
  if ('!/-@'.includes(sign)) return { text: '', next: at + 2 }
  if (sign === '|') return { text: '‖', next: at + 2 }
  if (sign === '(' || sign === '[') {
    const close = source.slice(at + 2, Math.min(end, at + MAX_FORMULA)).indexOf(sign === '(' ? '\\)' : '\\]')
    if (close < 0) return literal
    const formula = { at: at + 2, end: at + 2 + close, math: true, depth: place.depth + 1 }
    return { text: tex.span(formula).trim(), next: at + 4 + close }
  }
  // An escaped apostrophe, `the model\'s`, and no Polish.
  if (
    sign === "'" &&
    /^s(?!\p{L})/u.test(source.slice(at + 2, Math.min(end, at + 4))) &&
    /\p{L}$/u.test(before)
  )
    return { text: "'", next: at + 2 }
  const mark = known.TEXT_ACCENTS.get(sign)
  return (mark && readAccent(tex, { ...place, at: at + 2 }, mark, false)) || literal
}

/** A letter under an accent, or null when there is none to put it on: `\"a quotation\"` is no German. */
function readAccent(tex: Tex, place: Place, mark: string, spelled: boolean): Piece | null {
  const { source } = tex
  const grouped = source[place.at] === '{'
  if (!grouped && !spelled && !/[\p{L}\\]/u.test(source[place.at] ?? '')) return null
  const argument = readArgument(tex, { ...place, math: false })
  if (!argument) return null
  const [first = '', ...rest] = argument.text.replace(/^ı/, 'i').replace(/^ȷ/, 'j')
  if (first === '') return mark === '\u0303' ? { text: '~', next: argument.next } : null
  const letter = (first + mark).normalize('NFC')
  const composed = [...letter].length === 1
  if (!composed && !(grouped && rest.length === 0 && /\p{L}/u.test(first)))
    return grouped && spelled ? argument : null
  return { text: letter + rest.join(''), next: argument.next }
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

/** TeX eats the blank behind a command's name. Authors count on it inside of words (`M\o ller`) and formulas only. */
function eatsBlank(symbol: string, before: string, after: string, math: boolean): boolean {
  if (!math) return /\p{Script=Latin}/u.test(symbol) && /\p{Ll}/u.test(after)
  return /[\p{L}∂∇]/u.test(symbol) ? /[\p{L}\p{N}([{^_]/u.test(after) : !/\s$/.test(before) && after !== ''
}

/** `\emph{x}`, `{\em x}`, `\url{x}`: how it looks goes, what it says stays. */
function readStyled(tex: Tex, place: Place, name: string, before: string): Piece | null {
  const { source } = tex
  if (known.SILENT.has(name)) {
    const next = /^(?:left|right)$/.test(name) && source[place.at] === '.' ? place.at + 1 : place.at
    return { text: '', next: source[next] === ' ' ? next + 1 : next }
  }
  if (known.STYLES.has(name)) {
    const math = place.math && !/^(?:text|mbox|hbox|fbox)/.test(name)
    return readArgument(tex, { ...place, at: source[place.at] === '*' ? place.at + 1 : place.at, math })
  }
  if (name === 'mathbb' || name === 'Bbb' || name === 'mathds') {
    const letters = readArgument(tex, place)
    const struck = [...(letters?.text ?? '')].map((letter) => known.DOUBLE_STRUCK.get(letter) ?? letter)
    return letters && { text: struck.join(''), next: letters.next, symbol: true }
  }
  return source[place.at] === '{' && GROUPED.test(name) ? readGrouped(tex, place, name, before) : null
}

const GROUPED =
  /^(?:url|path|nolinkurl|footnote|(?:paren|text|auto)?cite[pt]?|color|text(?:super|sub)script|(?:text|en)quote)$/

function readGrouped(tex: Tex, place: Place, name: string, before: string): Piece | null {
  const argument = readArgument(tex, place)
  if (!argument) return null
  const { text, next } = argument
  if (name === 'footnote') return { text: ` (${text})`, next }
  if (name === 'textsuperscript') return { text: toScript('^', text), next }
  if (name === 'textsubscript') return { text: toScript('_', text), next }
  // `{\color{red}D}ecoupled`; outside of a group the colour would have no end.
  if (name === 'color') return place.depth > 0 ? { text: '', next } : null
  if (name.endsWith('quote')) return { text: `“${text}”`, next }
  if (name.includes('cite')) return { text: `[${text}]`, next }
  const address = tex.source.slice(place.at + 1, next - 1).replace(/\\([%&_#~])/g, '$1')
  return { text: /[\p{L}\p{N}.,;:]$/u.test(before) ? ` ${address}` : address, next }
}

/** Commands that build something out of their arguments: accents, fractions, roots, links. */
function readBuilt(tex: Tex, place: Place, name: string): Piece | null {
  const { source } = tex
  const accent = place.math ? undefined : known.TEXT_ACCENTS.get(name)
  if (accent && /[ {]/.test(source[place.at] ?? '')) return readAccent(tex, place, accent, true)
  const mark = known.MATH_ACCENTS.get(name)
  const first =
    mark || /^(?:[dtc]?frac|nicefrac|sfrac|sqrt|href|textcolor)$/.test(name) ? readArgument(tex, place) : null
  if (!first) return null
  if (mark)
    return /^\p{L}$/u.test(first.text)
      ? { text: (first.text + mark).normalize('NFC'), next: first.next, symbol: true }
      : null
  if (name === 'sqrt')
    return first.text === '[' ? null : { text: `√${bracket(first.text)}`, next: first.next }
  const second = readArgument(tex, { ...place, at: first.next })
  if (!second) return null
  if (name === 'textcolor') return second
  if (name === 'href')
    return {
      text: second.text.includes('://') ? second.text : `${second.text} (${first.text})`,
      next: second.next,
    }
  return { text: `${bracket(first.text)}/${bracket(second.text)}`, next: second.next }
}

/** Brackets around anything that would read differently without them. */
const bracket = (text: string) => (/^[\p{L}\p{N}\p{M}.]+$/u.test(text) ? text : `(${text})`)

/** A macro nobody but its author knows stays, with its arguments. */
function keepMacro(tex: Tex, place: Place, name: string): Piece {
  const { source, closing } = tex
  let next = place.at
  let text = `\\${name}`
  const option =
    source[next] === '['
      ? /^\[[^[\]{}\\$]{0,30}\]/.exec(source.slice(next, Math.min(place.end, next + 32)))?.[0]
      : undefined
  if (option) {
    text += option
    next += option.length
  }
  while (source[next] === '{' && (closing[next] ?? 0) > next && (closing[next] ?? 0) < place.end) {
    const argument = readArgument(tex, { ...place, at: next })
    if (!argument) break
    if (argument.text.trim() !== '') text += `{${argument.text.trim()}}`
    next = argument.next
  }
  return { text, next }
}
