import { inArray, sql } from 'drizzle-orm'
import { VOTES_CLOSE, VOTES_LATE } from '../papers/list-day.ts'
import type { ListAdds } from '../ranking/author-past.ts'
import type { AuthorPast } from '../ranking/early.ts'
import { startOf } from '../time/dates.ts'
import { atomically, type Database } from './client.ts'
import { authorPast } from './schema.ts'
import { listSubject } from './source-runs.ts'

/** In `progress`: the last list (date) whose authors were added. */
const CLOSED = 'lists with known authors'

/**
 * What is known of these names (folded), by name; names of no closed list are missing. One
 * statement.
 */
export async function pastOf(db: Database, names: readonly string[]): Promise<Map<string, AuthorPast>> {
  const rows = await db
    .select()
    .from(authorPast)
    .where(inArray(authorPast.name, sql`(select value from json_each(${JSON.stringify(names)}))`))
  return new Map(rows.map((row) => [row.name, row]))
}

/**
 * The oldest list (date) up to `last` (date) whose authors were not added yet; null when there is
 * none.
 */
export async function nextToClose(db: Database, last: string): Promise<string | null> {
  const row = await db.get<{ day: string | null }>(sql`
    select min(listed_on) as day from papers
    where listed_on > coalesce((select date from progress where name = ${CLOSED}), '') and listed_on <= ${last}`)
  return row?.day ?? null
}

/** Whether the list of a day (date) was read at `since` (ms, UTC) or later. */
export async function isReadSince(db: Database, date: string, since: number): Promise<boolean> {
  const row = await db.get<{ good: number }>(sql`
    select exists (select 1 from source_runs where source = 'huggingface' and subject = ${listSubject(date)}
      and status <> 'failed' and at >= ${since}) as good`)
  return row?.good === 1
}

/**
 * The papers first listed on a day (date), with their authors as written and their upvotes when the
 * list closed.
 */
export async function listAtClose(
  db: Database,
  date: string,
): Promise<{ authors: string[]; upvotes: number | null }[]> {
  const close = startOf(date) + VOTES_CLOSE
  const votesWhere = (where: ReturnType<typeof sql>, order: ReturnType<typeof sql>) => sql`(
    select upvotes from observations o where o.paper_id = p.id and o.source = 'huggingface' and upvotes is not null
      and ${where} order by o.at ${order} limit 1)`
  const rows = await db.all<{ authors: string; upvotes: number | null }>(sql`
    select authors, coalesce(${votesWhere(sql`o.at <= ${close}`, sql`desc`)},
      ${votesWhere(sql`o.at > ${close} and o.at <= ${close + VOTES_LATE}`, sql`asc`)}) as upvotes
    from papers p where p.listed_on = ${date}`)
  return rows.map(({ authors, upvotes }) => ({ authors: JSON.parse(authors) as string[], upvotes }))
}

/**
 * Adds a closed list to what is known of its names, and notes that it was added, in one
 * transaction. Adding a list again changes nothing.
 */
export async function addClosedList(db: Database, date: string, adds: readonly ListAdds[]): Promise<void> {
  await atomically(db, [
    sql`
      insert into author_past (name, listings, votes, first_on, last_on)
      select value ->> 'name', value ->> 'listings', value ->> 'votes', ${date}, ${date}
      from json_each(${JSON.stringify(adds)}) where true
      on conflict (name) do update set listings = author_past.listings + excluded.listings,
        votes = author_past.votes + excluded.votes, last_on = excluded.last_on
      where author_past.last_on < excluded.last_on`,
    sql`
      insert into progress (name, date) values (${CLOSED}, ${date})
      on conflict (name) do update set date = max(date, excluded.date)`,
  ])
}
