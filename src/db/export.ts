import { and, asc, gt, lte, ne, sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { asEdition, editionColumns } from './editions.ts'
import { paperColumns } from './papers.ts'
import { editions, observations, papers } from './schema.ts'

// All data, page by page, in an order in which new rows come last.

/**
 * Papers first seen after a place (instant in ms, then id) and up to `until`, at most `limit`; in
 * that order.
 */
export const papersAfter = (
  db: Database,
  place: { at: number; id: string } | null,
  until: number,
  limit: number,
) =>
  db
    .select(paperColumns)
    .from(papers)
    .where(
      and(
        lte(papers.firstSeenAt, until),
        place === null ? undefined : sql`(${papers.firstSeenAt}, ${papers.id}) > (${place.at}, ${place.id})`,
      ),
    )
    .orderBy(asc(papers.firstSeenAt), asc(papers.id))
    .limit(limit)

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

/** Editions with papers after a date, oldest first, at most `limit`, with all that was frozen. */
export const editionsAfter = async (db: Database, date: string | null, limit: number) =>
  (
    await db
      .select({ ...editionColumns, formula: editions.formula, cohorts: editions.cohorts })
      .from(editions)
      .where(and(ne(editions.state, 'quiet'), date === null ? undefined : gt(editions.date, date)))
      .orderBy(asc(editions.date))
      .limit(limit)
  ).map(({ formula, cohorts, ...row }) => ({ ...asEdition(row), formula, cohorts }))
