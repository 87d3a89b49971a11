import { observationsOf } from '../db/observations.ts'
import {
  forgetDocuments,
  forgetObservations,
  forgetPapers,
  nextObserved,
  papersObserved,
  progressOf,
  publishedBetween,
  unlistedPapers,
} from '../db/room.ts'
import type { Deps } from '../deps.ts'
import { superfluous } from '../ranking/thin.ts'
import { addDays, DAY, startOf, utcDate } from '../time/dates.ts'

/**
 * Papers that one sweep forgets (count): 24 times a day that is more than arXiv brings in six
 * categories.
 */
export const FORGOTTEN_AT_ONCE = 50
/** Observations older than this (days) are thinned. */
export const THINNED_AFTER = 90
const THINNED = 'thinned observations'
/**
 * An edition reads growth from observations at most so long (ms) before it: 36 h to the last, and
 * 48 h from there.
 */
const NEEDED_FOR = 4 * DAY

/**
 * Makes room, a little at each sweep: papers that no list ever named leave the index, then the
 * database, after KEEP_UNLISTED_DAYS; old observations are thinned, a day's a time.
 */
export async function makeRoom(deps: Deps, at: number): Promise<void> {
  const before = at - deps.config.KEEP_UNLISTED_DAYS * DAY
  const ids = await unlistedPapers(deps.db, before, FORGOTTEN_AT_ONCE)
  if (ids.length > 0) {
    await forgetDocuments(deps.search, ids)
    await forgetPapers(deps.db, ids)
  }
  await thinObservations(deps, at)
}

/** Thins what was observed on the next day that is old enough. */
async function thinObservations({ db }: Deps, at: number): Promise<void> {
  const done = await progressOf(db, THINNED)
  const first = await nextObserved(db, done === null ? 0 : startOf(addDays(done, 1)))
  if (first === null) return
  const date = utcDate(first)
  const end = startOf(addDays(date, 1))
  if (end > at - THINNED_AFTER * DAY) return
  const ids = await papersObserved(db, startOf(date), end)
  const seen = await observationsOf(db, ids, end + NEEDED_FOR)
  const instants = await publishedBetween(db, date, utcDate(end + NEEDED_FOR))
  const gone = [...seen.values()].flatMap((observations) => superfluous(observations, date, instants))
  await forgetObservations(db, THINNED, date, gone)
}
