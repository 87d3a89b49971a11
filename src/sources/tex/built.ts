import { MATH_ACCENTS } from './accents.ts'
import { readArgument, readOptions } from './arguments.ts'
import { readChemistry } from './chemistry.ts'
import { closingOf, type Piece, type Place, sourceOf, type Tex } from './reading.ts'
import { LAST_SHOWN } from './styles.ts'
import { characterOf } from './symbols.ts'
import { readUnits } from './units.ts'

/** Commands that combine their arguments: fractions, roots, links, characters, chemistry. */
export function readBuilt(tex: Tex, place: Place, name: string): Piece | null {
  if (name === 'begin') return readEnvironment(tex, place)
  if (/^(?:ce|cee|chem|unicode|char|symbol|si|SI|qty|unit|num|ang)$/.test(name))
    return readSource(tex, place, name)
  const mark = MATH_ACCENTS.get(name)
  if (mark || name === 'not') return readMarked(tex, place, mark ?? '\u0338')
  const shown = LAST_SHOWN.get(name)
  if (shown) return readLast(tex, place, shown)
  return /^(?:[dtc]?frac|nicefrac|sfrac|sqrt|href)$/.test(name) ? readPair(tex, place, name) : null
}

function readMarked(tex: Tex, place: Place, mark: string): Piece | null {
  const base = readArgument(tex, place)
  if (!base || [...base.text.slice(0, 3)].length !== 1) return null
  const text = (base.text + mark).normalize('NFC')
  const fits = mark === '\u0338' ? text.length === 1 : /^\p{L}$/u.test(base.text)
  return fits ? { text, next: base.next, symbol: true } : null
}

/** Of this many arguments only the last one is printed: `\textcolor{red}{X}`. */
function readLast(tex: Tex, place: Place, count: number): Piece | null {
  let argument: Piece | null = { text: '', next: place.at }
  for (let index = 0; index < count && argument; index++)
    argument = readArgument(tex, { ...place, at: readOptions(tex, { ...place, at: argument.next }).next })
  return argument
}

function readPair(tex: Tex, place: Place, name: string): Piece | null {
  const start = name === 'sqrt' ? place.at : readOptions(tex, place).next
  const first = readArgument(tex, { ...place, at: start })
  if (!first) return null
  if (name === 'sqrt')
    return first.text === '[' ? null : { text: `√${bracket(first.text)}`, next: first.next }
  const second = readArgument(tex, { ...place, at: first.next })
  if (!second) return null
  const { text, next } = second
  if (name === 'href') return { text: text.includes('://') ? text : `${text} (${first.text})`, next }
  return { text: `${bracket(first.text)}/${bracket(text)}`, next }
}

/** Brackets around any text that would be ambiguous without them. */
const bracket = (text: string) => (/^[\p{L}\p{N}\p{M}.]+$/u.test(text) ? text : `(${text})`)

/**
 * Commands whose arguments are in a language of their own: chemistry, units, numbers of characters.
 */
function readSource(tex: Tex, place: Place, name: string): Piece | null {
  const { next } = readOptions(tex, place)
  const [first, ...others] = groupsOf(tex, { ...place, at: next }, /^(?:SI|qty)$/.test(name) ? 2 : 1)
  if (!first) return null
  const raw = sourceOf(tex, first.at, first.end)
  if (/^(?:unicode|char|symbol)$/.test(name)) {
    const code = /^(?:(?:0?[xX]|U\+|")([\da-fA-F]{1,6})|(\d{1,7}))$/.exec(raw.trim())
    const text = code && characterOf(code[1] ? Number.parseInt(code[1], 16) : Number(code[2]))
    return text === null ? null : { text, next: first.end + 1 }
  }
  if (/^(?:ce|cee|chem)$/.test(name)) return readFormula(tex, place, first)
  if (name === 'num') return { text: raw, next: first.end + 1 }
  if (name === 'ang') return { text: `${raw}°`, next: first.end + 1 }
  const last = others[0] ?? first
  const units = readUnits(sourceOf(tex, last.at, last.end))
  if (units === null) return null
  if (last === first) return { text: units, next: last.end + 1 }
  return { text: `${raw}${/^[%°](?!C)/.test(units) ? '' : ' '}${units}`, next: last.end + 1 }
}

/** Chemistry without TeX inside is read; anything else keeps the braces that show where it ends. */
function readFormula(tex: Tex, place: Place, { at, end }: { at: number; end: number }): Piece {
  const inner = tex.span({ ...place, at, end, math: true, depth: place.depth + 1 })
  const raw = sourceOf(tex, at, end)
  return { text: readChemistry(/[\\$]/.test(raw) ? inner : raw), next: end + 1 }
}

/** The contents of this many groups in a row. */
function groupsOf(tex: Tex, place: Place, count: number): { at: number; end: number }[] {
  const groups: { at: number; end: number }[] = []
  for (let at = place.at; groups.length < count && tex.source[at] === '{'; ) {
    const end = closingOf(tex, at, place.end)
    if (!end) break
    groups.push({ at: at + 1, end })
    at = end + 1
  }
  return groups.length === count ? groups : []
}

const MATH = /^(?:math|displaymath|equation|align|gather|multline|eqnarray|split|aligned)\*?$/
const TEXT = /^(?:itemize|enumerate|quote|quotation|center|abstract|flushleft|flushright|small)$/

/** `\begin{equation} … \end{equation}`; tables, matrices and unknown environments stay. */
function readEnvironment(tex: Tex, place: Place): Piece | null {
  const start = place.at - '\\begin'.length
  const end = closingOf(tex, start, place.end)
  const named = closingOf(tex, place.at, place.end)
  if (!end || !named) return null
  const name = sourceOf(tex, place.at + 1, named)
  const close = `\\end{${name}}`
  const math = MATH.test(name)
  if (!(math || TEXT.test(name)) || !tex.source.startsWith(close, end)) return null
  const text = tex.span({ at: named + 1, end, math: math || place.math, depth: place.depth + 1 })
  return { text: ` ${(math ? text.replace(/\s*&\s*/g, ' ') : text).trim()} `, next: end + close.length }
}
