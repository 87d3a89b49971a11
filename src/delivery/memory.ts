import { countedAttempts, makeUpAttempts, witnessedAttempts } from '../db/attempts.ts'
import { isInterrupted, isRestoreNoted, noteUptime, unknownBefore } from '../db/uptime.ts'
import type { Deps } from '../deps.ts'
import { HOUR } from '../time/dates.ts'
import { SAFE_TO_ASK } from './outcome.ts'

/**
 * Ticks further apart than this (ms) are an outage, or what a restore has taken from the database:
 * it looks the same from here when no other database knows of an attempt to mail.
 */
const LONG_SILENCE = 6 * HOUR

/**
 * Notes that a tick ran at `at` (ms). `before`: the tick before it, null at the first; `first`: the
 * first of all. `unknown`: what was due before that instant may have been mailed although nothing
 * here says so (0: all is known); `stated`: the same, as the operator knows.
 *
 * Each attempt is counted in DB and noted in SEARCH before it is made. So while DB has counted all
 * that SEARCH knows of, none is forgotten: then a silence, however long, was an outage. A DB that
 * has counted fewer was restored, and a new span of ticks begins. For a month after that a long
 * silence counts as one again: what was planned since may have been mailed in the forgotten time.
 */
export async function remember(
  { db, search }: Pick<Deps, 'db' | 'search'>,
  at: number,
): Promise<{ before: number | null; first: number; stated: number; unknown: number }> {
  // In this order: what is counted in the meantime is no evidence.
  const witnessed = await witnessedAttempts(search)
  const counted = await countedAttempts(db)
  const isRestored = counted < witnessed
  const isProven = witnessed > 0 && !(await isInterrupted(db))
  const span = await noteUptime(db, at, isRestored ? 0 : isProven ? at : LONG_SILENCE)
  if (isRestored) await makeUpAttempts(db, witnessed)
  return { ...span, ...(await unknownBefore(db, at - SAFE_TO_ASK)) }
}

/** The same instant, for what runs after the tick was noted. */
export const unknownAt = async ({ db }: Deps, at: number): Promise<number> =>
  (await unknownBefore(db, at - SAFE_TO_ASK)).unknown

/**
 * True while RESTORED names a restore that the operator has not stated the instant of
 * (docs/backup.md): nothing is mailed.
 */
export const isHeld = async ({ config, db }: Deps): Promise<boolean> =>
  config.RESTORED !== undefined && !(await isRestoreNoted(db, config.RESTORED))
