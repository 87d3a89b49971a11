import { freezeEdition, newestEditionDate, publishedSince } from '../db/editions.ts'
import { holdsOf } from '../db/operator.ts'
import type { Deps } from '../deps.ts'
import type { Edition } from '../ranking/edition.ts'
import { FORMULA } from '../ranking/formula.ts'
import { addDays, utcDate } from '../time/dates.ts'

const HELD = 'The operator held this day’s edition. Its papers come with the next one.'
/** Days that are looked back at (count). */
const LOOKED_AT = 14

/**
 * Says of each day that ended while publishing was held that it has no edition: a quiet one, once.
 * It is not made up for: two editions on one day would be one mail. Answers how many were noted
 * (count). To be called while it is held, and before it is released.
 */
export async function noteHeldDays({ db }: Pick<Deps, 'db'>, at: number): Promise<number> {
  const hold = (await holdsOf(db)).find(({ what }) => what === 'publishing')
  const today = utcDate(at)
  // An instance without an edition has missed none.
  if (!hold || utcDate(hold.at) >= today || (await newestEditionDate(db)) === null) return 0
  const from = [utcDate(hold.at), addDays(today, -LOOKED_AT)].sort()[1] ?? today
  const published = new Set(await publishedSince(db, from))
  let noted = 0
  for (let date = from; date < today; date = addDays(date, 1)) {
    if (published.has(date)) continue
    const edition: Edition = { date, state: 'quiet', note: HELD, publishedAt: at, papers: [] }
    if (await freezeEdition(db, edition, { formula: FORMULA, cohorts: [] })) noted++
  }
  return noted
}
