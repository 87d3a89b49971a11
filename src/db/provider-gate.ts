import { eq, sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { gates } from './schema.ts'

const PROVIDER = 'resend'

/** The instant (ms) before which the mail provider asked not to be called; 0 when it did not. */
export async function providerFreeAt(db: Database): Promise<number> {
  const row = await db.select({ freeAt: gates.freeAt }).from(gates).where(eq(gates.source, PROVIDER)).get()
  return row?.freeAt ?? 0
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
