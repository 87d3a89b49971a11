import { readDollar } from './formulas.ts'
import { readGroup } from './groups.ts'
import { isLostStyle, lostStyle } from './lost.ts'
import { readPunctuation } from './punctuation.ts'
import { type Before, MAX_DEPTH, matchAt, NOTHING, type Piece, type Place, type Tex } from './reading.ts'
import { readScript } from './scripts.ts'

/** How much of the text before a position is read (characters). */
const TAIL = 40

const ADDRESS = /https?:\/\/[^\s{}\\$<>"\]\ufdd0-\ufdd3]+/y
/** A stretch without special characters. */
const PLAIN_TEXT = /(?:(?!https?:\/\/)[^\\${}\]^_~`'"-])+/y
const PLAIN_MATH = /[^\\${}\]^_~\s]+/y

/** The text of a part. */
export function readSpan(tex: Tex, place: Place): string {
  const { end, math, depth } = place
  if (depth > MAX_DEPTH) tex.tooDeep = true
  let out = ''
  // The end of the text is kept apart: reading the end of a growing string would copy all of it.
  let before = NOTHING
  for (let at = place.at; at < end && !tex.tooDeep; ) {
    const piece =
      readPlain(tex, { at, end, math, depth }) ?? readSpecial(tex, { at, end, math, depth }, before)
    const text = isGlued(before.text, piece.text) ? `{}${piece.text}` : piece.text
    out += text
    before = {
      text: (before.text + text.slice(-TAIL)).slice(-TAIL),
      symbol: piece.symbol === true,
      address: piece.address ?? '',
    }
    at = piece.next
    tex.steps += text.length + 1
  }
  return out
}

function readPlain(tex: Tex, { at, end, math }: Place): Piece | null {
  const address = math ? null : matchAt(tex, ADDRESS, at, end)?.[0]
  if (address) return { text: address, next: at + address.length, address }
  const run = matchAt(tex, math ? PLAIN_MATH : PLAIN_TEXT, at, end)?.[0] ?? ''
  const text = math ? run : run.slice(0, run.length - lostStyle(tex, run, at + run.length, end).length)
  return text ? { text, next: at + text.length } : null
}

/** Reads the construct that begins at a special character. */
function readSpecial(tex: Tex, place: Place, before: Before): Piece {
  const { at, end, math } = place
  const sign = tex.source[at] as string
  if (sign === '\\') return tex.command(place, before)
  if (sign === '{') return readGroup(tex, place, before)
  if (sign === '^' || sign === '_') return readScript(tex, place, before)
  // A dollar inside of a formula, in a group, ends the formula for a moment: `$\textbf{2$\times$
  // less}$`.
  if (math && sign === '$') return { text: '', next: at + 1 }
  if (math) return sign === '~' || /\s/.test(sign) ? readBlank(tex, place) : { text: sign, next: at + 1 }
  if (sign === '$') return readDollar(tex, place, before)
  if (/[a-z]/.test(sign) && isLostStyle(tex, at, end)) return tex.command(place, before)
  return readPunctuation(tex, place, before)
}

/** An unknown macro stays apart from a letter after it, or it would become another macro. */
const isGlued = (before: string, text: string) => /^[A-Za-z]/.test(text) && /\\[A-Za-z]+$/.test(before)

const BLANK = /[\s~]+/y

function readBlank(tex: Tex, { at, end }: Place): Piece {
  return { text: ' ', next: at + (matchAt(tex, BLANK, at, end)?.[0].length ?? 1) }
}
