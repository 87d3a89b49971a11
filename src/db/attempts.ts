import type { D1Database } from '@cloudflare/workers-types'
import { sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { addCount, countsOf } from './counters.ts'

/** In `counters`: attempts to hand over a batch. It only grows. */
const KEY = 'attempts'
const NEVER = 8.64e15

/** Attempts counted in DB (count), for statements. */
export const attemptsCounted = sql`coalesce((select count from counters where key = ${KEY}), 0)`

/** Attempts counted in DB (count). */
export const countedAttempts = async (db: Database): Promise<number> =>
  (await countsOf(db, [KEY], 0)).get(KEY) ?? 0

/** Counts one attempt in DB, and says which it is (count). */
export async function countAttempt(db: Database): Promise<number> {
  const row = await db.get<{ count: number }>(sql`
    insert into counters (key, count, ends_at) values (${KEY}, 1, ${NEVER})
    on conflict (key) do update set count = counters.count + 1 returning count`)
  return row.count
}

/** DB has counted at least so many attempts (count): what a restore took from it is made up. */
export const makeUpAttempts = async (db: Database, count: number): Promise<void> =>
  addCount(db, KEY, Math.max(0, count - (await countedAttempts(db))), NEVER, 0)

/**
 * Attempts that SEARCH knows of (count), never more than DB has counted, unless DB was restored
 * since; 0 when it knows of none.
 */
export async function witnessedAttempts(index: D1Database): Promise<number> {
  const { results } = await index.prepare('select count from attempts').all<{ count: number }>()
  return results[0]?.count ?? 0
}

/** Tells SEARCH of an attempt that DB has counted, before it is made. */
export async function witnessAttempt(index: D1Database, count: number): Promise<void> {
  await index
    .prepare(
      `insert into attempts (id, count) values (1, ?1)
        on conflict (id) do update set count = excluded.count where excluded.count > attempts.count`,
    )
    .bind(count)
    .run()
}
