import { sql } from 'drizzle-orm'
import type { Database } from './client.ts'

/** Readers (counts) who confirmed and who left on a UTC day. */
export type ReaderDay = { date: string; came: number; left: number }

/**
 * The days since an instant (ms, UTC) on which readers came or left, oldest first. A reader who
 * came back counts by the last time.
 */
export const readerDays = (db: Database, since: number): Promise<ReaderDay[]> =>
  db.all<ReaderDay>(sql`
    select date, sum(came) as came, sum(gone) as "left" from (
      select date(confirmed_at / 1000, 'unixepoch') as date, 1 as came, 0 as gone from subscribers where confirmed_at >= ${since}
      union all
      select date(ended_at / 1000, 'unixepoch'), 0, 1 from subscribers where ended_at is not null and ended_at >= ${since}
    ) group by date order by date`)

/**
 * Confirmation mails still to send, and mails that could not be delivered for now to active readers
 * (counts).
 */
export const mailCounts = (db: Database): Promise<{ owed: number; softBounces: number }> =>
  db.get(sql`
    select (select count(*) from signups where queue_at is not null) as owed,
      (select coalesce(sum(soft_bounces), 0) from subscribers where state = 'active') as softBounces`)
