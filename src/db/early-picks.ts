import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Paper } from '../papers/paper.ts'
import type { EarlyPick, EarlyScore } from '../ranking/early.ts'
import { addDays } from '../time/dates.ts'
import type { Database } from './client.ts'
import { paperColumns } from './papers.ts'
import { earlyPicks, papers } from './schema.ts'

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

/** A digest's lines are of picks at most so many days older than its first edition. */
const FRESH_DAYS = 7

/** A pick that no list has, with its paper as it is now. */
export type UnlistedPick = { paper: Paper; reason: string }

/**
 * The picks that the digests of some editions (dates, both included) choose their lines from, best
 * first: those made after the edition before and by the newest of these, and on no list now. A pick
 * is of one edition, and who is given an edition once is given its lines once. Quiet editions are
 * given to nobody.
 */
export async function picksNotListed(db: Database, from: string, to: string): Promise<UnlistedPick[]> {
  const published = (until: ReturnType<typeof sql>) => sql`(
    select published_at from editions where ${until} and state <> 'quiet' order by date desc limit 1)`
  // `cross join`: SQLite would begin with all unlisted papers.
  return db
    .select({ paper: paperColumns, reason: earlyPicks.reason })
    .from(earlyPicks)
    .crossJoin(papers)
    .where(
      and(
        sql`${earlyPicks.day} >= ${addDays(from, -FRESH_DAYS)}`,
        sql`${earlyPicks.pickedAt} > coalesce(${published(sql`date < ${from}`)}, 0)`,
        sql`${earlyPicks.pickedAt} <= ${published(sql`date between ${from} and ${to}`)}`,
        eq(papers.id, earlyPicks.paperId),
        isNull(papers.listedOn),
        eq(papers.withdrawn, false),
        isNull(papers.withdrawnHere),
      ),
    )
    .orderBy(asc(earlyPicks.position), desc(earlyPicks.day))
}

/** The days (dates) on which papers were picked, by id; those that never were are missing. */
export async function daysPicked(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: earlyPicks.paperId, day: earlyPicks.day })
    .from(earlyPicks)
    .where(inArray(earlyPicks.paperId, sql`(select value from json_each(${JSON.stringify(ids)}))`))
  return new Map(rows.map(({ id, day }) => [id, day]))
}

/** How a paper was picked; undefined when it was not. */
export const pickOf = (db: Database, paperId: string): Promise<EarlyPick | undefined> =>
  db
    .select({ day: earlyPicks.day, newcomer: earlyPicks.newcomer, reason: earlyPicks.reason })
    .from(earlyPicks)
    .where(eq(earlyPicks.paperId, paperId))
    .get()
