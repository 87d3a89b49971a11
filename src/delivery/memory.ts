import { countedAttempts, makeUpAttempts, witnessedAttempts } from '../db/attempts.ts'
import { isInterrupted, noteUptime, unknownBefore, wasToldOf } from '../db/uptime.ts'
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
 * here says so (0: all is known); `told`: the same, as the operator knows.
 *
 * Each attempt is counted here and told to SEARCH before it is made. So whoever knows of no more
 * attempts than SEARCH does has forgotten none: then a silence, however long, was an outage. Who
 * knows of fewer was restored, and a new span of ticks begins; for a month after that a long silence
 * counts as one again, as what was planned since may be what was mailed in the forgotten time.
 */
export async function remember(
  { db, search }: Pick<Deps, 'db' | 'search'>,
  at: number,
): Promise<{ before: number | null; first: number; told: number; unknown: number }> {
  // In this order: what is counted in the meantime is no evidence.
  const witnessed = await witnessedAttempts(search)
  const counted = await countedAttempts(db)
  const isRestored = counted < witnessed
  const isProven = witnessed > 0 && !(await isInterrupted(db))
  const span = await noteUptime(db, at, isRestored ? 0 : isProven ? at : LONG_SILENCE)
  if (isRestored) await makeUpAttempts(db, witnessed)
  return { ...span, ...(await unknownBefore(db, at - SAFE_TO_ASK)) }
}

/**
 * True while RESTORED names a restore that the operator has not told the instant of
 * (docs/backup.md): nothing is mailed.
 */
export const isHeld = async ({ config, db }: Deps): Promise<boolean> =>
  config.RESTORED !== undefined && !(await wasToldOf(db, config.RESTORED))
