import { applyMoves, lateMoves, postponeMove } from '../db/pending-changes.ts'
import type { Deps } from '../deps.ts'
import { localTime, nextLocalDay } from '../time/zones.ts'

/**
 * When a change that is asked for at `at` (ms) takes effect: with the next day of the time zone that is wished.
 * `from`: that day. Digests of before and after then lie on different days of it, and each day has its own.
 */
export function nextMove(timezone: string, at: number): { movesAt: number; from: string } {
  const movesAt = nextLocalDay(timezone, at)
  return { movesAt, from: localTime(timezone, movesAt).date }
}

/**
 * Makes the moves whose day has come. Whose own batch of their present slot still waits stays for another day: else they
 * could miss both slots' digest, or get both.
 */
export async function makeMoves(deps: Deps, at: number): Promise<void> {
  await applyMoves(deps.db, at)
  for (const { id, timezone } of await lateMoves(deps.db, at))
    await postponeMove(deps.db, id, nextMove(timezone, at))
}
