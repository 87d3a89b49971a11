import { giveUp } from '../db/batches.ts'
import { forgetDigests } from '../db/digests.ts'
import { forgetGists } from '../db/gists.ts'
import { forgetRuns } from '../db/source-runs.ts'
import { forgetCalls } from '../db/undelivered.ts'
import { forgetUptime } from '../db/uptime.ts'
import { KEEP_TRYING, SAFE_TO_ASK } from '../delivery/outcome.ts'
import { lookBack } from '../delivery/plan.ts'
import type { Deps } from '../deps.ts'
import { warnOperator } from '../health/warn.ts'
import { forgetPeople } from '../subscribers/forget.ts'
import { DAY, HOUR, TICK, utcDate } from '../time/dates.ts'
import { makeRoom } from './make-room.ts'

/** Notes of requests to sources are kept this long (ms). */
const RUNS_KEPT = 30 * DAY

/**
 * Rendered digests of parts of editions are kept this long (ms): an operator may still have one
 * sent anyway.
 */
const DIGESTS_KEPT = 21 * DAY

/** What papers are about is kept this long (ms), and made again when an order still asks for it. */
const GISTS_KEPT = 30 * DAY

/**
 * Old notes and signups are forgotten once an hour, in its third tick (ms): the first is the
 * busiest.
 */
const FORGETTING = HOUR / 2

/** Puts right what was left behind: batches past their time, old notes and signups. */
export async function sweep(deps: Deps, at: number): Promise<void> {
  const stale = at - KEEP_TRYING
  await giveUp(deps.db, at, {
    since: lookBack(at),
    askedAfter: at - SAFE_TO_ASK,
    staleBefore: utcDate(stale),
    waitingSince: stale,
  })
  await warnOperator(deps)
  if (at % HOUR < FORGETTING || at % HOUR >= FORGETTING + TICK) return
  await makeRoom(deps, at)
  await forgetPeople(deps, at)
  await forgetCalls(deps.db, at - RUNS_KEPT)
  await forgetRuns(deps.db, at - RUNS_KEPT)
  await forgetUptime(deps.db, at - RUNS_KEPT)
  await forgetDigests(deps.db, utcDate(at - DIGESTS_KEPT))
  await forgetGists(deps.db, at - GISTS_KEPT)
}
