import { and, desc, eq, gte, inArray, isNotNull, lte, sql } from 'drizzle-orm'
import { type Score, scorePaper } from '../trending/score.ts'
import type { Database } from './client.ts'
import { observationsOf } from './observations.ts'
import { papers } from './schema.ts'

/** Where a paper stands: its score as of the last observation, which never changes between two observations. */
export type Standing = {
  paperId: string
  categories: string[]
  score: Score
  /** Instant (ms, UTC) of the newest observation; null when there is none. */
  observedAt: number | null
}

/** The newest day (`YYYY-MM-DD`, at most `today`) that had a list; null before the first. */
export async function newestListDay(db: Database, today: string): Promise<string | null> {
  const row = await db
    .select({ day: papers.listedOn })
    .from(papers)
    .where(and(isNotNull(papers.listedOn), lte(papers.listedOn, today)))
    .orderBy(desc(papers.listedOn))
    .limit(1)
    .get()
  return row?.day ?? null
}

const columns = { id: papers.id, categories: papers.categories, firstSeenAt: papers.firstSeenAt }

/** Standings of the papers listed on a day from `from` to `to` (both included) and not withdrawn; in no order. */
export async function standingsListed(db: Database, from: string, to: string): Promise<Standing[]> {
  const listed = and(gte(papers.listedOn, from), lte(papers.listedOn, to), eq(papers.withdrawn, false))
  return scored(db, await db.select(columns).from(papers).where(listed))
}

/** Standings of papers by their ids; in no order. */
export async function standingsOf(db: Database, ids: readonly string[]): Promise<Standing[]> {
  const wanted = inArray(papers.id, sql`(select value from json_each(${JSON.stringify(ids)}))`)
  return scored(db, await db.select(columns).from(papers).where(wanted))
}

async function scored(
  db: Database,
  rows: readonly { id: string; categories: string[]; firstSeenAt: number }[],
): Promise<Standing[]> {
  const seen = await observationsOf(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map(({ id, categories, firstSeenAt }) => {
    const observations = seen.get(id) ?? []
    const observedAt = observations.at(-1)?.at ?? null
    return {
      paperId: id,
      categories,
      score: scorePaper({ firstSeenAt }, observations, observedAt ?? firstSeenAt),
      observedAt,
    }
  })
}
