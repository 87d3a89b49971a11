import { gte, sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { passedOver } from './schema.ts'

/** A local day of a schedule that is over, and the edition that was due on it. */
export type DayOver = {
  scheduleId: number
  localDate: string
  kind: 'daily' | 'weekly'
  edition: string
  reason: (typeof passedOver.$inferSelect)['reason']
}

/** Counts the readers who were given nothing on days that are over, once a day; `at`: ms. */
export async function notePassedOver(db: Database, days: readonly DayOver[], at: number): Promise<void> {
  if (days.length === 0) return
  await db.run(sql`
    insert into passed_over (schedule_id, local_date, readers, reason, noted_at)
    select value ->> 'scheduleId', value ->> 'localDate', count(*), value ->> 'reason', ${at}
    from json_each(${JSON.stringify(days)})
    cross join subscribers s on s.schedule_id = value ->> 'scheduleId' and s.state = 'active'
      and s.schedule_from <= value ->> 'localDate' and coalesce(s.edition_after, '') < value ->> 'edition'
    where not exists (select 1 from schedule_days d where d.schedule_id = value ->> 'scheduleId'
        and d.kind = value ->> 'kind' and (d.local_date = value ->> 'localDate' or d.edition_date = value ->> 'edition'))
    group by key on conflict do nothing`)
}

/**
 * Readers who were passed over, as noted since an instant (ms), by day and reason, oldest day
 * first.
 */
export const passedOverSince = (
  db: Database,
  since: number,
): Promise<{ localDate: string; reason: DayOver['reason']; readers: number }[]> =>
  db
    .select({
      localDate: passedOver.localDate,
      reason: passedOver.reason,
      readers: sql<number>`sum(${passedOver.readers})`,
    })
    .from(passedOver)
    .where(gte(passedOver.notedAt, since))
    .groupBy(passedOver.localDate, passedOver.reason)
    .orderBy(passedOver.localDate, passedOver.reason)
