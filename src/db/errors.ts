import { DrizzleQueryError } from 'drizzle-orm'

/** `unreachable`: ask again later; `old schema`: the migrations of this program were not run. */
export type DatabaseTrouble = 'unreachable' | 'old schema'

/** The chain of errors, outermost first. */
const chain = (error: unknown): Error[] => (error instanceof Error ? [error, ...chain(error.cause)] : [])

/**
 * What an error of D1 comes to; null for one of another kind, or of our own making. D1 marks its
 * errors (https://developers.cloudflare.com/d1/observability/debug-d1/); those that SQLite gives
 * name its code.
 */
export function databaseTrouble(error: unknown): DatabaseTrouble | null {
  const errors = chain(error)
  const cause = errors.find(({ message }) => /\bD1_|SQLITE_/.test(message))
  if (cause && /no such (?:table|column)|has no column named/.test(cause.message)) return 'old schema'
  const asked = cause !== undefined || errors.some((one) => one instanceof DrizzleQueryError)
  const told = errors.some(({ message }) => /SQLITE_(?!BUSY|IOERR|FULL|CANTOPEN)/.test(message))
  return asked && !told ? 'unreachable' : null
}

/** What to log of an error: never the parameters of a query, which may be addresses. */
export const withoutParameters = (error: unknown): unknown =>
  error instanceof DrizzleQueryError ? (error.cause ?? 'a query failed') : error
