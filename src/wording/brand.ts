import { readable } from './contrast.ts'

/**
 * The one visual language of pages and mails: a quiet bulletin. System fonts only, so nothing is
 * fetched from a third party; colours are ink on paper with one accent, deep water.
 */
export type Palette = {
  /** Behind everything. */
  ground: string
  /** Text. */
  ink: string
  /** Secondary text; still at least 4.5:1 on `ground` and `wash` (WCAG 2.2, 1.4.3). */
  soft: string
  /** Links and reasons. */
  accent: string
  /** Hairlines. */
  rule: string
  /** Notes and quiet areas. */
  wash: string
  /** Edges of form fields, at least 3:1 on `ground` (WCAG 2.2, 1.4.11). */
  edge: string
}

export const LIGHT: Palette = {
  ground: '#fdfdfc',
  ink: '#14222a',
  soft: '#52626b',
  accent: '#0a5866',
  rule: '#d8dfe1',
  wash: '#f1f5f5',
  edge: '#7d8d95',
}

export const DARK: Palette = {
  ground: '#0e171c',
  ink: '#e2e9ea',
  soft: '#9db0b7',
  accent: '#82cad0',
  rule: '#2a3a42',
  wash: '#15222a',
  edge: '#6b7f88',
}

// Families are unquoted on purpose: in a mail they stand inside style="…".
export const SERIF = 'Charter, Bitstream Charter, Sitka Text, Cambria, Georgia, serif'
export const SANS = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif'

/** What the program itself is called, and where it is to be had. */
export const PROGRAM = { name: 'Papertide', url: 'https://github.com/papertide/papertide' } as const
const CLAIM = 'The papers that are rising, in your inbox once a day.'

/** What an instance is called and how it looks: handed to whatever names or paints it. */
export type Brand = {
  /** Plain text of one line, as people read it. */
  name: string
  /** What it is, in a sentence. */
  claim: string
  /** What stands at the head of pages and mails in place of logo and name; null: those. */
  logo: string | null
  light: Palette
  dark: Palette
  /** Whether the picture of link previews is its own: the program's name and claim stand in it. */
  hasPicture: boolean
  /** Whether pages say what they run on. */
  credit: boolean
  /** The name where only ASCII may stand: a token (RFC 9110 §5.6.2). */
  token: string
  /**
   * What names begin with that programs rely on (`_papers`, `papers://`). It is the same whatever
   * an instance is called, so that a client of one reads another.
   */
  protocol: 'papertide' | 'papers'
}

/** What an operator may set (config.ts); `accent` is `#rrggbb`. */
export type BrandSettings = {
  name?: string | undefined
  claim?: string | undefined
  logo?: string | undefined
  accent?: string | undefined
  credit?: boolean
}

/** A colour that cannot be read on the grounds of pages and mails becomes darker or lighter. */
export function makeBrand({
  name = PROGRAM.name,
  claim = CLAIM,
  logo,
  accent,
  credit = true,
}: BrandSettings = {}): Brand {
  const isProgram = name === PROGRAM.name
  const painted = (palette: Palette) =>
    accent === undefined
      ? palette
      : { ...palette, accent: readable(accent, [palette.ground, palette.wash], palette.ink) }
  return {
    name,
    claim,
    logo: logo ?? null,
    light: painted(LIGHT),
    dark: painted(DARK),
    hasPicture: isProgram && claim === CLAIM,
    credit: credit && !isProgram,
    token: name.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'Papers',
    protocol: isProgram ? 'papertide' : 'papers',
  }
}

/** The product as it comes. */
export const PAPERTIDE = makeBrand()
