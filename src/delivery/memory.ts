import { isRestoreNoted, noteUptime, unknownBefore } from '../db/uptime.ts'
import type { Deps } from '../deps.ts'
import { HOUR } from '../time/dates.ts'
import { SAFE_TO_ASK } from './outcome.ts'

/**
 * Ticks further apart than this (ms) are an outage, or what a restore has taken from the database:
 * it looks the same from here.
 */
const LONG_SILENCE = 6 * HOUR

/**
 * Notes that a tick ran at `at` (ms). `before`: the tick before it, null at the first; `first`: the
 * first of all. `unknown`: what was due before that instant may have been mailed although nothing
 * here says so (0: all is known); `stated`: the same, as the operator knows.
 */
export async function remember(
  { db }: Deps,
  at: number,
): Promise<{ before: number | null; first: number; stated: number; unknown: number }> {
  return { ...(await noteUptime(db, at, LONG_SILENCE)), ...(await unknownBefore(db, at - SAFE_TO_ASK)) }
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
