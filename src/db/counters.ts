import { inArray, lte, sql } from 'drizzle-orm'
import { atomically, type Database } from './client.ts'
import { counters } from './schema.ts'

/**
 * At most `limit` (count) of something until `endsAt` (ms), then a new window begins. `name`: the
 * limit in plain words.
 */
export type Limit = { name: string; key: string; limit: number; endsAt: number }

const asJson = (limits: readonly Limit[]) => JSON.stringify(limits)

/** Condition: none of the limits is reached at `now` (ms). Reads one row a limit. */
export const isWithin = (limits: readonly Limit[], now: number) => sql`not exists (
  select 1 from json_each(${asJson(limits)}) l cross join counters c on c.key = l.value ->> 'key'
  where c.ends_at > ${now} and c.count >= l.value ->> 'limit')`

/**
 * Statement: the names of the limits that are reached at `now` (ms), in their order, with their
 * ends (ms).
 */
export const reached = (limits: readonly Limit[], now: number) => sql`
  select l.value ->> 'name' as name, c.ends_at as endsAt
  from json_each(${asJson(limits)}) l cross join counters c on c.key = l.value ->> 'key'
  where c.ends_at > ${now} and c.count >= l.value ->> 'limit' order by l.key`

/**
 * Statement: adds one to each count, if `condition` holds. A window begins with the first count in
 * it.
 */
export const countOne = (limits: readonly Limit[], now: number, condition: unknown) => sql`
  insert into counters (key, count, ends_at)
  select value ->> 'key', 1, value ->> 'endsAt' from json_each(${asJson(limits)}) where ${condition}
  on conflict (key) do update set
    count = case when counters.ends_at > ${now} then counters.count + 1 else 1 end,
    ends_at = case when counters.ends_at > ${now} then counters.ends_at else excluded.ends_at end`

/** Adds one to each count unless a limit is reached; returns the first limit that is, or null. */
export async function takeOne(db: Database, limits: readonly Limit[], now: number): Promise<string | null> {
  const [stops] = await atomically(db, [reached(limits, now), countOne(limits, now, isWithin(limits, now))])
  return (stops as { name: string }[])[0]?.name ?? null
}

/** Counts by key at `now` (ms); keys without a count are missing. */
export async function countsOf(
  db: Database,
  keys: readonly string[],
  now: number,
): Promise<Map<string, number>> {
  const rows = await db.all<{ key: string; count: number }>(sql`
    select c.key, c.count from json_each(${JSON.stringify(keys)}) k cross join counters c on c.key = k.value
    where c.ends_at > ${now}`)
  return new Map(rows.map(({ key, count }) => [key, count]))
}

/** Adds to one count, whatever its limit. */
export async function addCount(db: Database, key: string, amount: number, endsAt: number, now: number) {
  await db.run(sql`
    insert into counters (key, count, ends_at) values (${key}, ${amount}, ${endsAt})
    on conflict (key) do update set
      count = case when counters.ends_at > ${now} then counters.count else 0 end + excluded.count,
      ends_at = case when counters.ends_at > ${now} then counters.ends_at else excluded.ends_at end`)
}

/** Statement: resets these counts. */
export const resetCounts = (db: Database, keys: readonly string[]) =>
  db.delete(counters).where(inArray(counters.key, [...keys]))

/** Forgets the windows that ended before `now` (ms), at most `most`. */
export async function forgetCounts(db: Database, now: number, most: number): Promise<void> {
  const ended = db
    .select({ key: counters.key })
    .from(counters)
    .where(lte(counters.endsAt, now))
    .orderBy(counters.endsAt)
    .limit(most)
  await db.delete(counters).where(inArray(counters.key, ended))
}
