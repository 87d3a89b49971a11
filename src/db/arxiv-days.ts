import { gte, sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { arxivDays } from './schema.ts'

export type ArxivDay = typeof arxivDays.$inferSelect

/** The state of reading the days of submission since `from` (date), oldest first. */
export const daysSince = (db: Database, from: string): Promise<ArxivDay[]> =>
  db.select().from(arxivDays).where(gte(arxivDays.date, from)).orderBy(arxivDays.date)

/**
 * Statement: a page of a day was read at the tick `at` (ms). `total` and `next`: see the schema.
 */
export const notePage = (date: string, at: number, total: number, next: number) => sql`
  insert into arxiv_days (date, total, next, asked_at) values (${date}, ${total}, ${next}, ${at})
  on conflict (date) do update set total = excluded.total, next = excluded.next, asked_at = excluded.asked_at, failures = 0`

/** Statement: a page of a day could not be read at the tick `at` (ms). */
export const noteFailedPage = (date: string, at: number) => sql`
  insert into arxiv_days (date, failed_at, failures) values (${date}, ${at}, 1)
  on conflict (date) do update set failures = case failed_at when excluded.failed_at then failures + 1 else 1 end,
    failed_at = excluded.failed_at`
