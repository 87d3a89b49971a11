import { eq, inArray, sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { gates } from './schema.ts'

const PROVIDER = 'resend'
/** Stands while the provider refuses our key or sender: since when, and what it said. Closes nothing. */
const REFUSAL = 'resend refuses'

/** The instant (ms) before which the mail provider asked not to be called; 0 when it did not. */
export async function providerFreeAt(db: Database): Promise<number> {
  const row = await db.select({ freeAt: gates.freeAt }).from(gates).where(eq(gates.source, PROVIDER)).get()
  return row?.freeAt ?? 0
}

/** The same, and whether it refuses our key or sender. */
export async function providerState(db: Database): Promise<{ freeAt: number; refuses: boolean }> {
  const rows = await db
    .select()
    .from(gates)
    .where(inArray(gates.source, [PROVIDER, REFUSAL]))
  return {
    freeAt: rows.find(({ source }) => source === PROVIDER)?.freeAt ?? 0,
    refuses: rows.some(({ source }) => source === REFUSAL),
  }
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

/** Notes that the provider refuses our key or sender at `now` (ms): nothing is mailed until somebody changes it. */
export async function noteRefusal(db: Database, error: string, now: number): Promise<void> {
  await db
    .insert(gates)
    .values({ source: REFUSAL, freeAt: now, error })
    .onConflictDoUpdate({ target: gates.source, set: { error } })
}

/** The provider took something: whatever it refused is right again. */
export async function forgetRefusal(db: Database): Promise<void> {
  await db.delete(gates).where(eq(gates.source, REFUSAL))
}

/** Since when (ms) the provider refuses our key or sender, and what it said; null when it does not. */
export async function refusalOf(db: Database): Promise<{ at: number; error: string } | null> {
  const row = await db.select().from(gates).where(eq(gates.source, REFUSAL)).get()
  return row ? { at: row.freeAt, error: row.error ?? '' } : null
}
