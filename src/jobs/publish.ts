import { findEdition, freezeEdition } from '../db/editions.ts'
import { observationsOf } from '../db/observations.ts'
import { papersListed } from '../db/papers.ts'
import { runsSince, type SourceRun } from '../db/source-runs.ts'
import type { Deps } from '../deps.ts'
import { type Candidate, composeEdition } from '../digest/compose.ts'
import type { Edition } from '../digest/edition.ts'
import { renderDigest } from '../digest/email.tsx'
import { addDays, HOUR, utcDate } from '../trending/day.ts'
import { FORMULA, scorePaper } from '../trending/score.ts'
import { closing, listSubject, WATCHED_DAYS } from './due.ts'

/** How long after closing (ms) a list that could not be read is waited for before the edition goes without it. */
const PATIENCE = 3 * HOUR

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
  const candidates = judged.state === 'quiet' ? [] : await unsentPapers(deps, listed, at)
  const edition = composeEdition({ date, publishedAt: at, ...judged }, candidates)
  if (edition.state !== 'quiet' && edition.papers.length === 0) return
  await freezeEdition(deps.db, edition, FORMULA, digestOf(deps, edition))
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

/** Papers of the closed lists of the last week that no edition had, scored as of `at`. */
async function unsentPapers(deps: Deps, listed: string, at: number): Promise<Candidate[]> {
  const papers = await papersListed(deps.db, addDays(listed, 1 - WATCHED_DAYS), listed, true)
  const seen = await observationsOf(
    deps.db,
    papers.map(({ id }) => id),
  )
  return papers.map((paper) => ({ paper, score: scorePaper(paper, seen.get(paper.id) ?? [], at) }))
}

function digestOf({ config }: Deps, edition: Edition) {
  if (edition.state === 'quiet') return null
  const mail = renderDigest(edition, {
    publicUrl: config.PUBLIC_URL,
    postalAddress: config.MAIL_POSTAL_ADDRESS,
  })
  return { sender: config.MAIL_FROM, ...mail }
}
