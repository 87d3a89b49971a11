import { atomically } from '../db/client.ts'
import { listsToScore, saveCurrentScores } from '../db/current-scores.ts'
import { latestCohorts } from '../db/editions.ts'
import { observationsOf } from '../db/observations.ts'
import { papersToScore } from '../db/papers.ts'
import type { Deps, UnitMessage } from '../deps.ts'
import { WATCHED_DAYS } from '../papers/list-day.ts'
import { scorePapers } from '../ranking/rank.ts'
import { addDays, utcDate } from '../time/dates.ts'
import type { Done } from './unit.ts'

/**
 * Computes the current scores of the papers on one list of which this very tick observed something.
 * A paper is scored for WATCHED_DAYS; after that its last score stays.
 */
export async function updateScores({ db }: Deps, { tick: at }: UnitMessage): Promise<Done> {
  const lists = await listsToScore(db, at, addDays(utcDate(at), 1 - WATCHED_DAYS))
  const [list] = lists
  if (list === undefined) return { outcome: 'nothing' }
  const papers = await papersToScore(db, [list])
  const seen = await observationsOf(
    db,
    papers.map(({ id }) => id),
    at,
  )
  const scored = scorePapers(papers, seen, at, await latestCohorts(db))
  await atomically(db, [saveCurrentScores(scored, at)])
  const result = { outcome: 'done', list, papers: scored.length } as const
  return lists.length > 1 ? { ...result, again: 0 } : result
}
