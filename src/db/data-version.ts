import { eq, sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { dataVersion } from './schema.ts'

/** Notes that the data of pages and feeds may have changed. One row written. */
export async function noteNewVersion(db: Database): Promise<void> {
  await db
    .insert(dataVersion)
    .values({ id: 1, version: 1 })
    .onConflictDoUpdate({ target: dataVersion.id, set: { version: sql`${dataVersion.version} + 1` } })
}

/** The version of the data: after a change it differs from every earlier one. One row read. */
export async function versionOf(db: Database): Promise<number> {
  const row = await db
    .select({ version: dataVersion.version })
    .from(dataVersion)
    .where(eq(dataVersion.id, 1))
    .get()
  return row?.version ?? 0
}
