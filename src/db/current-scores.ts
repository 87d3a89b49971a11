import { and, desc, eq, gte, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Paper } from '../papers/paper.ts'
import { type Score, scorePaper } from '../ranking/score.ts'
import { asJsonLists, type Database } from './client.ts'
import { paperColumns } from './papers.ts'
import { listScores, papers } from './schema.ts'

/** Of `papers`, beside its list's row: its score as JSON; null when it has none. */
const scoreJson = sql`(${listScores.scores} -> ('$."' || ${papers.id} || '"'))`
/** Its score. */
export const scoreOfPaper = sql<Score | null>`${scoreJson}`.mapWith(JSON.parse)
/** Joins a paper with the row of its list. */
export const isOnList = eq(listScores.listedOn, papers.listedOn)

/**
 * Lists (dates) of the papers that were observed at exactly `at` (ms), are listed from `from` on
 * and were not scored since, newest first.
 */
export async function listsToScore(db: Database, at: number, from: string): Promise<string[]> {
  const rows = await db.all<{ listed_on: string }>(sql`
    select distinct papers.listed_on from observations o join papers on papers.id = o.paper_id
      left join list_scores on list_scores.listed_on = papers.listed_on
    where o.at = ${at} and papers.listed_on >= ${from}
      and (coalesce(list_scores.scored_at, 0) < ${at} or ${scoreJson} is null) order by 1 desc`)
  return rows.map((row) => row.listed_on)
}

/** Statements: rewrite the current scores of whole lists, as of the tick `at` (ms, UTC). */
export function saveCurrentScores(
  rows: readonly { paper: Pick<Paper, 'id' | 'listedOn'>; score: Score }[],
  at: number,
) {
  const lists = [...Map.groupBy(rows, ({ paper }) => paper.listedOn)].map(([listedOn, scored]) => ({
    listedOn,
    scores: Object.fromEntries(scored.map(({ paper, score }) => [paper.id, score])),
  }))
  return asJsonLists(lists).map(
    (list) => sql`
    insert into list_scores (listed_on, scores, scored_at)
    select value ->> 'listedOn', value -> 'scores', ${at} from json_each(${list}) where true
    on conflict (listed_on) do update set scores = excluded.scores, scored_at = excluded.scored_at
    where list_scores.scored_at <= excluded.scored_at`,
  )
}

/** The current score of one paper; undefined when it is on no list that is still read. */
export async function currentScoreOf(
  db: Database,
  paperId: string,
): Promise<{ score: Score; scoredAt: number } | undefined> {
  const row = await db
    .select({ score: scoreOfPaper, scoredAt: listScores.scoredAt })
    .from(papers)
    .innerJoin(listScores, isOnList)
    .where(eq(papers.id, paperId))
    .get()
  return row?.score ? { score: row.score, scoredAt: row.scoredAt } : undefined
}

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
    .select({ day: listScores.listedOn })
    .from(listScores)
    .where(lte(listScores.listedOn, today))
    .orderBy(desc(listScores.listedOn))
    .limit(1)
    .get()
  return row?.day ?? null
}

/** Papers listed on a day from `from` to `to` (both included) and not withdrawn; in no order. */
export async function placedListed(
  db: Database,
  from: string,
  to: string,
): Promise<(Placed & { listedOn: string })[]> {
  const rows = await db
    .select({
      listedOn: listScores.listedOn,
      paperId: papers.id,
      categories: papers.categories,
      firstSeenAt: papers.firstSeenAt,
      score: scoreOfPaper,
      observedAt: listScores.scoredAt,
    })
    .from(listScores)
    .innerJoin(papers, isOnList)
    .where(
      and(
        gte(listScores.listedOn, from),
        lte(listScores.listedOn, to),
        eq(papers.withdrawn, false),
        isNull(papers.withdrawnHere),
      ),
    )
  return rows.flatMap(({ score, ...rest }) => (score ? [{ ...rest, score }] : []))
}

/** Papers by their ids, including those never observed; in no order. */
export async function placedOf(db: Database, ids: readonly string[]): Promise<Placed[]> {
  const rows = await db
    .select({ paper: paperColumns, score: scoreOfPaper, observedAt: listScores.scoredAt })
    .from(papers)
    .leftJoin(listScores, isOnList)
    .where(inArray(papers.id, sql`(select value from json_each(${JSON.stringify(ids)}))`))
  return rows.map(({ paper, score, observedAt }) => ({
    paperId: paper.id,
    categories: paper.categories,
    firstSeenAt: paper.firstSeenAt,
    score: score ?? scorePaper(paper, [], paper.firstSeenAt),
    observedAt: score ? observedAt : null,
  }))
}
