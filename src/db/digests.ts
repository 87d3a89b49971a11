import { and, eq, gte, lt, lte, ne, sql } from 'drizzle-orm'
import type { Edition, EditionPaper } from '../ranking/edition.ts'
import { asJsonLists, type Database } from './client.ts'
import type { Digest } from './editions.ts'
import { digests, editions } from './schema.ts'

/** The frozen mail of an edition, or of a variant of one. */
export const digestOf = (db: Database, date: string, variant: string): Promise<Digest | undefined> =>
  db
    .select({ sender: digests.sender, subject: digests.subject, html: digests.html, text: digests.text })
    .from(digests)
    .where(and(eq(digests.editionDate, date), eq(digests.variant, variant)))
    .get()

/** Names a digest: `digests.edition_date` and `digests.variant`. */
export type DigestName = { digestDate: string; variant: string }
export const nameOf = ({ digestDate, variant }: DigestName) => `${digestDate} ${variant}`

/** Which of these digests there are, by name; true for those that say something. */
export async function storedDigests(
  db: Database,
  asked: readonly DigestName[],
): Promise<Map<string, boolean>> {
  const names = asked.map(({ digestDate, variant }) => ({ digestDate, variant }))
  const stored = new Map<string, boolean>()
  for (const list of asJsonLists(names)) {
    const rows = await db.all<DigestName & { full: number }>(sql`
      select d.edition_date as digestDate, d.variant, d.html <> '' as full
      from (select distinct value ->> 'digestDate' as date, value ->> 'variant' as variant from json_each(${list})) a
      cross join digests d on d.edition_date = a.date and d.variant = a.variant`)
    for (const row of rows) stored.set(nameOf(row), row.full === 1)
  }
  return stored
}

/** Those that are not stored, one of each name. */
export const missingFrom = <T extends DigestName>(
  stored: ReadonlyMap<string, boolean>,
  asked: readonly T[],
): T[] => [
  ...new Map(asked.filter((each) => !stored.has(nameOf(each))).map((each) => [nameOf(each), each])).values(),
]

/** Keeps digests. The first of a name stays, so that a mail that is asked for again has the same bytes. */
export async function storeDigests(db: Database, given: readonly (DigestName & Digest)[]): Promise<void> {
  if (given.length === 0) return
  for (const list of asJsonLists(given))
    await db.run(sql`
      insert into digests (edition_date, variant, sender, subject, html, text)
      select value ->> 'digestDate', value ->> 'variant', value ->> 'sender', value ->> 'subject', value ->> 'html',
        value ->> 'text'
      from json_each(${list}) where true on conflict do nothing`)
}

/** Forgets digests of editions before a date but those of whole editions: nobody asks for them again. */
export async function forgetDigests(db: Database, before: string): Promise<void> {
  await db.delete(digests).where(and(lt(digests.editionDate, before), ne(digests.variant, 'all')))
}

/** An edition without its papers, with what it was computed by. */
export async function editionForTopics(db: Database, date: string) {
  const row = await db
    .select({
      date: editions.date,
      state: editions.state,
      note: editions.note,
      publishedAt: editions.publishedAt,
      formula: editions.formula,
      cohorts: editions.cohorts,
    })
    .from(editions)
    .where(eq(editions.date, date))
    .get()
  if (!row) throw new Error(`edition ${date} is gone`)
  return row
}

/** The editions since a date that were published by `at` (ms), quiet ones too, newest first. */
export const editionDates = (db: Database, since: string, at: number) =>
  db
    .select({ date: editions.date, state: editions.state, publishedAt: editions.publishedAt })
    .from(editions)
    .where(and(gte(editions.date, since), lte(editions.publishedAt, at)))
    .orderBy(sql`${editions.date} desc`)

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
