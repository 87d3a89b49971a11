import { sql } from 'drizzle-orm'
import type { Database } from './client.ts'

/** What waits in the database, as far as it can be found out at little cost. */
export type Waiting = {
  /** There are papers whose metadata is due at arXiv. */
  ids: boolean
  /** There are papers that the index does not have. */
  texts: boolean
  /** The edition of the day was published. */
  published: boolean
  /** There are readers who get mail, or channels. */
  readers: boolean
  /** There are schedules with marks. */
  marked: boolean
  /** There are confirmation mails to send. */
  confirmations: boolean
  /** Papers were picked on this day before any list had them. */
  picked: boolean
  /** When (ms) the newest paper without a list was first seen; null when there is none. */
  newestUnlisted: number | null
}

/** One row of yes and no for the tick `at` (ms) of the UTC day `date`. */
export async function whatWaits(db: Database, at: number, date: string): Promise<Waiting> {
  const row = await db.get<Record<keyof Waiting, number | null>>(sql`
    select exists (select 1 from papers where arxiv_due_at <= ${at}) as ids,
      exists (select 1 from papers where revision <> indexed_revision) as texts,
      exists (select 1 from editions where date = ${date}) as published,
      exists (select 1 from subscribers where state = 'active')
        or exists (select 1 from channels where state = 'active') as readers,
      exists (select 1 from schedules where marks <> '') as marked,
      exists (select 1 from signups where queue_at is not null) as confirmations,
      exists (select 1 from early_picks where day = ${date}) as picked,
      (select first_seen_at from papers indexed by papers_unlisted where listed_on is null
        order by first_seen_at desc limit 1) as newestUnlisted`)
  return {
    ids: row.ids === 1,
    texts: row.texts === 1,
    published: row.published === 1,
    readers: row.readers === 1,
    marked: row.marked === 1,
    confirmations: row.confirmations === 1,
    picked: row.picked === 1,
    newestUnlisted: row.newestUnlisted,
  }
}

/**
 * True when the edition of a UTC day was published at `at` (ms) or later. Then an observation at
 * that instant comes too late: with it the edition could not be recomputed from what is stored.
 */
export async function isPublishedSince(db: Database, date: string, at: number): Promise<boolean> {
  const row = await db.get<{ late: number }>(
    sql`select exists (select 1 from editions where date >= ${date} and published_at >= ${at}) as late`,
  )
  return row.late === 1
}

/** The papers (ids) among these that are stored. */
export async function knownPapers(db: Database, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.all<{ id: string }>(
    sql`select value as id from json_each(${JSON.stringify(ids)}) where exists (select 1 from papers where id = value)`,
  )
  return new Set(rows.map(({ id }) => id))
}
