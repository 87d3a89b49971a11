import { and, asc, desc, eq, gte, lt, ne, sql } from 'drizzle-orm'
import type { Cohorts } from '../ranking/cohorts.ts'
import { type Edition, type EditionPaper, withdrawFrozen } from '../ranking/edition.ts'
import type { Formula } from '../ranking/formula.ts'
import { atomically, type Database } from './client.ts'
import { NOTE, skipName } from './operator.ts'
import { type digests, editionPapers, editions } from './schema.ts'

export type Digest = Omit<typeof digests.$inferSelect, 'editionDate' | 'variant'>

export const editionColumns = {
  date: editions.date,
  state: editions.state,
  note: editions.note,
  operatorNote: editions.operatorNote,
  publishedAt: editions.publishedAt,
  papers: editions.papers,
  /** Papers (ids) that the operator withdrew, as JSON. */
  withdrawnHere: sql<string>`(select json_group_array(id) from papers where withdrawn_here is not null)`,
}
type Row = Omit<Edition, 'papers' | 'operatorNote'> & {
  papers: unknown[]
  operatorNote: string | null
  withdrawnHere: string
}

/** Marks the papers that the operator withdrew later. */
export function asEdition({ papers, operatorNote, withdrawnHere, ...row }: Row): Edition {
  const withdrawn = new Set<string>(JSON.parse(withdrawnHere))
  return {
    ...row,
    ...(operatorNote === null ? {} : { operatorNote }),
    papers: (papers as EditionPaper[]).map((paper) =>
      withdrawn.has(paper.id) ? withdrawFrozen(paper) : paper,
    ),
  }
}

/**
 * Freezes an edition, all or nothing. False when that date was already published: by another run,
 * or by this one before it was interrupted.
 */
export async function freezeEdition(
  db: Database,
  edition: Edition,
  given: { formula: Formula; cohorts: Cohorts },
): Promise<boolean> {
  const positions = JSON.stringify(edition.papers.map(({ id, position }) => ({ id, position })))
  try {
    await atomically(db, [
      db.insert(editions).values({ ...edition, ...given }),
      sql`
        insert into edition_papers (paper_id, edition_date, position)
        select value ->> 'id', ${edition.date}, value ->> 'position' from json_each(${positions})`,
      sql`delete from operator_settings where name = ${NOTE} and value = ${edition.operatorNote ?? ''}`,
      // Skipped days that are over are forgotten.
      sql`delete from operator_settings where name between ${skipName('')} and ${skipName(edition.date)}`,
    ])
    return true
  } catch (error) {
    if (await findEdition(db, edition.date)) return false
    throw error
  }
}

export async function findEdition(db: Database, date: string): Promise<Edition | undefined> {
  const row = await db.select(editionColumns).from(editions).where(eq(editions.date, date)).get()
  return row && asEdition(row)
}

export async function isPublished(db: Database, date: string): Promise<boolean> {
  const row = await db.select({ date: editions.date }).from(editions).where(eq(editions.date, date)).get()
  return row !== undefined
}

/** The newest edition that has papers. */
export async function latestEdition(db: Database): Promise<Edition | undefined> {
  const row = await db
    .select(editionColumns)
    .from(editions)
    .where(ne(editions.state, 'quiet'))
    .orderBy(desc(editions.date))
    .limit(1)
    .get()
  return row && asEdition(row)
}

/** Date of the newest edition that has papers; null before the first. */
export async function newestEditionDate(db: Database): Promise<string | null> {
  const row = await db
    .select({ date: editions.date })
    .from(editions)
    .where(ne(editions.state, 'quiet'))
    .orderBy(desc(editions.date))
    .limit(1)
    .get()
  return row?.date ?? null
}

/**
 * Changes when another edition is the newest, or when a paper was withdrawn here or brought back.
 */
export async function editionsMark(db: Database): Promise<string> {
  const row = await db.get<{ mark: string }>(sql`
    select coalesce((select max(date) from editions where state <> 'quiet'), '') || ' ' || (select count(*) || ' ' ||
      coalesce(sum(withdrawn_here), 0) from papers where withdrawn_here is not null) as mark`)
  return row.mark
}

/** Editions with papers, newest first, at most `limit`. */
export const recentEditions = (db: Database, limit: number): Promise<Edition[]> =>
  editionsBefore(db, null, limit)

/**
 * Editions with papers, newest first, at most `limit`; only those before a date if one is given.
 */
export async function editionsBefore(db: Database, date: string | null, limit: number): Promise<Edition[]> {
  const rows = await db
    .select(editionColumns)
    .from(editions)
    .where(and(ne(editions.state, 'quiet'), date === null ? undefined : lt(editions.date, date)))
    .orderBy(desc(editions.date))
    .limit(limit)
  return rows.map(asEdition)
}

/**
 * The date of the edition before this one that has papers. The next one is not given: a page that
 * names it would change later, and an edition never changes.
 */
export async function editionBefore(db: Database, date: string): Promise<string | null> {
  const row = await db
    .select({ date: editions.date })
    .from(editions)
    .where(and(lt(editions.date, date), ne(editions.state, 'quiet')))
    .orderBy(desc(editions.date))
    .limit(1)
    .get()
  return row?.date ?? null
}

/** The edition that had a paper, if any: at most one has it. */
export const editionOf = (db: Database, paperId: string) =>
  db
    .select({ date: editionPapers.editionDate, position: editionPapers.position })
    .from(editionPapers)
    .where(eq(editionPapers.paperId, paperId))
    .get()

/** The cohorts of the newest edition, which "of its age" refers to; empty before the first. */
export async function latestCohorts(db: Database): Promise<Cohorts> {
  const row = await db
    .select({ cohorts: editions.cohorts })
    .from(editions)
    .orderBy(desc(editions.date))
    .limit(1)
    .get()
  return row?.cohorts ?? []
}

/** Editions with papers from `from` (date) on, oldest first, with their formula and cohorts. */
export async function editionsSince(
  db: Database,
  from: string,
): Promise<(Edition & { formula: Formula; cohorts: Cohorts })[]> {
  const rows = await db
    .select({ ...editionColumns, formula: editions.formula, cohorts: editions.cohorts })
    .from(editions)
    .where(and(ne(editions.state, 'quiet'), gte(editions.date, from)))
    .orderBy(asc(editions.date))
  return rows.map(({ formula, cohorts, ...row }) => ({ ...asEdition(row), formula, cohorts }))
}

/** Dates of the editions from a date on, quiet ones included. */
export async function publishedSince(db: Database, from: string): Promise<string[]> {
  const rows = await db.select({ date: editions.date }).from(editions).where(gte(editions.date, from))
  return rows.map(({ date }) => date)
}
