import { and, asc, eq, gt, lte, sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { isOnList, scoreOfPaper } from './current-scores.ts'
import { asEdition, editionColumns } from './editions.ts'
import { paperColumns } from './papers.ts'
import { earlyPicks, editions, listScores, observations, papers } from './schema.ts'

// All data, page by page, in an order in which new rows come last.

/**
 * Papers first seen after a place (instant in ms, then id) and up to `until`, at most `limit`; in
 * that order. With how they stand and were picked, which nothing else that is exported tells.
 */
export async function papersAfter(
  db: Database,
  place: { at: number; id: string } | null,
  until: number,
  limit: number,
) {
  const rows = await db
    .select({
      paper: { ...paperColumns, withdrawn: papers.withdrawn, withdrawnHere: papers.withdrawnHere },
      early: { score: papers.earlyScore, parts: papers.early },
      pick: earlyPicks,
      current: { listedOn: listScores.listedOn, scoredAt: listScores.scoredAt },
      score: scoreOfPaper,
    })
    .from(papers)
    .leftJoin(listScores, isOnList)
    .leftJoin(earlyPicks, eq(earlyPicks.paperId, papers.id))
    .where(
      and(
        lte(papers.firstSeenAt, until),
        place === null ? undefined : sql`(${papers.firstSeenAt}, ${papers.id}) > (${place.at}, ${place.id})`,
      ),
    )
    .orderBy(asc(papers.firstSeenAt), asc(papers.id))
    .limit(limit)
  return rows.map(({ paper, early, pick, current, score }) => ({
    ...paper,
    early: early.score === null || early.parts === null ? null : { score: early.score, ...early.parts },
    pick: pick && withoutPaper(pick),
    current:
      current?.listedOn && score ? { listedOn: current.listedOn, score, scoredAt: current.scoredAt } : null,
  }))
}

const withoutPaper = <Row extends { paperId: string }>({ paperId, ...rest }: Row) => rest

/**
 * Observations after a place (instant in ms, paper, source) and up to `until`, at most `limit`; in
 * that order.
 */
export const observationsAfter = (
  db: Database,
  place: { at: number; id: string; source: string } | null,
  until: number,
  limit: number,
) =>
  db
    .select()
    .from(observations)
    .where(
      and(
        lte(observations.at, until),
        place === null
          ? undefined
          : sql`(${observations.at}, ${observations.paperId}, ${observations.source})
              > (${place.at}, ${place.id}, ${place.source})`,
      ),
    )
    .orderBy(asc(observations.at), asc(observations.paperId), asc(observations.source))
    .limit(limit)

/**
 * Editions after a date, quiet ones too, oldest first, at most `limit`, with all that was frozen.
 */
export const editionsAfter = async (db: Database, date: string | null, limit: number) =>
  (
    await db
      .select({ ...editionColumns, formula: editions.formula, cohorts: editions.cohorts })
      .from(editions)
      .where(date === null ? undefined : gt(editions.date, date))
      .orderBy(asc(editions.date))
      .limit(limit)
  ).map(({ formula, cohorts, ...row }) => ({ ...asEdition(row), formula, cohorts }))
