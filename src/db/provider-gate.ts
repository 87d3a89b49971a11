import { eq, sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { holdName } from './operator.ts'
import { gates } from './schema.ts'

const PROVIDER = 'resend'
/**
 * The name of the row for a refusal of our key or sender by the provider: since when, and its
 * words. It closes nothing.
 */
const REFUSAL = 'resend refuses'

/**
 * Whether the mail provider can be called, and whether the operator holds delivering (`/operator`).
 * One query.
 */
export async function providerState(
  db: Database,
): Promise<{ freeAt: number; refuses: boolean; held: boolean }> {
  const row = await db.get<{ freeAt: number; refuses: number; held: number }>(sql`
    select coalesce((select free_at from gates where source = ${PROVIDER}), 0) as freeAt,
      exists (select 1 from gates where source = ${REFUSAL}) as refuses,
      exists (select 1 from operator_settings where name = ${holdName('delivering')}) as held`)
  return { freeAt: row.freeAt, refuses: row.refuses === 1, held: row.held === 1 }
}

/** Keeps every run from calling the provider before `until` (ms). */
export async function closeProvider(db: Database, until: number): Promise<void> {
  await db
    .insert(gates)
    .values({ source: PROVIDER, freeAt: until })
    .onConflictDoUpdate({
      target: gates.source,
      set: { freeAt: sql`max(${gates.freeAt}, ${until})` },
    })
}

/**
 * Notes that the provider refuses our key or sender at `now` (ms): nothing is mailed until somebody
 * changes that.
 */
export async function noteRefusal(db: Database, error: string, now: number): Promise<void> {
  await db
    .insert(gates)
    .values({ source: REFUSAL, freeAt: now, error })
    .onConflictDoUpdate({ target: gates.source, set: { error } })
}

/** The provider accepted something: the key and the sender are valid again. */
export async function forgetRefusal(db: Database): Promise<void> {
  await db.delete(gates).where(eq(gates.source, REFUSAL))
}

/**
 * Since when (ms) the provider refuses our key or sender, and what it said; null when it does not.
 */
export async function refusalOf(db: Database): Promise<{ at: number; error: string } | null> {
  const row = await db.select().from(gates).where(eq(gates.source, REFUSAL)).get()
  return row ? { at: row.freeAt, error: row.error ?? '' } : null
}
