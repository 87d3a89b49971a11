import { desc } from 'drizzle-orm'
import type { Database } from './client.ts'
import { editionPapers, editions } from './schema.ts'

/** Dates of all editions, newest first, at most `limit`. */
export const editionDates = async (db: Database, limit: number): Promise<string[]> =>
  (await db.select({ date: editions.date }).from(editions).orderBy(desc(editions.date)).limit(limit)).map(
    ({ date }) => date,
  )

/** Papers of the newest editions, at most `limit`: those that search engines should visit. */
export const editedPapers = async (db: Database, limit: number): Promise<string[]> =>
  (
    await db
      .select({ id: editionPapers.paperId })
      .from(editionPapers)
      .orderBy(desc(editionPapers.editionDate), editionPapers.position)
      .limit(limit)
  ).map(({ id }) => id)
