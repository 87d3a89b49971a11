import { DrizzleQueryError } from 'drizzle-orm'

/** `unreachable`: ask again later; `old schema`: the migrations of this program were not run. */
export type DatabaseError = 'unreachable' | 'old schema'

/** The chain of errors, outermost first. */
const chain = (error: unknown): Error[] => (error instanceof Error ? [error, ...chain(error.cause)] : [])

/**
 * The kind of an error of D1; null for any other error, such as a bug in a statement. D1 marks its
 * errors (https://developers.cloudflare.com/d1/observability/debug-d1/); those of SQLite name its
 * code.
 */
export function databaseErrorOf(error: unknown): DatabaseError | null {
  const errors = chain(error)
  const cause = errors.find(({ message }) => /\bD1_|SQLITE_/.test(message))
  if (cause && /no such (?:table|column)|has no column named/.test(cause.message)) return 'old schema'
  const asked = cause !== undefined || errors.some((one) => one instanceof DrizzleQueryError)
  const isOurs = errors.some(({ message }) => /SQLITE_(?!BUSY|IOERR|FULL|CANTOPEN)/.test(message))
  return asked && !isOurs ? 'unreachable' : null
}

/**
 * The part of an error that may be logged: never the parameters of a query, which may be addresses.
 */
export const withoutParameters = (error: unknown): unknown =>
  error instanceof DrizzleQueryError ? (error.cause ?? 'a query failed') : error
