import { eq } from 'drizzle-orm'
import type { Database } from './client.ts'
import { notices } from './schema.ts'

/** Whether the operator was told of something. */
export const wasNoted = async (db: Database, id: string): Promise<boolean> =>
  (await db.select({ id: notices.id }).from(notices).where(eq(notices.id, id)).get()) !== undefined

/** Notes that they were, at `now` (ms). */
export async function noteOnce(db: Database, id: string, now: number): Promise<void> {
  await db.insert(notices).values({ id, at: now }).onConflictDoNothing()
}
