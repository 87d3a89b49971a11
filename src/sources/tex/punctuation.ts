import { type Before, closingOf, ESCAPED, matchAt, type Piece, type Place, type Tex } from './reading.ts'

/** The longest text between single quotation marks (characters). */
const MAX_QUOTE = 200
/** Marks an apostrophe as the end of a quotation that was opened. */
const CLOSES = -1

/**
 * Reads dashes, ties and quotation marks. Options (`--all`), arrows (`-->`) and apostrophes stay.
 */
export function readPunctuation(tex: Tex, place: Place, before: Before): Piece {
  const { at, end } = place
  const sign = tex.source[at] as string
  const following = at + 1 < end ? (tex.source[at + 1] as string) : ''
  if (sign === '~') return { text: isTie(before.text, following) ? ' ' : '~', next: at + 1 }
  if (sign === '-') return readDashes(tex, place, before)
  return readQuote(tex, place, before.text, sign + following) ?? { text: sign, next: at + 1 }
}

const DASHES = /-+/y

function readDashes(tex: Tex, { at, end }: Place, before: Before): Piece {
  const dashes = matchAt(tex, DASHES, at, end)?.[0] ?? '-'
  const next = at + dashes.length
  const after = next < end ? (tex.source[next] as string) : ''
  const option = /(?:^|[\s([])$/.test(before.text) && /[A-Za-z]/.test(after)
  const isDash =
    (dashes.length === 2 || dashes.length === 3) && !option && !/[<!]$/.test(before.text) && after !== '>'
  return { text: isDash ? (dashes.length === 2 ? '–' : '—') : dashes, next }
}

/** `Figure~1` contains a tie, which becomes a blank; `~10`, `10~20` and `/~name` are not TeX. */
const isTie = (before: string, after: string) =>
  /[\p{L}\p{N}.,;:)\]}–—]$/u.test(before) &&
  (/^[\p{L}\p{N}\\([{$–—]/u.test(after) || after === ESCAPED.$) &&
  !(/\d$/.test(before) && /^\d/.test(after))

/**
 * `` ``…'' ``, `''…''`, `''…"` and `` `…' ``. Two apostrophes that open a quotation differ from
 * inches and derivatives only by what is around them: a blank before, none after, and something to
 * close them.
 */
function readQuote(tex: Tex, { at, end }: Place, before: string, marks: string): Piece | null {
  const length = marks === '``' || marks === "''" ? 2 : 1
  const after = at + length < end ? (tex.source[at + length] as string) : ''
  const opens = /(?:^|[\s([{“‘"–—-])$/.test(before) && /\S/.test(after)
  const closes = /\S$/.test(before) && !/[\p{L}\p{N}]/u.test(after)
  const piece = (text: string) => ({ text, next: at + length })
  if (marks === '``') {
    if (closes && tex.quotes.pop()) return piece('”')
    tex.quotes.push('tex')
    return piece('“')
  }
  if (marks === "''" && tex.quotes.length > 0) {
    if (closes || (tex.quotes.at(-1) === 'tex' && !opens))
      return piece(tex.quotes.pop() === 'tex' ? '”' : '"')
  }
  if (marks === "''") {
    if (!opens || closes || tex.lastQuote <= at) return null
    tex.quotes.push('tex')
    return piece('“')
  }
  if (marks[0] === '"') {
    if (closes && tex.quotes.length > 0) return piece(tex.quotes.pop() === 'tex' ? '”' : '"')
    if (opens) tex.quotes.push('straight')
    return piece('"')
  }
  if (marks[0] === "'" && tex.closing[at] === CLOSES) return piece('’')
  const single = marks[0] === '`' && opens ? closingOf(tex, at, end) : 0
  if (!single || single - at > MAX_QUOTE) return null
  tex.closing[single] = CLOSES
  return piece('‘')
}
