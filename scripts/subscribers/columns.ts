/**
 * The columns of an export, in their order; an import of the same columns makes the same readers.
 */
export const COLUMNS = [
  'email',
  'state',
  'created_at',
  'confirmed_at',
  'ended_at',
  'consent',
  'signup_network',
  'confirm_network',
  'suppression',
  'timezone',
  'hour',
  'days',
  'papers',
  'topics',
  'early',
  'from',
] as const
/** Exports of before there were early picks have no such column. */
export const ADDED: readonly string[] = ['early']
export type Column = (typeof COLUMNS)[number]

/**
 * What a spreadsheet would run as a formula
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/

/**
 * A value that no spreadsheet runs: an apostrophe stands before it. `asWritten` takes it off again.
 */
export const asText = (value: string): string => (FORMULA.test(value) ? `'${value}` : value)
export const asWritten = (value: string): string =>
  value.startsWith("'") && FORMULA.test(value) ? value.slice(1) : value
