import { asc, eq } from 'drizzle-orm'
import type { Database } from './client.ts'
import { consents } from './schema.ts'

export type Consent = typeof consents.$inferSelect

/** What a reader agreed to and when that ended, oldest first. */
export const consentsOf = (db: Database, subscriberId: number): Promise<Consent[]> =>
  db.select().from(consents).where(eq(consents.subscriberId, subscriberId)).orderBy(asc(consents.id))
