import { and, desc, eq, gt, sql } from 'drizzle-orm'
import type { Paper } from '../trending/paper.ts'
import type { Score } from '../trending/score.ts'
import type { Database } from './client.ts'
import { columns } from './papers.ts'
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

/** Statement: papers of lists before `date` do not stand any more. */
export const forgetStandings = (date: string) => sql`delete from standings where listed_on < ${date}`

/** What rises now, best first, at most `limit`. Reads about as many rows as it gives. Withdrawn papers never rank. */
export async function trendingNow(db: Database, limit: number): Promise<Standing[]> {
  return db
    .select({
      paper: columns,
      score: standings.score,
      receipt: standings.receipt,
      scoredAt: standings.scoredAt,
    })
    .from(standings)
    .innerJoin(papers, eq(papers.id, standings.paperId))
    .where(and(gt(standings.now, 0), eq(papers.withdrawn, false)))
    .orderBy(desc(standings.now), desc(standings.paperId))
    .limit(limit)
}

/** Where one paper stands; undefined when it is on no watched list. */
export const standingOf = (db: Database, paperId: string) =>
  db.select().from(standings).where(eq(standings.paperId, paperId)).get()

/** Instant (ms, UTC) of the newest observation of a standing paper; null when none stands. */
export async function lastStanding(db: Database): Promise<number | null> {
  const row = await db
    .select({ at: standings.scoredAt })
    .from(standings)
    .orderBy(desc(standings.scoredAt))
    .limit(1)
    .get()
  return row?.at ?? null
}
