import { sql } from 'drizzle-orm'
import type { Source } from '../papers/observation.ts'
import type { Database } from './client.ts'

export type SourceFact = {
  source: Source
  /** The last answer that could be read (ms); null: none within the days asked for. */
  lastGoodAt: number | null
  /** Why the last request failed; null when it did not fail. */
  error: string | null
}

/** Active readers (count) that share a kind and days (weekday mask, bit 0 is Monday). */
export type DaysFact = { kind: 'daily' | 'weekly'; days: number; readers: number }

/** The sources that were asked since an instant (ms): at most one row each. */
export const sourceFacts = (db: Database, since: number): Promise<SourceFact[]> =>
  db.all<SourceFact>(sql`
    select source, max(case when status <> 'failed' then at end) as lastGoodAt,
      (select case r.status when 'failed' then coalesce(r.reason, 'the answer could not be read') end
        from source_runs r where r.source = s.source order by r.at desc limit 1) as error
    from source_runs s where at >= ${since} group by source order by source`)

export const readersByState = (db: Database) =>
  db.all<{ state: string; readers: number }>(
    sql`select state, count(*) as readers from subscribers group by state order by state`,
  )

export const readersByDays = (db: Database): Promise<DaysFact[]> =>
  db.all<DaysFact>(sql`
    select c.kind, c.days, count(*) as readers from subscribers s join schedules c on c.id = s.schedule_id
    where s.state = 'active' group by c.kind, c.days`)

/** Papers whose text the search index does not have yet (count). */
export async function countUnindexed(db: Database): Promise<number> {
  const row = await db.get<{ n: number }>(
    sql`select count(*) as n from papers where revision <> indexed_revision`,
  )
  return row.n
}

/** When the mail provider last reported a mail that could not be delivered (ms). */
export async function lastWebhookCall(db: Database): Promise<number | null> {
  const row = await db.get<{ at: number | null }>(sql`select max(at) as at from webhook_calls`)
  return row.at
}
