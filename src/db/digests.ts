import { and, eq, gte, lt, lte, ne, sql } from 'drizzle-orm'
import type { Edition } from '../ranking/edition.ts'
import { asJsonLists, type Database, type Statement } from './client.ts'
import { asEdition, type Digest, editionColumns } from './editions.ts'
import { digests, editions, type Schedule, schedules } from './schema.ts'

/** The frozen mail of an edition, or of a variant of it. */
export const digestOf = (db: Database, date: string, variant: string): Promise<Digest | undefined> =>
  db
    .select({ sender: digests.sender, subject: digests.subject, html: digests.html, text: digests.text })
    .from(digests)
    .where(and(eq(digests.editionDate, date), eq(digests.variant, variant)))
    .get()

/** The name of a digest: `digests.edition_date` and `digests.variant`. */
export type DigestName = { digestDate: string; variant: string }
export const nameOf = ({ digestDate, variant }: DigestName) => `${digestDate} ${variant}`

/** Which of these digests are stored, by name; true for those with content. */
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

/** The digests that are not stored, one of each name. */
export const missingFrom = <T extends DigestName>(
  stored: ReadonlyMap<string, boolean>,
  asked: readonly T[],
): T[] => [
  ...new Map(asked.filter((each) => !stored.has(nameOf(each))).map((each) => [nameOf(each), each])).values(),
]

/** Stores digests. The first of a name stays, so that a repeated mail has the same bytes. */
export async function storeDigests(db: Database, given: readonly (DigestName & Digest)[]): Promise<void> {
  if (given.length === 0) return
  for (const list of asJsonLists(given))
    await db.run(sql`
      insert into digests (edition_date, variant, sender, subject, html, text)
      select value ->> 'digestDate', value ->> 'variant', value ->> 'sender', value ->> 'subject', value ->> 'html',
        value ->> 'text'
      from json_each(${list}) where true on conflict do nothing`)
}

/**
 * Forgets digests of editions before a date, except those of whole editions: nobody needs them
 * again.
 */
export async function forgetDigests(db: Database, before: string): Promise<void> {
  await db.delete(digests).where(and(lt(digests.editionDate, before), ne(digests.variant, 'all')))
}

/** An edition without its papers, with its formula and cohorts. */
export async function editionForTopics(db: Database, date: string) {
  const row = await db
    .select({
      date: editions.date,
      state: editions.state,
      note: editions.note,
      operatorNote: editions.operatorNote,
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

/**
 * The editions since a date that were published by `at` (ms), quiet ones included, newest first.
 */
export const editionDates = (db: Database, since: string, at: number) =>
  db
    .select({ date: editions.date, state: editions.state, publishedAt: editions.publishedAt })
    .from(editions)
    .where(and(gte(editions.date, since), lte(editions.publishedAt, at)))
    .orderBy(sql`${editions.date} desc`)

/**
 * The editions with papers of some days (both included), newest first, as mail: without papers that
 * were withdrawn here.
 */
export async function editionsBetween(db: Database, from: string, to: string): Promise<Edition[]> {
  const rows = await db
    .select(editionColumns)
    .from(editions)
    .where(and(gte(editions.date, from), lte(editions.date, to), ne(editions.state, 'quiet')))
    .orderBy(sql`${editions.date} desc`)
  return rows.map(asEdition).map((edition) => ({
    ...edition,
    papers: edition.papers.filter(({ withdrawn }) => !withdrawn),
  }))
}

/**
 * The digests of editions since a date that name a paper, be it as the reason why another one was
 * moved: each name is a link to its page.
 */
export const digestsNaming = (db: Database, paperId: string, since: string): Promise<DigestName[]> =>
  db.all(sql`
    select edition_date as digestDate, variant from digests
    where edition_date >= ${since} and instr(html, ${`/papers/${paperId}"`}) > 0`)

const isOf = ({ digestDate, variant }: DigestName) =>
  sql`digest_date = ${digestDate} and variant = ${variant} and state in ('planned', 'claimed')`

/** Schedules with batches that wait with a digest, with their marks. */
export const schedulesWaiting = (
  db: Database,
  digest: DigestName,
): Promise<(Schedule & { marks: string })[]> =>
  db
    .select()
    .from(schedules)
    .where(sql`${schedules.id} in (select schedule_id from batches where ${isOf(digest)})`)

/**
 * Statements: replace the text of a digest, or delete it (null: it is written anew when it is
 * needed). A batch that was attempted keeps its text under another name, because the provider
 * refuses other bytes under a known key. If no text is left, a batch that was never attempted ends,
 * so nobody gets an empty mail.
 */
export function replaceDigest(name: DigestName, given: Digest | null, now: number): Statement[] {
  const { digestDate, variant } = name
  const kept = `${variant} until ${now}`
  const whole = sql`edition_date = ${digestDate} and variant = ${variant}`
  const keep = [
    sql`insert into digests (edition_date, variant, sender, subject, html, text)
      select edition_date, ${kept}, sender, subject, html, text from digests where ${whole} on conflict do nothing`,
    sql`update batches set variant = ${kept} where ${isOf(name)} and attempts > 0`,
  ]
  if (given === null) return [...keep, sql`delete from digests where ${whole}`]
  const write = sql`update digests set subject = ${given.subject}, html = ${given.html}, text = ${given.text} where ${whole}`
  if (given.html !== '') return [...keep, write]
  return [
    ...keep,
    write,
    sql`update batches set state = 'accepted', excluded = planned, members = '[]', settled_at = ${now},
      error = 'its papers were withdrawn' where ${isOf(name)}`,
  ]
}
