import { addClosedList, isReadSince, listAtClose, nextToClose } from '../db/author-past.ts'
import type { Deps, UnitMessage } from '../deps.ts'
import { closing, VOTES_CLOSE } from '../papers/list-day.ts'
import { addsOfList } from '../ranking/author-past.ts'
import { foldName } from '../search/words.ts'
import { DAY, startOf, utcDate } from '../time/dates.ts'
import type { Done } from './unit.ts'

/** A list that could not be read after it closed is waited for so long (ms after its day began). */
const WAITS = 3 * DAY

/** The newest list (date) that has closed at `at` (ms, UTC), its votes being in. */
export const lastClosed = (at: number): string => utcDate(at - VOTES_CLOSE)

/**
 * Adds the oldest closed list that is not added yet to what is known of authors; lists are added in
 * their order.
 */
export async function closeList({ db }: Deps, { tick: at }: UnitMessage): Promise<Done> {
  const list = await nextToClose(db, lastClosed(at))
  if (list === null) return { outcome: 'nothing' }
  if (at < startOf(list) + WAITS && !(await isReadSince(db, list, closing(list))))
    return { outcome: 'nothing', waits: list }
  const papers = await listAtClose(db, list)
  const adds = addsOfList(
    papers.map(({ authors, upvotes }) => ({ authors: authors.map(foldName).filter(Boolean), upvotes })),
  )
  await addClosedList(db, list, adds)
  return { outcome: 'done', list, papers: papers.length, authors: adds.length, again: 0 }
}
