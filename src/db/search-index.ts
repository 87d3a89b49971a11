import type { D1Database } from '@cloudflare/workers-types'
import { sql } from 'drizzle-orm'
import type { Document, IndexedPaper } from '../search/document.ts'
import { asJsonLists, type Database } from './client.ts'

export type Unindexed = IndexedPaper & { revision: number }

/**
 * Papers whose text the index does not have yet, in the order in which they were first seen, at
 * most `limit`.
 */
export async function unindexedPapers(db: Database, limit: number): Promise<Unindexed[]> {
  const rows = await db.all<
    Omit<Unindexed, 'authors' | 'categories'> & { authors: string; categories: string }
  >(sql`
    select id, title, abstract, authors, categories, organization, repo, revision from papers
    where revision <> indexed_revision order by first_seen_at, published_at, id limit ${limit}`)
  return rows.map((row) => ({
    ...row,
    authors: JSON.parse(row.authors),
    categories: JSON.parse(row.categories),
  }))
}

/** Notes that the index has these texts. A text that changed in the meantime is indexed again. */
export async function markIndexed(db: Database, papers: readonly Unindexed[]): Promise<void> {
  const rows = papers.map(({ id, revision }) => ({ id, revision }))
  for (const list of asJsonLists(rows))
    await db.run(sql`
    update papers set indexed_revision = j.value ->> 'revision'
    from json_each(${list}) j where papers.id = j.value ->> 'id' and indexed_revision < j.value ->> 'revision'`)
}

/**
 * Statements with one JSON parameter of documents; a document's row in `documents` says whether its
 * text is the newest. A document that is indexed, again or for the first time, must be compared.
 */
const STATEMENTS = [
  `insert into documents (paper_id, revision)
    select value ->> 'paperId', value ->> 'revision' from json_each(?1) where true
    on conflict (paper_id) do update set revision = excluded.revision, compared = 0
      where excluded.revision >= documents.revision`,
  `insert or replace into words (rowid, name, title, forms, abstract, authors, categories)
    select d.number, value ->> 'name', value ->> 'title', value ->> 'forms', value ->> 'abstract', value ->> 'authors',
      value ->> 'categories'
    from json_each(?1) join documents d on d.paper_id = value ->> 'paperId' and d.revision = value ->> 'revision'`,
  `insert or replace into stems (rowid, title, abstract, categories)
    select d.number, value ->> 'title', value ->> 'abstract', value ->> 'categories'
    from json_each(?1) join documents d on d.paper_id = value ->> 'paperId' and d.revision = value ->> 'revision'`,
  `insert or replace into said (rowid, title, forms, abstract, authors, categories)
    select d.number, value ->> 'title', value ->> 'forms', value ->> 'abstract', value ->> 'authors', value ->> 'categories'
    from json_each(?1) join documents d on d.paper_id = value ->> 'paperId' and d.revision = value ->> 'revision'`,
  `insert or ignore into spellings (word)
    select s.value from json_each(?1) j, json_each(j.value -> 'spellings') s`,
  `insert or ignore into categories (name)
    select c.value from json_each(?1) j, json_each(j.value -> 'categoryNames') c`,
]

/**
 * Puts documents into the index, all or none; doing it again, or with an older text, changes
 * nothing.
 */
export async function indexDocuments(index: D1Database, documents: readonly Document[]): Promise<void> {
  const lists = asJsonLists(documents)
  await index.batch(lists.flatMap((json) => STATEMENTS.map((text) => index.prepare(text).bind(json))))
}
