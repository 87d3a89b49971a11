import { readArgument } from './arguments.ts'
import { toScript } from './scripts.ts'
import { MAX_DEPTH, type Piece, type Place, type Tex } from './types.ts'

/** Formulas longer than this (characters) are two stray dollars. */
const MAX_FORMULA = 1_000
/** Of what was already made, this much (characters) is looked at. */
const TAIL = 40

/** A stretch without anything special; an address with all its tildes and underscores is one. */
const PLAIN_TEXT = /https?:\/\/[^\s{}\\$<>"]+|(?:(?!https?:\/\/)[^\\${}^_~`'-])+/y
const PLAIN_MATH = /[^\\${}^_~\s]+/y

/** The text of a part. */
export function readSpan(tex: Tex, place: Place): string {
  const { source } = tex
  const { end, math, depth } = place
  if (depth > MAX_DEPTH) tex.tooDeep = true
  if (tex.tooDeep) return ''
  const plain = math ? PLAIN_MATH : PLAIN_TEXT
  let out = ''
  // What a decision needs of it; to look at the end of a growing string would copy all of it each time.
  let tail = ''
  let afterSymbol = false
  for (let at = place.at; at < end; ) {
    plain.lastIndex = at
    const run = plain.exec(source)?.[0].slice(0, end - at)
    const piece: Piece = run
      ? { text: run, next: at + run.length }
      : readSpecial(tex, { at, end, math, depth }, tail, afterSymbol)
    const text = isGlued(tail, piece.text) ? `{}${piece.text}` : piece.text
    out += text
    tail = (tail + text.slice(-TAIL)).slice(-TAIL)
    afterSymbol = piece.symbol === true
    at = piece.next
  }
  return out
}

/** Reads what begins at a special character. */
function readSpecial(tex: Tex, place: Place, before: string, afterSymbol: boolean): Piece {
  const { source } = tex
  const { at, end, math } = place
  const sign = source[at] as string
  if (sign === '\\') return tex.command(place, before)
  if (sign === '{') return readGroup(tex, place)
  if (sign === '^' || sign === '_') return readScript(tex, place, before, afterSymbol)
  if (math) return sign === '~' || /\s/.test(sign) ? readBlank(tex, place) : { text: sign, next: at + 1 }
  if (sign === '$') return readDollar(tex, place)
  if (sign === '~')
    return { text: isTie(before, source.slice(at + 1, Math.min(at + 2, end))) ? ' ' : '~', next: at + 1 }
  return readPunctuation(tex, place, before)
}

/** An unknown macro keeps apart from a letter behind it, or it would become another macro. */
const isGlued = (before: string, text: string) => /^[A-Za-z]/.test(text) && /\\[A-Za-z]+$/.test(before)

function readBlank({ source }: Tex, { at, end }: Place): Piece {
  let next = at
  while (next < end && /[\s~]/.test(source[next] as string)) next++
  return { text: ' ', next }
}

/** Braces vanish in formulas and around TeX; a text's own, such as {0, 1} and {https://…}, stay. */
function readGroup(tex: Tex, { at, end, math, depth }: Place): Piece {
  const close = tex.closing[at] ?? 0
  if (close <= at || close >= end) return { text: '{', next: at + 1 }
  const raw = tex.source.slice(at + 1, close)
  const text = readSpan(tex, { at: at + 1, end: close, math, depth: depth + 1 })
  const dissolves =
    (math || raw === '' || raw.includes('\\')) && !/\\(?:choose|over|atop)(?![A-Za-z])|^https?:/.test(raw)
  return { text: dissolves ? text : `{${text}}`, next: close + 1 }
}

/**
 * In formulas every script; in texts `x^{…}`, `10^6` and `\sigma_2`, for names have underscores, and no words:
 * where a source lost the backslashes, `360^{circ}` is not about the letters.
 */
function readScript(tex: Tex, place: Place, before: string, afterSymbol: boolean): Piece {
  const { source } = tex
  const { at, end } = place
  const sign = source[at] as string
  if (!place.math && !afterSymbol && source[at + 1] !== '{') {
    const power =
      sign === '^' && /[\p{L}\p{N})\]]$/u.test(before)
        ? /^-?\d+/.exec(source.slice(at + 1, Math.min(end, at + 8)))
        : null
    return power
      ? { text: toScript(sign, power[0]), next: at + 1 + power[0].length }
      : { text: sign, next: at + 1 }
  }
  const argument = readArgument(tex, { ...place, at: at + 1, math: true })
  if (!argument) return { text: sign, next: at + 1 }
  const script = argument.text.trim()
  const isWord = !place.math && /[A-Za-z]{3}/.test(script)
  return { text: isWord ? `${sign}{${script}}` : toScript(sign, script), next: argument.next }
}

function readDollar(tex: Tex, { at, end, depth }: Place): Piece {
  const { source, nextDollar } = tex
  const display = source[at + 1] === '$'
  const from = display ? at + 2 : at + 1
  const close = nextDollar[from - 1] ?? 0
  const next = display ? close + 2 : close + 1
  const literal = { text: display ? '$$' : '$', next: from }
  if (close < from || next > end || close - from > MAX_FORMULA || (display && source[close + 1] !== '$'))
    return literal
  if (!isFormula(source.slice(from, close), source[next] ?? '')) return literal
  return { text: readSpan(tex, { at: from, end: close, math: true, depth: depth + 1 }).trim(), next }
}

/** Whether what stands between two dollars is a formula, not the words between two prices. */
function isFormula(text: string, after: string): boolean {
  if (text.trim() === '') return false
  if (/^\d/.test(text) && /\d/.test(after)) return false
  const words = text.replace(/\\[A-Za-z]+|\{[^{}]*\}/g, ' ')
  if (/^\d/.test(text) && /\s[A-Za-z]{2,}/.test(words)) return false
  return !/(?<![A-Za-z])[A-Za-z]{3,}[,.;:]?\s+[A-Za-z]{2,}/.test(words)
}

/** `Figure~1` is tied by a blank; `~10`, `10~20` and `/~name` are not TeX. */
const isTie = (before: string, after: string) =>
  /[\p{L}\p{N}.,;:)\]}]$/u.test(before) &&
  /^[\p{L}\p{N}\\([{$]/u.test(after) &&
  !(/\d$/.test(before) && /^\d/.test(after))

/** Dashes and quotation marks. Options (`--all`), arrows (`-->`) and single marks stay. */
function readPunctuation(tex: Tex, { at, end }: Place, before: string): Piece {
  const ahead = tex.source.slice(at, Math.min(end, at + 200))
  const dashes = /^-+/.exec(ahead)?.[0]
  if (dashes) {
    const after = ahead[dashes.length] ?? ''
    const option = /(?:^|[\s([])$/.test(before) && /[A-Za-z]/.test(after)
    const asDash =
      (dashes.length === 2 || dashes.length === 3) && !option && !/[<!]$/.test(before) && after !== '>'
    return { text: asDash ? (dashes.length === 2 ? '–' : '—') : dashes, next: at + dashes.length }
  }
  if (ahead.startsWith('``')) {
    tex.openQuotes++
    return { text: '“', next: at + 2 }
  }
  if (ahead.startsWith("''") && tex.openQuotes > 0) {
    tex.openQuotes--
    return { text: '”', next: at + 2 }
  }
  return { text: ahead[0] as string, next: at + 1 }
}
