import { and, desc, eq, gte, inArray, lte, sql } from 'drizzle-orm'
import type { Paper } from '../papers/paper.ts'
import { type Score, scorePaper } from '../ranking/score.ts'
import type { Database } from './client.ts'
import { paperColumns } from './papers.ts'
import { papers, standings } from './schema.ts'

export type Standing = { paper: Paper; score: Score; receipt: string; scoredAt: number }

/** Lists (dates) of the papers observed at exactly `at` (ms) that are listed from `from` on. */
export async function listsObserved(db: Database, at: number, from: string): Promise<string[]> {
  const rows = await db.all<{ listed_on: string }>(sql`
    select distinct p.listed_on from observations o join papers p on p.id = o.paper_id
    where o.at = ${at} and p.listed_on >= ${from}`)
  return rows.map((row) => row.listed_on)
}

/** Statement: rewrites where papers stand, as of the tick `at` (ms, UTC). */
export function saveStandings(rows: readonly Omit<Standing, 'scoredAt'>[], at: number) {
  const values = rows.map(({ paper: { id, listedOn }, score, receipt }) => ({ id, listedOn, score, receipt }))
  return sql`
    insert into standings (paper_id, listed_on, now, score, receipt, scored_at)
    select value ->> 'id', value ->> 'listedOn', value ->> '$.score.now', value -> 'score', value ->> 'receipt', ${at}
    from json_each(${JSON.stringify(values)}) where true
    on conflict (paper_id) do update set
      listed_on = excluded.listed_on, now = excluded.now, score = excluded.score,
      receipt = excluded.receipt, scored_at = excluded.scored_at`
}

/** Statement: papers of lists before `date` do not rise any more; what they reached stays. */
export const retireStandings = (date: string) =>
  sql`update standings set now = 0 where listed_on < ${date} and now > 0`

/** Where one paper stands; undefined when it is on no watched list. */
export const standingOf = (db: Database, paperId: string) =>
  db.select().from(standings).where(eq(standings.paperId, paperId)).get()

/** Where a paper stands among others, with what filters need. */
export type Placed = {
  paperId: string
  categories: string[]
  score: Score
  /** Instant (ms, UTC) of the newest observation; null when there is none. */
  observedAt: number | null
}

/** The newest day (`YYYY-MM-DD`, at most `today`) that had a list; null before the first. */
export async function newestListDay(db: Database, today: string): Promise<string | null> {
  const row = await db
    .select({ day: standings.listedOn })
    .from(standings)
    .where(lte(standings.listedOn, today))
    .orderBy(desc(standings.listedOn))
    .limit(1)
    .get()
  return row?.day ?? null
}

/** Papers listed on a day from `from` to `to` (both included) and not withdrawn; in no order. */
export const placedListed = (db: Database, from: string, to: string): Promise<Placed[]> =>
  db
    .select({
      paperId: standings.paperId,
      categories: papers.categories,
      score: standings.score,
      observedAt: standings.scoredAt,
    })
    .from(standings)
    .innerJoin(papers, eq(papers.id, standings.paperId))
    .where(and(gte(standings.listedOn, from), lte(standings.listedOn, to), eq(papers.withdrawn, false)))

/** Papers by their ids, those never observed too; in no order. */
export async function placedOf(db: Database, ids: readonly string[]): Promise<Placed[]> {
  const rows = await db
    .select({ paper: paperColumns, score: standings.score, observedAt: standings.scoredAt })
    .from(papers)
    .leftJoin(standings, eq(standings.paperId, papers.id))
    .where(inArray(papers.id, sql`(select value from json_each(${JSON.stringify(ids)}))`))
  return rows.map(({ paper, score, observedAt }) => ({
    paperId: paper.id,
    categories: paper.categories,
    score: score ?? scorePaper(paper, [], paper.firstSeenAt),
    observedAt,
  }))
}
