import { type Before, closingOf, type Piece, type Place, sourceOf, type Tex } from './reading.ts'

/** If a formula would be longer than this (characters), its two signs do not belong together. */
const MAX_FORMULA = 1_000

/** Reads `$…$` and `$$…$$`; a dollar that does not open a formula is a price, or stays. */
export function readDollar(tex: Tex, { at, end, depth }: Place, before: Before): Piece {
  const { source } = tex
  const display = source[at + 1] === '$' && at + 1 < end
  const from = display ? at + 2 : at + 1
  const close = closingOf(tex, from - 1, end)
  const next = display ? close + 2 : close + 1
  const literal = { text: display ? '$$' : '$', next: from }
  if (close < from || close - from > MAX_FORMULA) return literal
  if (display && (source[close + 1] !== '$' || next > end)) return literal
  if (!isFormula(sourceOf(tex, from, close), before.text, source[next] ?? '')) return literal
  return { text: tex.span({ at: from, end: close, math: true, depth: depth + 1 }).trim(), next }
}

/** Reads `\(…\)` and `\[…\]`, whose backslash is at `at`; null when nothing closes it. */
export function readBracketed(tex: Tex, { at, end, depth }: Place): Piece | null {
  const close = closingOf(tex, at, end - 1)
  if (!close || close - at > MAX_FORMULA) return null
  return { text: tex.span({ at: at + 2, end: close, math: true, depth: depth + 1 }).trim(), next: close + 2 }
}

/** Whether the text between two dollars is a formula, not the words between two prices. */
function isFormula(text: string, before: string, after: string): boolean {
  if (!/[\p{L}\p{N}\p{S}\\*/-]/u.test(text)) return false
  const words = text.replace(/\\[A-Za-z]+|\{[^{}]*\}/g, ' ')
  if (/(?<![A-Za-z])[A-Za-z]{3,}[,.;:]?\s+[A-Za-z]{2,}/.test(words)) return false
  return !isAfterPrice(text, words, after) && !isLoose(text, words, before)
}

/**
 * `$100, $k$`, `$20 ($n$`, `$5-$10`, `$3/$k$`: the first dollar belongs to a price, the second
 * opens what follows.
 */
function isAfterPrice(text: string, words: string, after: string): boolean {
  if (/\S\s*[([{/]$/.test(text) && !/\\.$/.test(text)) return true
  if (!/^[\d.]/.test(text)) return false
  return (
    /\d/.test(after) ||
    /\s$|[-–—+=<>]$/.test(text) ||
    (/[,.;:]$/.test(text) && /\p{L}/u.test(after)) ||
    /\s[A-Za-z]{2,}/.test(words)
  )
}

/** A blank after a dollar: `$ x $` is a formula, `$A and $B` and `4$ or 5$` are not. */
function isLoose(text: string, words: string, before: string): boolean {
  if (!/^\s|\s$/.test(text)) return false
  return /(?<![A-Za-z])[A-Za-z]{2,}/.test(words) || (/^\s/.test(text) && /\d$/.test(before))
}
