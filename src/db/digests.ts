import { and, eq, gte, lte, ne, sql } from 'drizzle-orm'
import type { Edition, EditionPaper } from '../digest/edition.ts'
import type { Database } from './client.ts'
import type { Digest } from './editions.ts'
import { digests, editions } from './schema.ts'

/** The frozen mail of an edition, or of a cut of one. */
export const digestOf = (db: Database, date: string, cut: string): Promise<Digest | undefined> =>
  db
    .select({ sender: digests.sender, subject: digests.subject, html: digests.html, text: digests.text })
    .from(digests)
    .where(and(eq(digests.editionDate, date), eq(digests.cut, cut)))
    .get()

/** Which of these digests there are. */
export const storedDigests = (db: Database, since: string) =>
  db
    .select({ date: digests.editionDate, cut: digests.cut })
    .from(digests)
    .where(gte(digests.editionDate, since))

/** Keeps a digest. The first one stays, so that a mail that is asked for again has the same bytes. */
export async function storeDigest(db: Database, date: string, cut: string, digest: Digest): Promise<void> {
  await db
    .insert(digests)
    .values({ ...digest, editionDate: date, cut })
    .onConflictDoNothing()
}

/** Dates of the editions with papers since a date that were published by `at` (ms), newest first. */
export async function editionDates(db: Database, since: string, at: number): Promise<string[]> {
  const rows = await db
    .select({ date: editions.date })
    .from(editions)
    .where(and(gte(editions.date, since), ne(editions.state, 'quiet'), lte(editions.publishedAt, at)))
    .orderBy(sql`${editions.date} desc`)
  return rows.map(({ date }) => date)
}

/** The editions with papers of some days (both included), newest first. */
export async function editionsBetween(db: Database, from: string, to: string): Promise<Edition[]> {
  const rows = await db
    .select({
      date: editions.date,
      state: editions.state,
      note: editions.note,
      publishedAt: editions.publishedAt,
      papers: editions.papers,
    })
    .from(editions)
    .where(and(gte(editions.date, from), lte(editions.date, to), ne(editions.state, 'quiet')))
    .orderBy(sql`${editions.date} desc`)
  return rows.map((row) => ({ ...row, papers: row.papers as EditionPaper[] }))
}
