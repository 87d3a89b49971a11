import { readArgument, readOptions } from './arguments.ts'
import { closingOf, type Piece, type Place, sourceOf, type Tex } from './reading.ts'
import { toScript } from './scripts.ts'
import { HIDDEN, SHOWN, SILENT, STYLES } from './styles.ts'
import { DOUBLE_STRUCK } from './symbols.ts'

/** `\emph{x}`, `{\em x}`, `\url{x}`: the style is dropped, the text stays. */
export function readStyled(tex: Tex, place: Place, name: string, before: string): Piece | null {
  const { source } = tex
  if (SILENT.has(name)) {
    // `\em{x}`, which is not valid TeX and means `{\em x}`.
    const at = source[place.at] === ' ' ? place.at + 1 : place.at
    if (source[at] === '{' && closingOf(tex, at, place.end)) return readArgument(tex, { ...place, at })
    const next = /^(?:left|right)$/.test(name) && source[place.at] === '.' ? place.at + 1 : place.at
    return { text: '', next: source[next] === ' ' ? next + 1 : next }
  }
  if (name === 'footnotemark') return { text: '', next: readNote(tex, place) }
  const starred = source[place.at] === '*' ? { ...place, at: place.at + 1 } : place
  const { options, next } = readOptions(tex, starred)
  const group = { ...place, at: next }
  if (STYLES.has(name)) {
    const math = place.math && !/^(?:text|mbox|hbox|fbox|makebox|framebox)/.test(name)
    return readArgument(tex, { ...group, math })
  }
  if (name === 'mathbb' || name === 'Bbb' || name === 'mathds' || name === 'mathbbm') {
    const letters = readArgument(tex, place)
    const struck = [...(letters?.text ?? '')].map((letter) => DOUBLE_STRUCK.get(letter) ?? letter)
    return letters && { text: struck.join(''), next: letters.next, symbol: true }
  }
  if (source[group.at] !== '{') return null
  if (HIDDEN.has(name)) {
    const hidden = readArgument(tex, group)
    return hidden && { text: HIDDEN.get(name) ?? '', next: hidden.next }
  }
  if (SHOWN.has(name)) return readArgument(tex, group)
  return GROUPED.test(name) ? readGrouped(tex, group, name, before, options) : null
}

const GROUPED =
  /^(?:url|path|nolinkurl|(?:bl)?footnote|(?:paren|text|auto|foot|full)?[cC]ite(?:[pt]|al[pt]|author|year)?|color|text(?:super|sub)script|(?:text|en)quote)$/

function readGrouped(tex: Tex, place: Place, name: string, before: string, options: string[]): Piece | null {
  const argument = readArgument(tex, place)
  if (!argument) return null
  const { text, next } = argument
  if (name.endsWith('footnote')) return { text: ` (${text})`, next }
  if (name === 'textsuperscript') return { text: toScript('^', text), next }
  if (name === 'textsubscript') return { text: toScript('_', text), next }
  // `{\color{red}D}ecoupled`; outside of a group the colour would never end.
  if (name === 'color') return place.depth > 0 ? { text: '', next } : null
  if (name.endsWith('quote')) return { text: `“${text}”`, next }
  if (/cite/i.test(name)) {
    // `\citep[see][p. 5]{key}`; a single option is printed after the key.
    const [first = '', second] = options
    const [lead, note] = second === undefined ? ['', first] : [first, second]
    return { text: `[${lead && `${lead} `}${text}${note && `, ${note}`}]`, next }
  }
  const address = sourceOf(tex, place.at + 1, next - 1).replace(/\\([%&_#~])/g, '$1')
  return { text: /[\p{L}\p{N}.,;:]$/u.test(before) ? ` ${address}` : address, next }
}

/** `\footnotemark[1]`: a number without a note. */
function readNote(tex: Tex, { at, end }: Place): number {
  const close = tex.source[at] === '[' ? closingOf(tex, at, end) : 0
  return close ? close + 1 : at
}
