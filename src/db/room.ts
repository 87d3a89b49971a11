import type { D1Database } from '@cloudflare/workers-types'
import { between, eq, sql } from 'drizzle-orm'
import type { Observation } from '../papers/observation.ts'
import { atomically, type Database } from './client.ts'
import { editions, progress } from './schema.ts'

/**
 * Papers that no list ever named and no edition had, first seen before an instant (ms), oldest
 * first, at most `limit`.
 */
export async function unlistedPapers(db: Database, before: number, limit: number): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    select id from papers where listed_on is null and withdrawn_here is null and first_seen_at < ${before}
      and not exists (select 1 from edition_papers e where e.paper_id = papers.id)
    order by first_seen_at limit ${limit}`)
  return rows.map(({ id }) => id)
}

/**
 * Statements with one JSON parameter of paper ids. Words that no paper has any more stay known, for
 * spelling only.
 */
const FORGET = [
  `delete from similar where number in (select number from documents where paper_id in (select value from json_each(?1)))
    or other in (select number from documents where paper_id in (select value from json_each(?1)))`,
  'delete from words where rowid in (select number from documents where paper_id in (select value from json_each(?1)))',
  'delete from stems where rowid in (select number from documents where paper_id in (select value from json_each(?1)))',
  'delete from said where rowid in (select number from documents where paper_id in (select value from json_each(?1)))',
  'delete from documents where paper_id in (select value from json_each(?1))',
]

/** Removes papers from the search index, all or none; doing it again changes nothing. */
export async function forgetDocuments(index: D1Database, ids: readonly string[]): Promise<void> {
  const json = JSON.stringify(ids)
  await index.batch(FORGET.map((statement) => index.prepare(statement).bind(json)))
}

/**
 * Deletes papers that are still on no list, with all their observations. Papers that are on a list
 * by now are indexed again.
 */
export async function forgetPapers(db: Database, ids: readonly string[]): Promise<void> {
  const chosen = sql`(select value from json_each(${JSON.stringify(ids)}))`
  await atomically(db, [
    sql`delete from papers where id in ${chosen} and listed_on is null`,
    sql`
      delete from observations where paper_id in ${chosen}
        and not exists (select 1 from papers p where p.id = observations.paper_id)`,
    sql`update papers set indexed_revision = 0 where id in ${chosen}`,
  ])
}

/** The day (date) up to which a task was done; null before the first. */
export async function progressOf(db: Database, name: string): Promise<string | null> {
  const row = await db.select({ date: progress.date }).from(progress).where(eq(progress.name, name)).get()
  return row?.date ?? null
}

/** When the first observation from an instant on was made (ms); null when there is none. */
export async function nextObserved(db: Database, from: number): Promise<number | null> {
  const row = await db.get<{ at: number | null }>(
    sql`select min(at) as at from observations where at >= ${from}`,
  )
  return row?.at ?? null
}

/** Papers that were observed from one instant up to another (ms), which is not included. */
export async function papersObserved(db: Database, from: number, until: number): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    sql`select distinct paper_id as id from observations where at >= ${from} and at < ${until}`,
  )
  return rows.map(({ id }) => id)
}

/** When the editions of some days (dates, both included) were published (ms). */
export async function publishedBetween(db: Database, from: string, to: string): Promise<number[]> {
  const rows = await db
    .select({ at: editions.publishedAt })
    .from(editions)
    .where(between(editions.date, from, to))
  return rows.map(({ at }) => at)
}

/** Deletes observations, and notes the day (date) up to which that was done, in one transaction. */
export async function forgetObservations(
  db: Database,
  name: string,
  date: string,
  observations: readonly Observation[],
): Promise<void> {
  const rows = JSON.stringify(observations.map(({ paperId, source, at }) => ({ paperId, source, at })))
  await atomically(db, [
    sql`
      delete from observations where (paper_id, source, at) in (
        select value ->> 'paperId', value ->> 'source', value ->> 'at' from json_each(${rows}))`,
    sql`
      insert into progress (name, date) values (${name}, ${date})
      on conflict (name) do update set date = max(date, excluded.date)`,
  ])
}
