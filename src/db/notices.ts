import { sql } from 'drizzle-orm'
import { atomically, type Database } from './client.ts'
import { notices } from './schema.ts'

export type Notice = typeof notices.$inferSelect

/** What the operator was told of, and how bad it was then. */
export const noticesOf = (db: Database): Promise<Notice[]> => db.select().from(notices)

/** Notes what the operator was told of, and forgets what is mended (ids). */
export async function rewriteNotices(
  db: Database,
  told: readonly Notice[],
  mended: readonly string[],
): Promise<void> {
  await atomically(db, [
    sql`
      insert into notices (id, at, figure)
      select value ->> 'id', value ->> 'at', value ->> 'figure' from json_each(${JSON.stringify(told)}) where true
      on conflict (id) do update set at = excluded.at, figure = excluded.figure`,
    sql`delete from notices where id in (select value from json_each(${JSON.stringify(mended)}))`,
  ])
}
