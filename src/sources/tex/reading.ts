/** A text between TeX and Unicode. Positions are UTF-16 units of `source`. */
export type Tex = {
  source: string
  /**
   * The position that closes the brace, bracket, formula or quotation that opens here; 0 when none
   * does.
   */
  closing: Int32Array
  /** Position of the last mark that can close a quotation. */
  lastQuote: number
  /**
   * Arguments already read, by position: a command that cannot use its argument must not read it
   * twice.
   */
  read: Map<number, Piece | null>
  /** The open quotations, and whether TeX's marks or a straight one opened them. */
  quotes: ('tex' | 'straight')[]
  /** The work so far: characters read or copied (count). */
  steps: number
  /** True if groups are nested too deep for a text. */
  tooDeep: boolean
  /** The readers that call each other, so that files need not import each other in a circle. */
  span: (place: Place) => string
  command: (place: Place, before: Before) => Piece
}

/** A part of a text: from where to where, in which mode, at which depth of groups. */
export type Place = { at: number; end: number; math: boolean; depth: number }

/** The Unicode of a part, and the position after it. */
export type Piece = {
  text: string
  next: number
  /** It comes from the command of one character, such as `\sigma`. */
  symbol?: boolean
  /** It is this web address. */
  address?: string
}

/** The result just before: the last characters of the text, and the kind of the last piece. */
export type Before = { text: string; symbol: boolean; address: string }
export const NOTHING: Before = { text: '', symbol: false, address: '' }

/** The deepest nesting of groups in a text (count). */
export const MAX_DEPTH = 40

/**
 * Signs that were escaped, `\$`, `\{`, `\}` and `\~{}`, become these noncharacters, so that they
 * open nothing when the text is read again. No text contains them before.
 */
export const ESCAPED = { $: '\ufdd0', '{': '\ufdd1', '}': '\ufdd2', '~': '\ufdd3' } as const

/** The position that closes the part opened at `at`, if it is in this place; else 0. */
export function closingOf({ closing }: Tex, at: number, end: number): number {
  const close = closing[at] ?? 0
  return close > at && close < end ? close : 0
}

/** A part of the source, unchanged; it counts as that many steps. */
export function sourceOf(tex: Tex, from: number, to: number): string {
  tex.steps += Math.max(0, to - from)
  return tex.source.slice(from, to)
}

/** The match of a sticky expression at a position, if it ends in this place. */
export function matchAt(tex: Tex, expression: RegExp, at: number, end: number): RegExpExecArray | null {
  expression.lastIndex = at
  const match = at < end ? expression.exec(tex.source) : null
  return match && at + match[0].length <= end ? match : null
}
