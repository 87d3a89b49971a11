import { atomically } from '../db/client.ts'
import { listsObserved, retireStandings, saveStandings } from '../db/current-scores.ts'
import { latestCohorts } from '../db/editions.ts'
import { observationsOf } from '../db/observations.ts'
import { papersListed } from '../db/papers.ts'
import type { Deps } from '../deps.ts'
import { scorePapers } from '../ranking/rank.ts'
import { writeReceipt } from '../ranking/reason.ts'
import { addDays, utcDate } from '../time/dates.ts'
import { WATCHED_DAYS } from './ingest-schedule.ts'

/**
 * Works out anew where papers stand, for the lists of which something was observed at this very tick. No paper rises
 * longer than WATCHED_DAYS, whatever its code is worth.
 */
export async function stand({ db }: Deps, at: number): Promise<void> {
  const oldest = addDays(utcDate(at), 1 - WATCHED_DAYS)
  const lists = await listsObserved(db, at, oldest)
  if (lists.length === 0) return void (await atomically(db, [retireStandings(oldest)]))
  const papers = await papersListed(db, lists)
  const seen = await observationsOf(
    db,
    papers.map(({ id }) => id),
    at,
  )
  const scored = scorePapers(papers, seen, at, await latestCohorts(db))
  const rows = scored.map(({ paper, score }) => ({ paper, score, receipt: writeReceipt(score.parts) }))
  await atomically(db, [saveStandings(rows, at), retireStandings(oldest)])
}
