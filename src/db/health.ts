import type { D1Database } from '@cloudflare/workers-types'
import { sql } from 'drizzle-orm'
import type { Source } from '../papers/observation.ts'
import type { Database } from './client.ts'

export type SourceState = {
  source: Source
  /** Its last good answer (ms) in that time; null when there was none. */
  lastGoodAt: number | null
  /** The last answer (ms), and its error; null when it was good. */
  lastAt: number
  reason: string | null
  failed: boolean
}

/** The answers of each source that was asked since an instant (ms). */
export const sourceStates = async (db: Database, since: number): Promise<SourceState[]> => {
  const rows = await db.all<Omit<SourceState, 'failed'> & { failed: number }>(sql`
    select source, max(case when status <> 'failed' then at end) as lastGoodAt, max(at) as lastAt,
      max(case when status = 'failed' then at end) > coalesce(max(case when status <> 'failed' then at end), 0) as failed,
      (select r.reason from source_runs r where r.source = s.source and r.status = 'failed' and r.at >= ${since}
        order by r.at desc limit 1) as reason
    from source_runs s where at >= ${since} group by source`)
  return rows.map((row) => ({
    ...row,
    failed: row.failed === 1,
    reason: row.failed === 1 ? row.reason : null,
  }))
}

/** When a source was asked for the first time in the last month (ms); null: never. */
export async function firstAsked(db: Database): Promise<number | null> {
  const row = await db.get<{ at: number | null }>(sql`select min(at) as at from source_runs`)
  return row?.at ?? null
}

/** Lists (dates) whose last answer since an instant (ms) had papers without votes, oldest first. */
export async function listsWithoutVotes(db: Database, since: number, reason: string): Promise<string[]> {
  const rows = await db.all<{ date: string }>(sql`
    select substr(subject, 6) as date from source_runs r
    where source = 'huggingface' and at >= ${since} and status = 'failed' and substr(reason, 1, ${reason.length}) = ${reason}
      and not exists (select 1 from source_runs later
        where later.source = r.source and later.subject = r.subject and later.at > r.at)
    order by date`)
  return rows.map(({ date }) => date)
}

/**
 * The oldest confirmation mail that the provider has not accepted yet, among those asked for
 * between two instants: when it was asked for (ms, UTC), and how many wait. Null: none.
 */
export async function oldestConfirmation(
  db: Database,
  since: number,
  until: number,
): Promise<{ at: number; count: number } | null> {
  const row = await db.get<{ at: number | null; count: number }>(sql`
    select min(asked_at) as at, count(*) as count from signups
    where queue_at is not null and attempts > 0 and asked_at between ${since} and ${until}`)
  return row && row.at !== null ? { at: row.at, count: row.count } : null
}

/**
 * Mails that the provider accepted and then did not send, by its reason, since an instant (ms);
 * most first.
 */
export const failuresSince = (db: Database, since: number): Promise<{ failure: string; count: number }[]> =>
  db.all(sql`
    select failure, count(*) as count from webhook_calls where at >= ${since} and failure is not null
    group by failure order by 2 desc`)

/** Size of a database (bytes), as D1 reports with every answer; null when it does not. */
export async function sizeOf(database: D1Database): Promise<number | null> {
  const { meta } = await database.prepare('select 1').all()
  return meta.size_after ?? null
}
