import { findEdition, freezeEdition } from '../db/editions.ts'
import { votesByAge } from '../db/observations.ts'
import { listSubject, runsSince, type SourceRun } from '../db/source-runs.ts'
import type { Deps } from '../deps.ts'
import { composeEdition } from '../digest/compose.ts'
import type { Edition } from '../digest/edition.ts'
import { renderDigest } from '../digest/email.tsx'
import { COHORT_AGES, type Cohorts, makeCohorts } from '../trending/cohorts.ts'
import { addDays, HOUR, utcDate } from '../trending/day.ts'
import { FORMULA } from '../trending/formula.ts'
import { unsentPapers } from './candidates.ts'
import { closing } from './due.ts'

/** How long after closing (ms) a list that could not be read is waited for before the edition goes without it. */
const PATIENCE = 3 * HOUR
/** Receipts compare a paper with those of the lists of this many days before. */
const COHORT_DAYS = 30

/**
 * Publishes the edition of `at`'s UTC day once the list of the day before has closed and was read. Until then it is
 * held. Publishing twice, or late on the same day, gives the same edition: the first one stays.
 */
export async function publish(deps: Deps, at: number): Promise<void> {
  const date = utcDate(at)
  const listed = addDays(date, -1)
  if (at < closing(listed) || (await findEdition(deps.db, date))) return
  const runs = await runsSince(deps.db, 'huggingface', closing(listed))
  const judged = judge(listed, runs, at)
  if (judged === 'held') return
  const cohorts = await cohortsBy(deps, listed, at)
  const candidates = judged.state === 'quiet' ? [] : await unsentPapers(deps.db, listed, at, cohorts)
  const edition = composeEdition({ date, publishedAt: at, ...judged }, candidates)
  if (edition.state !== 'quiet' && edition.papers.length === 0) return
  await freezeEdition(deps.db, edition, { formula: FORMULA, cohorts }, digestOf(deps, edition))
}

/** What the runs since the closing of a list say about the edition made of it. Exported for its table test. */
export function judge(
  listed: string,
  runs: readonly SourceRun[],
  at: number,
): Pick<Edition, 'state' | 'note'> | 'held' {
  const good = runs.find((run) => run.subject === listSubject(listed) && run.status !== 'failed')
  if (good?.status === 'empty') return { state: 'quiet', note: `Hugging Face had no list for ${listed}.` }
  if (good) return { state: 'complete', note: null }
  if (at < closing(listed) + PATIENCE) return 'held'
  return {
    state: 'partial',
    note: `Hugging Face could not be read after its list of ${listed} closed: votes are those of our last look.`,
  }
}

/** How many votes papers of the last 30 days had by their ages. */
const cohortsBy = async ({ db }: Deps, listed: string, at: number): Promise<Cohorts> =>
  makeCohorts(await votesByAge(db, addDays(listed, -COHORT_DAYS), listed, COHORT_AGES, at))

function digestOf({ config }: Deps, edition: Edition) {
  if (edition.state === 'quiet') return null
  const mail = renderDigest(edition, {
    publicUrl: config.PUBLIC_URL,
    postalAddress: config.MAIL_POSTAL_ADDRESS,
  })
  return { sender: config.MAIL_FROM, ...mail }
}
