import { and, desc, eq, gte, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Paper } from '../papers/paper.ts'
import { type Score, scorePaper } from '../ranking/score.ts'
import { asJsonLists, type Database } from './client.ts'
import { paperColumns } from './papers.ts'
import { currentScores, papers } from './schema.ts'

/**
 * Lists (dates) of the papers that were observed at exactly `at` (ms), are listed from `from` on
 * and were not scored since, newest first.
 */
export async function listsToScore(db: Database, at: number, from: string): Promise<string[]> {
  const rows = await db.all<{ listed_on: string }>(sql`
    select distinct p.listed_on from observations o join papers p on p.id = o.paper_id
      left join current_scores c on c.paper_id = p.id
    where o.at = ${at} and p.listed_on >= ${from} and coalesce(c.scored_at, 0) < ${at} order by 1 desc`)
  return rows.map((row) => row.listed_on)
}

/** Statements: rewrite the current scores of papers, as of the tick `at` (ms, UTC). */
export function saveCurrentScores(rows: readonly { paper: Paper; score: Score }[], at: number) {
  const values = rows.map(({ paper: { id, listedOn }, score }) => ({ id, listedOn, score }))
  return asJsonLists(values).map(
    (list) => sql`
    insert into current_scores (paper_id, listed_on, score, scored_at)
    select value ->> 'id', value ->> 'listedOn', value -> 'score', ${at}
    from json_each(${list}) where true
    on conflict (paper_id) do update set
      listed_on = excluded.listed_on, score = excluded.score, scored_at = excluded.scored_at
    where current_scores.scored_at <= excluded.scored_at`,
  )
}

/** The current score of one paper; undefined when it is on no list that is still read. */
export const currentScoreOf = (db: Database, paperId: string) =>
  db.select().from(currentScores).where(eq(currentScores.paperId, paperId)).get()

/** A score among others, with the fields that filters need. */
export type Placed = {
  paperId: string
  categories: string[]
  /** Instant (ms, UTC) at which we first saw the paper. */
  firstSeenAt: number
  score: Score
  /** Instant (ms, UTC) of the newest observation; null when there is none. */
  observedAt: number | null
}

/** The newest day (`YYYY-MM-DD`, at most `today`) that had a list; null before the first. */
export async function newestListDay(db: Database, today: string): Promise<string | null> {
  const row = await db
    .select({ day: currentScores.listedOn })
    .from(currentScores)
    .where(lte(currentScores.listedOn, today))
    .orderBy(desc(currentScores.listedOn))
    .limit(1)
    .get()
  return row?.day ?? null
}

/** Papers listed on a day from `from` to `to` (both included) and not withdrawn; in no order. */
export const placedListed = (db: Database, from: string, to: string): Promise<Placed[]> =>
  db
    .select({
      paperId: currentScores.paperId,
      categories: papers.categories,
      firstSeenAt: papers.firstSeenAt,
      score: currentScores.score,
      observedAt: currentScores.scoredAt,
    })
    .from(currentScores)
    .innerJoin(papers, eq(papers.id, currentScores.paperId))
    .where(
      and(
        gte(currentScores.listedOn, from),
        lte(currentScores.listedOn, to),
        eq(papers.withdrawn, false),
        isNull(papers.withdrawnHere),
      ),
    )

/** Papers by their ids, including those never observed; in no order. */
export async function placedOf(db: Database, ids: readonly string[]): Promise<Placed[]> {
  const rows = await db
    .select({ paper: paperColumns, score: currentScores.score, observedAt: currentScores.scoredAt })
    .from(papers)
    .leftJoin(currentScores, eq(currentScores.paperId, papers.id))
    .where(inArray(papers.id, sql`(select value from json_each(${JSON.stringify(ids)}))`))
  return rows.map(({ paper, score, observedAt }) => ({
    paperId: paper.id,
    categories: paper.categories,
    firstSeenAt: paper.firstSeenAt,
    score: score ?? scorePaper(paper, [], paper.firstSeenAt),
    observedAt,
  }))
}
