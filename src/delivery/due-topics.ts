import type { Due } from '../db/batches.ts'
import type { editionDates } from '../db/digests.ts'
import type { Schedule } from '../db/schema.ts'
import { addDays } from '../time/dates.ts'

/**
 * A digest reaches back behind the editions that are its own by so many days at most: one of them
 * may have come late.
 */
const LATE = 3

export type Published = Awaited<ReturnType<typeof editionDates>>[number]
export type DueDigest = Due & { schedule: Schedule; from: string; to: string }
/** `since`: the first list (date) that it is made of. */
export type DueTopics = DueDigest & { since: string }

/** The first list (date) of a digest of the editions from `from` (date) on. */
export function firstList(from: string, given: string | undefined, published: readonly Published[]): string {
  // The list of an edition's own day had not closed for it.
  const before = given ?? published.find(({ date }) => date < from)?.date
  return [before ?? addDays(from, -1), addDays(from, -LATE)].sort()[1] ?? from
}
