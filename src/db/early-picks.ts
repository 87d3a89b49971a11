import { eq, sql } from 'drizzle-orm'
import type { EarlyPick, EarlyScore } from '../ranking/early.ts'
import type { Database } from './client.ts'
import { earlyPicks } from './schema.ts'

/** A paper that can be picked: not withdrawn, on no list, never picked. */
export type Candidate = { id: string; early: Pick<EarlyScore, 'score' | 'newcomer' | 'reason'> }

/** When (ms) papers were last picked; null before the first time. */
export async function lastPicked(db: Database): Promise<number | null> {
  const row = await db.get<{ at: number }>(
    sql`select picked_at as at from early_picks order by day desc limit 1`,
  )
  return row?.at ?? null
}

/** Papers that were first seen at `from` (ms, UTC) or later and can be picked, in no order. */
export async function candidatesSince(db: Database, from: number): Promise<Candidate[]> {
  const rows = await db.all<{ id: string; score: number; known: number; reason: string }>(sql`
    select id, early_score as score, early ->> '$.parts.known' as known, early ->> '$.reason' as reason from papers p
    where listed_on is null and first_seen_at >= ${from} and early_score is not null and withdrawn = 0
      and not exists (select 1 from early_picks e where e.paper_id = p.id)`)
  return rows.map(({ id, score, known, reason }) => ({ id, early: { score, newcomer: known === 0, reason } }))
}

/** Adds the picks of a day, best first, unless it has some: they are written once. */
export async function addPicks(
  db: Database,
  day: string,
  picks: readonly Candidate[],
  at: number,
): Promise<void> {
  const rows = picks.map(({ id, early: { newcomer, reason } }) => ({
    id,
    newcomer: Number(newcomer),
    reason,
  }))
  await db.run(sql`
    insert into early_picks (day, position, paper_id, newcomer, reason, picked_at)
    select ${day}, key + 1, value ->> 'id', value ->> 'newcomer', value ->> 'reason', ${at}
    from json_each(${JSON.stringify(rows)}) where not exists (select 1 from early_picks where day = ${day})
    on conflict do nothing`)
}

/** A picked paper that is on no list yet. */
export type ShelfPaper = EarlyPick & {
  id: string
  title: string
  categories: string[]
  /** Instant, ms, UTC. */
  firstSeenAt: number
  position: number
  /** Instant, ms, UTC. */
  pickedAt: number
}

type OnShelf = Omit<ShelfPaper, 'categories' | 'newcomer'>

/**
 * Papers picked on a day from `from` (date) on that are still on no list and not withdrawn, newest
 * day first.
 */
export async function onShelf(db: Database, from: string, limit: number): Promise<ShelfPaper[]> {
  // `cross join`: otherwise SQLite would begin with all unlisted papers.
  const rows = await db.all<OnShelf & { categories: string; newcomer: number }>(sql`
    select p.id, p.title, p.categories, p.first_seen_at as firstSeenAt,
      e.day, e.position, e.newcomer, e.reason, e.picked_at as pickedAt
    from early_picks e cross join papers p on p.id = e.paper_id
    where e.day >= ${from} and p.listed_on is null and p.withdrawn = 0
    order by e.day desc, e.position limit ${limit}`)
  return rows.map(({ categories, newcomer, ...rest }) => ({
    ...rest,
    newcomer: newcomer === 1,
    categories: JSON.parse(categories) as string[],
  }))
}

/** How a paper was picked; undefined when it was not. */
export const pickOf = (db: Database, paperId: string): Promise<EarlyPick | undefined> =>
  db
    .select({ day: earlyPicks.day, newcomer: earlyPicks.newcomer, reason: earlyPicks.reason })
    .from(earlyPicks)
    .where(eq(earlyPicks.paperId, paperId))
    .get()
