/** A text on the way from TeX to Unicode. Positions are UTF-16 units of `source`. */
export type Tex = {
  source: string
  /**
   * Position of what closes the brace, bracket, formula or quotation that opens here; 0 when
   * nothing does.
   */
  closing: Int32Array
  /** Position of the last mark that can close a quotation. */
  lastQuote: number
  /**
   * Arguments already read, by place: a command that cannot use its argument must not read it
   * twice.
   */
  read: Map<number, Piece | null>
  /** Quotations that are open, and whether TeX's marks or a straight one opened them. */
  quotes: ('tex' | 'straight')[]
  /** What was done so far: characters looked at or copied (count). */
  steps: number
  /** Groups nest too deep: this is no text. */
  tooDeep: boolean
  /** The readers that call each other, so that no file has to import back what imports it. */
  span: (place: Place) => string
  command: (place: Place, before: Before) => Piece
}

/** A part of a text: from where to where, in which mode, how deep inside of groups. */
export type Place = { at: number; end: number; math: boolean; depth: number }

/** What was made of a part, and the position behind it. */
export type Piece = {
  text: string
  next: number
  /** It came from the command of one character, such as `\sigma`. */
  symbol?: boolean
  /** It is this web address. */
  address?: string
}

/**
 * What was made just before: the last characters of the text, and how the last piece came about.
 */
export type Before = { text: string; symbol: boolean; address: string }
export const NOTHING: Before = { text: '', symbol: false, address: '' }

/** Groups deeper than this (count) are nobody's title. */
export const MAX_DEPTH = 40

/**
 * Signs that were escaped, `\$`, `\{`, `\}` and `\~{}`, come out as these noncharacters, so that
 * they open nothing when the text is read again. No text holds them before.
 */
export const ESCAPED = { $: '\ufdd0', '{': '\ufdd1', '}': '\ufdd2', '~': '\ufdd3' } as const

/** Where the part that opens at a position closes, if it does so in this place; else 0. */
export function closingOf({ closing }: Tex, at: number, end: number): number {
  const close = closing[at] ?? 0
  return close > at && close < end ? close : 0
}

/** A part of the source as it stands; it counts as that many steps. */
export function sourceOf(tex: Tex, from: number, to: number): string {
  tex.steps += Math.max(0, to - from)
  return tex.source.slice(from, to)
}

/** What a sticky expression finds at a position, if it ends in this place. */
export function matchAt(tex: Tex, expression: RegExp, at: number, end: number): RegExpExecArray | null {
  expression.lastIndex = at
  const match = at < end ? expression.exec(tex.source) : null
  return match && at + match[0].length <= end ? match : null
}
