import { sql } from 'drizzle-orm'
import { atomically, type Database } from './client.ts'
import { notices } from './schema.ts'

export type Notice = typeof notices.$inferSelect

/** The problems that were reported to the operator, and their figures then. */
export const noticesOf = (db: Database): Promise<Notice[]> => db.select().from(notices)

/** Notes which problems were reported to the operator, and forgets solved ones (ids). */
export async function rewriteNotices(
  db: Database,
  reported: readonly Notice[],
  mended: readonly string[],
): Promise<void> {
  await atomically(db, [
    sql`
      insert into notices (id, at, figure)
      select value ->> 'id', value ->> 'at', value ->> 'figure' from json_each(${JSON.stringify(reported)}) where true
      on conflict (id) do update set at = excluded.at, figure = excluded.figure`,
    sql`delete from notices where id in (select value from json_each(${JSON.stringify(mended)}))`,
  ])
}
