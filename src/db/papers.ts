import { and, asc, desc, eq, gte, inArray, isNotNull, lte, notExists, sql } from 'drizzle-orm'
import type { Paper } from '../trending/paper.ts'
import type { Database } from './client.ts'
import { editionPapers, papers } from './schema.ts'

/** What a Hugging Face list says of a paper, ready to store. */
export type ListedRow = Pick<
  Paper,
  'id' | 'title' | 'abstract' | 'authors' | 'publishedAt' | 'repo' | 'projectPage'
>

/** What arXiv says of a paper, ready to store. */
export type ArxivRow = Pick<
  Paper,
  'id' | 'title' | 'abstract' | 'authors' | 'categories' | 'version' | 'publishedAt' | 'comment' | 'withdrawn'
>

export const paperColumns = {
  id: papers.id,
  title: papers.title,
  abstract: papers.abstract,
  authors: papers.authors,
  categories: papers.categories,
  version: papers.version,
  publishedAt: papers.publishedAt,
  listedOn: papers.listedOn,
  firstSeenAt: papers.firstSeenAt,
  repo: papers.repo,
  projectPage: papers.projectPage,
  comment: papers.comment,
  withdrawn: papers.withdrawn,
}

/**
 * Statement: stores the papers of one Hugging Face list. New ones are due at arXiv at once. Known ones keep
 * arXiv's texts and their first list; only a row that would change is written.
 */
export function saveListed(listed: readonly ListedRow[], date: string, at: number) {
  const rows = JSON.stringify(listed)
  return sql`
    insert into papers (id, title, abstract, authors, categories, published_at, listed_on, first_seen_at, repo, project_page, arxiv_due_at)
    select value ->> 'id', value ->> 'title', value ->> 'abstract', value -> 'authors', '[]', value ->> 'publishedAt',
      ${date}, ${at}, value ->> 'repo', value ->> 'projectPage', ${at}
    from json_each(${rows}) where true
    on conflict (id) do update set
      listed_on = min(coalesce(papers.listed_on, excluded.listed_on), excluded.listed_on),
      repo = coalesce(excluded.repo, papers.repo),
      project_page = coalesce(excluded.project_page, papers.project_page)
    where papers.listed_on is null or papers.listed_on > excluded.listed_on
      or coalesce(excluded.repo, papers.repo) is not papers.repo
      or coalesce(excluded.project_page, papers.project_page) is not papers.project_page`
}

/** Statement: stores arXiv's metadata, which is the truth for text; an older version never replaces a newer one. */
export function saveArxiv(answered: readonly ArxivRow[], at: number) {
  const rows = JSON.stringify(answered)
  return sql`
    insert into papers (id, title, abstract, authors, categories, version, published_at, first_seen_at, comment, withdrawn)
    select value ->> 'id', value ->> 'title', value ->> 'abstract', value -> 'authors', value -> 'categories',
      value ->> 'version', value ->> 'publishedAt', ${at}, value ->> 'comment', value ->> 'withdrawn'
    from json_each(${rows}) where true
    on conflict (id) do update set
      title = excluded.title, abstract = excluded.abstract, authors = excluded.authors,
      categories = excluded.categories, version = excluded.version,
      published_at = coalesce(excluded.published_at, papers.published_at),
      comment = excluded.comment, withdrawn = excluded.withdrawn, arxiv_due_at = null, revision = papers.revision + 1
    where coalesce(papers.version, 0) < excluded.version or papers.arxiv_due_at is not null`
}

/** Statement: arXiv was asked for these ids and did not know them; ask again at `dueAt`, or never if null. */
export const postponeArxiv = (db: Database, ids: readonly string[], dueAt: number | null) =>
  db
    .update(papers)
    .set({ arxivDueAt: dueAt })
    .where(inArray(papers.id, sql`(select value from json_each(${JSON.stringify(ids)}))`))

/** Ids that arXiv should be asked for by `at`, oldest wish first, at most `limit`. */
export async function idsDueAtArxiv(
  db: Database,
  at: number,
  limit: number,
): Promise<{ id: string; firstSeenAt: number }[]> {
  return db
    .select({ id: papers.id, firstSeenAt: papers.firstSeenAt })
    .from(papers)
    .where(lte(papers.arxivDueAt, at))
    .orderBy(asc(papers.arxivDueAt), asc(papers.id))
    .limit(limit)
}

/** How many of these ids are stored (count). */
export async function countKnown(db: Database, ids: readonly string[]): Promise<number> {
  const row = await db.get<{ n: number }>(
    sql`select count(*) as n from papers where id in (select value from json_each(${JSON.stringify(ids)}))`,
  )
  return row?.n ?? 0
}

/** Papers first listed on a day from `from` to `to` (dates, both included), newest list first. */
export async function papersListed(
  db: Database,
  from: string,
  to: string,
  unsent: boolean,
): Promise<Paper[]> {
  const sent = db.select({ one: sql`1` }).from(editionPapers).where(eq(editionPapers.paperId, papers.id))
  return db
    .select(paperColumns)
    .from(papers)
    .where(
      and(
        isNotNull(papers.listedOn),
        gte(papers.listedOn, from),
        lte(papers.listedOn, to),
        eq(papers.withdrawn, false),
        unsent ? notExists(sent) : undefined,
      ),
    )
    .orderBy(desc(papers.listedOn), asc(papers.id))
}

/** Titles by paper id. */
export async function titlesOf(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: papers.id, title: papers.title })
    .from(papers)
    .where(inArray(papers.id, sql`(select value from json_each(${JSON.stringify(ids)}))`))
  return new Map(rows.map(({ id, title }) => [id, title]))
}

export async function findPaper(db: Database, id: string): Promise<Paper | undefined> {
  return db.select(paperColumns).from(papers).where(eq(papers.id, id)).get()
}
