import { eq, lt, sql } from 'drizzle-orm'
import { BEFORE_RESTORE, isOfDay, memberIds } from './batches.ts'
import { atomically, type Database } from './client.ts'
import { restores, uptime } from './schema.ts'

/**
 * Notes that a tick ran at `at` (ms). A tick within `pause` (ms) of another belongs to the same
 * span; after a longer silence a new one begins. Returns the tick before it (null when it is the
 * first) and the first of all.
 */
export async function noteUptime(
  db: Database,
  at: number,
  pause: number,
): Promise<{ before: number | null; first: number }> {
  const [, known] = await atomically(db, [
    sql`
      insert into uptime (from_at, until_at, before_at)
      select cast(coalesce((select max(from_at) from uptime where from_at <= ${at} and until_at >= ${at - pause}), ${at}) as integer),
        cast(${at} as integer), (select max(until_at) from uptime where until_at < ${at})
      where true on conflict (from_at) do update set
        before_at = case when excluded.until_at > until_at then until_at else before_at end,
        until_at = max(until_at, excluded.until_at)`,
    sql`
      select before_at as before, (select min(from_at) from uptime) as first
      from uptime where from_at <= ${at} order by from_at desc limit 1`,
  ])
  const row = known?.[0] as { before: number | null; first: number } | undefined
  return row ?? { before: null, first: at }
}

/** Whether there is more than one span: something was forgotten, or may have been. */
export async function isInterrupted(db: Database): Promise<boolean> {
  return (await db.$count(uptime)) > 1
}

/** Forgets spans that ended before an instant (ms): no batch is that old. */
export async function forgetUptime(db: Database, before: number): Promise<void> {
  await db.delete(uptime).where(lt(uptime.untilAt, before))
}

/**
 * The instant (ms) before which a due digest may have been mailed without a record here (0: none).
 * `stated`: by the operator at the last restore. `unknown`: the same, or `askedAfter` (ms, when the
 * provider forgot the keys) if no tick of that instant is recorded but earlier ones are.
 */
export async function unknownBefore(
  db: Database,
  askedAfter: number,
): Promise<{ stated: number; unknown: number }> {
  const row = await db.get<{ stated: number | null; lost: number }>(sql`
    select (select max(from_at) from restores) as stated,
      exists (select 1 from uptime where until_at < ${askedAfter})
        and not exists (select 1 from uptime where from_at <= ${askedAfter} and until_at >= ${askedAfter}) as lost`)
  const stated = row?.stated ?? 0
  return { stated, unknown: Math.max(stated, row?.lost ? askedAfter : 0) }
}

/** Whether the operator has noted the restore of this name. */
export const isRestoreNoted = async (db: Database, name: string): Promise<boolean> =>
  (await db.select({ name: restores.name }).from(restores).where(eq(restores.name, name)).get()) !== undefined

/**
 * How many numbers a restore skips (count): links and keys of forgotten readers must never belong
 * to others.
 */
const NUMBERS_SKIPPED = 1_000_000

/**
 * Notes a restore, once a name: digests due before `from` (ms) are only mailed after a decision.
 * Waiting batches become uncertain. Readers and schedules get numbers that the replaced database
 * has not used.
 */
export async function noteRestore(db: Database, name: string, from: number, now: number): Promise<boolean> {
  const isNew = sql`not exists (select 1 from restores where name = ${name})`
  const skip = (table: 'subscribers' | 'schedules' | 'signups' | 'channels') => sql`
    update sqlite_sequence set seq = seq + ${NUMBERS_SKIPPED} where name = ${table} and ${isNew}`
  const answers = await atomically(db, [
    skip('subscribers'),
    skip('schedules'),
    skip('signups'),
    skip('channels'),
    sql`
      update channel_posts set state = 'uncertain', unanswered = 1, settled_at = ${now}, error = ${BEFORE_RESTORE},
        messages = null
      where settled_at is null and ${isNew}`,
    sql`
      update batches set state = 'uncertain', unanswered = 1, settled_at = ${now}, error = ${BEFORE_RESTORE},
        members = ${memberIds}
      where state in ('planned', 'claimed') and ${isNew}
        and id in (select b.id from schedule_days d cross join batches b on ${isOfDay} where d.settled_at is null)`,
    sql`
      insert into restores (name, from_at, noted_at) values (${name}, ${from}, ${now})
      on conflict do nothing returning name`,
  ])
  return answers.at(-1)?.length === 1
}
