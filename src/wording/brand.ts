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

export const NAME = 'Papertide'
export const CLAIM = 'The papers that are rising, in your inbox once a day.'
