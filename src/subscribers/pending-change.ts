import { applyDueChanges, lateChanges, postponeChange } from '../db/pending-changes.ts'
import type { Deps } from '../deps.ts'
import { localTime, nextLocalDay } from '../time/zones.ts'

/**
 * When a change that is asked for at `at` (ms) takes effect: with the next day of the time zone
 * that is wished. `from`: that day. Digests of before and after then lie on different days of it,
 * and each day has its own.
 */
export function nextChange(timezone: string, at: number): { changesAt: number; from: string } {
  const changesAt = nextLocalDay(timezone, at)
  return { changesAt, from: localTime(timezone, changesAt).date }
}

/**
 * Applies the changes whose day has come. A reader whose own batch of the present schedule still
 * waits keeps that schedule for another day: otherwise they could miss the digest of both
 * schedules, or get both.
 */
export async function applyPendingChanges(deps: Deps, at: number): Promise<void> {
  await applyDueChanges(deps.db, at)
  for (const { id, timezone } of await lateChanges(deps.db, at))
    await postponeChange(deps.db, id, nextChange(timezone, at))
}
