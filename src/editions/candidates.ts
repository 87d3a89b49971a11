import type { Database } from '../db/client.ts'
import { comebackCandidates } from '../db/comeback-candidates.ts'
import { daysPicked } from '../db/early-picks.ts'
import type { editionsSince } from '../db/editions.ts'
import { observationsOf } from '../db/observations.ts'
import { mailedBefore, papersOf, papersToScore } from '../db/papers.ts'
import { REMEMBERED_DAYS, WATCHED_DAYS } from '../papers/list-day.ts'
import { BACK_AGAIN_HOURS, readBackAgain } from '../ranking/back-again.ts'
import type { Cohorts } from '../ranking/cohorts.ts'
import { type Edition, markPicked } from '../ranking/edition.ts'
import { FORMULA, type Formula } from '../ranking/formula.ts'
import { scorePapers } from '../ranking/rank.ts'
import { scorePaper } from '../ranking/score.ts'
import { addDays, HOUR } from '../time/dates.ts'
import { bestVoted, type Candidate, composeEdition } from './compose.ts'

/**
 * Papers that an edition of the lists up to `listed` chooses from: those of a week that no earlier
 * edition had, scored by what was known at `at`; as many of the best as there are places, and the
 * withdrawn ones among them. It also recomputes past editions, so it reads nothing that is later
 * than `at`.
 */
export async function unsentPapers(
  db: Database,
  listed: string,
  at: number,
  cohorts: Cohorts,
  formula: Formula = FORMULA,
): Promise<Candidate[]> {
  const papers = await papersToScore(db, lastDays(listed, WATCHED_DAYS))
  const ids = papers.map(({ id }) => id)
  const seen = await observationsOf(db, ids, at)
  const mailed = await mailedBefore(db, addDays(listed, 1), ids)
  const scored = scorePapers(papers, seen, at, cohorts, formula)
  const best = bestVoted(scored.filter(({ paper }) => !mailed.has(paper.id)))
  const whole = await papersOf(
    db,
    best.map(({ paper }) => paper.id),
  )
  const texts = new Map(whole.map((paper) => [paper.id, paper]))
  return best.flatMap(({ paper: { id }, score }) => {
    const paper = texts.get(id)
    return paper ? [{ paper, score }] : []
  })
}

const lastDays = (date: string, days: number) =>
  Array.from({ length: days }, (_, back) => addDays(date, -back))

/**
 * Older papers that no edition before `date` had and that grew notably by what was known at `at`:
 * one of them may be back again. Editions by formula 2 or older have none.
 */
export async function returningPapers(
  db: Database,
  date: string,
  at: number,
  formula: Formula = FORMULA,
): Promise<Candidate[]> {
  if (formula.version < 3) return []
  const papers = await comebackCandidates(
    db,
    { from: addDays(date, -REMEMBERED_DAYS), to: addDays(date, -WATCHED_DAYS - 1) },
    date,
    { since: at - BACK_AGAIN_HOURS * HOUR, until: at },
    { stars: formula.backStars, points: formula.backPoints },
  )
  if (papers.length === 0) return []
  const ids = papers.map(({ id }) => id)
  const seen = await observationsOf(db, ids, at)
  return papers.flatMap((paper) => {
    const observations = seen.get(paper.id) ?? []
    const back = readBackAgain(paper, observations, at, formula)
    if (!back) return []
    const score = scorePaper(paper, observations, at, formula)
    return [{ paper, score: { ...score, parts: { ...score.parts, back } } }]
  })
}

type StoredEdition = Awaited<ReturnType<typeof editionsSince>>[number]

/**
 * What an edition would have been by another formula; by its own formula the result is the stored
 * edition. Made from the observations that were stored up to its publication.
 */
export async function recomputeEdition(
  db: Database,
  edition: StoredEdition,
  formula: Formula = edition.formula,
): Promise<Edition> {
  const { date, state, note, publishedAt, cohorts } = edition
  const candidates = await unsentPapers(db, addDays(date, -1), publishedAt, cohorts, formula)
  const returning = await returningPapers(db, date, publishedAt, formula)
  // A paper that was withdrawn later was not withdrawn then, and a later version has another text.
  const frozen = new Map(edition.papers.map((paper) => [paper.id, paper]))
  const asThen = ({ paper, score }: Candidate) => {
    const then = frozen.get(paper.id)
    const { title, abstract } = then === undefined || then.withdrawn ? paper : then
    return { paper: { ...paper, title, abstract, withdrawn: paper.withdrawn && !then }, score }
  }
  const composed = composeEdition(
    { date, state, note, publishedAt },
    candidates.map(asThen),
    returning.map(asThen),
    { oneTopic: formula.oneTopic },
  )
  const picked = await daysPicked(
    db,
    composed.papers.map(({ id }) => id),
  )
  return markPicked(composed, picked)
}
