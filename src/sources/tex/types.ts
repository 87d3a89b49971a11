/** A text on the way from TeX to Unicode. Positions are UTF-16 units of `source`. */
export type Tex = {
  source: string
  /** Position of the brace that closes the one at this position; 0 when none does. */
  closing: Int32Array
  /** Position of the next unescaped dollar after the one at this position; 0 when none comes. */
  nextDollar: Int32Array
  /** Arguments already read, by position and mode: a command that cannot use its argument must not read it twice. */
  read: Map<string, Piece | null>
  openQuotes: number
  tooDeep: boolean
  /** The readers that call each other, so that no file has to import back what imports it. */
  span: (place: Place) => string
  command: (place: Place, before: string) => Piece
}

/** A part of a text: from where to where, in which mode, how deep inside of groups. */
export type Place = { at: number; end: number; math: boolean; depth: number }
export type Piece = { text: string; next: number; symbol?: boolean }

/** Groups deeper than this (count) are nobody's title. */
export const MAX_DEPTH = 40
