import { atomically } from '../db/client.ts'
import { listsObserved, saveCurrentScores } from '../db/current-scores.ts'
import { latestCohorts } from '../db/editions.ts'
import { observationsOf } from '../db/observations.ts'
import { papersListed } from '../db/papers.ts'
import type { Deps } from '../deps.ts'
import { WATCHED_DAYS } from '../papers/list-day.ts'
import { scorePapers } from '../ranking/rank.ts'
import { addDays, utcDate } from '../time/dates.ts'

/**
 * Computes the current scores of the papers on the lists of which this very tick observed
 * something. A paper is scored for WATCHED_DAYS; after that its last score stays.
 */
export async function updateScores({ db }: Deps, at: number): Promise<void> {
  const oldest = addDays(utcDate(at), 1 - WATCHED_DAYS)
  const lists = await listsObserved(db, at, oldest)
  if (lists.length === 0) return
  const papers = await papersListed(db, lists)
  const seen = await observationsOf(
    db,
    papers.map(({ id }) => id),
    at,
  )
  const scored = scorePapers(papers, seen, at, await latestCohorts(db))
  await atomically(db, [saveCurrentScores(scored, at)])
}
