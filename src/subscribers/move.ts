import { applyMoves, lateMoves, postponeMove } from '../db/moves.ts'
import type { Deps } from '../deps.ts'
import { nextLocalDay } from './local-time.ts'
import { firstDate } from './slot.ts'

/**
 * Makes the moves whose reader's local day is over. Whoever's present slot still has a batch that waits stays for
 * another day: in the middle of one they could miss both slots' digest, or get both.
 */
export async function makeMoves(deps: Deps, at: number): Promise<void> {
  await applyMoves(deps.db, at)
  for (const { id, timezone, nextTimezone, nextHour } of await lateMoves(deps.db, at)) {
    const movesAt = nextLocalDay(timezone, at)
    // An hour that comes at that very instant is still ahead.
    const from = firstDate({ timezone: nextTimezone, hour: nextHour }, movesAt - 1)
    await postponeMove(deps.db, id, { movesAt, from })
  }
}
