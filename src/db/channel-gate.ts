import { inArray, sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { gates } from './schema.ts'

const named = (host: string) => `channel ${host}`

/** Until when (ms) a host asked to be left alone; 0: it did not. */
export async function hostFreeAt(db: Database, host: string): Promise<number> {
  const row = await db
    .select()
    .from(gates)
    .where(sql`source = ${named(host)}`)
    .get()
  return row?.freeAt ?? 0
}

/** Keeps every run from posting to a host before `until` (ms). */
export async function closeHost(db: Database, host: string, until: number): Promise<void> {
  await db
    .insert(gates)
    .values({ source: named(host), freeAt: until })
    .onConflictDoUpdate({ target: gates.source, set: { freeAt: sql`max(${gates.freeAt}, ${until})` } })
}

/** Forgets hosts that may be posted to again since before `now` (ms), at most `most`. */
export async function forgetHosts(db: Database, now: number, most: number): Promise<void> {
  const open = db
    .select({ source: gates.source })
    .from(gates)
    .where(sql`source glob 'channel *' and free_at < ${now}`)
    .limit(most)
  await db.delete(gates).where(inArray(gates.source, open))
}
