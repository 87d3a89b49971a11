import { daysPicked } from '../db/early-picks.ts'
import { isPublished } from '../db/editions.ts'
import { votesByAge } from '../db/observations.ts'
import { NOTE, settingsNamed } from '../db/operator.ts'
import type { Deps } from '../deps.ts'
import { COHORT_AGES, type Cohorts, makeCohorts } from '../ranking/cohorts.ts'
import { type Edition, markPicked } from '../ranking/edition.ts'
import { FORMULA } from '../ranking/formula.ts'
import { addDays, utcDate } from '../time/dates.ts'
import { returningPapers, unsentPapers } from './candidates.ts'
import { composeEdition } from './compose.ts'

/** Reasons compare a paper with those of the lists of this many days before it. */
const COHORT_DAYS = 30

/**
 * Makes an edition from what is known at `at` (ms), with the cohorts that "of its age" refers to.
 */
export async function makeEdition(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  given: Omit<Edition, 'papers'>,
  at: number,
): Promise<{ edition: Edition; cohorts: Cohorts }> {
  const listed = addDays(given.date, -1)
  const votes = await votesByAge(db, addDays(listed, -COHORT_DAYS), listed, COHORT_AGES, at)
  const cohorts = makeCohorts(votes)
  const candidates = given.state === 'quiet' ? [] : await unsentPapers(db, listed, at, cohorts)
  const returning = candidates.length === 0 ? [] : await returningPapers(db, given.date, at)
  const composed = composeEdition(given, candidates, returning, {
    summaries: config.SUMMARIES,
    oneTopic: FORMULA.oneTopic,
  })
  const picked = await daysPicked(
    db,
    composed.papers.map(({ id }) => id),
  )
  return { edition: markPicked(composed, picked), cohorts }
}

/**
 * The next edition as it would be if it were made now; nothing is stored. It is today's edition
 * while that is not published and has papers.
 */
export async function previewEdition(deps: Deps): Promise<Edition> {
  const { db, now } = deps
  const at = now()
  const today = utcDate(at)
  const note = (await settingsNamed(db, [NOTE])).get(NOTE)
  const noted = note === undefined ? {} : { operatorNote: note }
  const made = async (date: string) => {
    const given = { date, state: 'complete', note: null, publishedAt: at, ...noted } as const
    return (await makeEdition(deps, given, at)).edition
  }
  const edition = (await isPublished(db, today)) ? null : await made(today)
  return edition && edition.papers.length > 0 ? edition : made(addDays(today, 1))
}
