import { and, asc, desc, eq, gte, inArray, isNull, lt, lte, sql } from 'drizzle-orm'
import type { Paper } from '../papers/paper.ts'
import type { EarlyScore } from '../ranking/early.ts'
import type { Scored } from '../ranking/parts.ts'
import { HOUR, startOf } from '../time/dates.ts'
import { asJsonLists, type Database } from './client.ts'
import { earlyPicks, editionPapers, papers } from './schema.ts'
import { listSubject } from './source-runs.ts'

/**
 * A paper as a Hugging Face list has it, ready to store; for a known paper the texts are not
 * needed.
 */
export type ListedRow = Pick<
  Paper,
  | 'id'
  | 'publishedAt'
  | 'organization'
  | 'organizationName'
  | 'repo'
  | 'projectPage'
  | 'submitterFollowers'
  | 'withdrawn'
  | 'summary'
> &
  Partial<Pick<Paper, 'title' | 'abstract' | 'authors' | 'moreAuthors'>>

/** A paper as arXiv has it, ready to store. */
export type ArxivRow = Pick<
  Paper,
  | 'id'
  | 'title'
  | 'abstract'
  | 'authors'
  | 'moreAuthors'
  | 'categories'
  | 'version'
  | 'publishedAt'
  | 'comment'
  | 'withdrawn'
> & { early?: EarlyScore }

/** The columns of a paper for `select`. */
export const paperColumns = {
  id: papers.id,
  title: papers.title,
  abstract: papers.abstract,
  authors: papers.authors,
  moreAuthors: papers.moreAuthors,
  categories: papers.categories,
  version: papers.version,
  publishedAt: papers.publishedAt,
  listedOn: papers.listedOn,
  firstSeenAt: papers.firstSeenAt,
  bornAt: papers.bornAt,
  submitterFollowers: papers.submitterFollowers,
  organization: papers.organization,
  organizationName: papers.organizationName,
  repo: papers.repo,
  repoSince: papers.repoSince,
  story: papers.story,
  projectPage: papers.projectPage,
  comment: papers.comment,
  /** True when withdrawn by its authors or arXiv, or here. */
  withdrawn: sql<boolean>`(${papers.withdrawn} or ${papers.withdrawnHere} is not null)`.mapWith(Boolean),
  summary: papers.summary,
}

/**
 * An observation of a list between these hours of its day can show that a paper joined late; finer
 * ages were measured to rank worse.
 */
const MORNING = [6 * HOUR, 14 * HOUR] as const

/**
 * A listed paper is read again before the edition that follows its list, and once more before that
 * of the third day (ms since its list's day began), as it may be withdrawn.
 */
const READ_AGAIN = [25 * HOUR, 73 * HOUR] as const

/**
 * Statements: store the papers of one Hugging Face list. New ones are due at arXiv at once. Known
 * ones keep arXiv's texts and their first list; only rows that change are written.
 */
export function saveListed(listed: readonly ListedRow[], date: string, at: number) {
  const day = startOf(date)
  const morningRun = sql`(select min(at) from source_runs where source = 'huggingface' and subject = ${listSubject(date)}
    and status <> 'failed' and at between ${day + MORNING[0]} and ${day + MORNING[1]} and at < ${at})`
  return asJsonLists(listed).map(
    (rows) => sql`
    insert into papers (id, title, abstract, authors, more_authors, categories, published_at, listed_on, first_seen_at, born_at,
      submitter_followers, organization, organization_name, repo, project_page, withdrawn, arxiv_due_at, summary)
    select value ->> 'id', coalesce(value ->> 'title', ''), coalesce(value ->> 'abstract', ''),
      coalesce(value -> 'authors', '[]'), coalesce(value ->> 'moreAuthors', 0), '[]', value ->> 'publishedAt', ${date}, ${at},
      cast(coalesce(${morningRun}, ${day}) as integer), value ->> 'submitterFollowers', value ->> 'organization',
      value ->> 'organizationName', value ->> 'repo', value ->> 'projectPage', value ->> 'withdrawn', ${at},
      value ->> 'summary'
    from json_each(${rows}) where value ->> 'title' is not null or exists (select 1 from papers where id = value ->> 'id')
    on conflict (id) do update set
      born_at = case when papers.listed_on <= excluded.listed_on then papers.born_at else excluded.born_at end,
      listed_on = min(coalesce(papers.listed_on, excluded.listed_on), excluded.listed_on),
      submitter_followers = coalesce(papers.submitter_followers, excluded.submitter_followers),
      organization = coalesce(excluded.organization, papers.organization),
      organization_name = coalesce(excluded.organization_name, papers.organization_name),
      revision = papers.revision + (coalesce(excluded.organization, papers.organization) is not papers.organization
        or coalesce(excluded.repo, papers.repo) is not papers.repo),
      repo_since = case when papers.repo <> excluded.repo collate nocase then ${at} else papers.repo_since end,
      repo = coalesce(excluded.repo, papers.repo),
      project_page = coalesce(excluded.project_page, papers.project_page),
      arxiv_due_at = case when papers.listed_on is null then coalesce(papers.arxiv_due_at, ${day + READ_AGAIN[0]})
        else papers.arxiv_due_at end,
      withdrawn = max(excluded.withdrawn, papers.withdrawn),
      summary = coalesce(excluded.summary, papers.summary)
    where papers.listed_on is null or papers.listed_on > excluded.listed_on
      or coalesce(papers.submitter_followers, excluded.submitter_followers) is not papers.submitter_followers
      or coalesce(excluded.organization, papers.organization) is not papers.organization
      or coalesce(excluded.organization_name, papers.organization_name) is not papers.organization_name
      or coalesce(excluded.repo, papers.repo) is not papers.repo
      or coalesce(excluded.project_page, papers.project_page) is not papers.project_page
      or excluded.withdrawn > papers.withdrawn
      or coalesce(excluded.summary, papers.summary) is not papers.summary`,
  )
}

/**
 * Statements: store arXiv's metadata, which overrides other texts; an older version never replaces
 * a newer one. The early score is stored with a new paper, and never changed.
 */
export function saveArxiv(answered: readonly ArxivRow[], at: number) {
  const day = sql`unixepoch(papers.listed_on) * 1000`
  const nextRead = sql`(select min(${day} + value) from json_each(${JSON.stringify(READ_AGAIN)}) where ${day} + value > ${at})`
  return asJsonLists(answered).map(
    (rows) => sql`
    insert into papers (id, title, abstract, authors, more_authors, categories, version, published_at, first_seen_at, comment, withdrawn,
      early_score, early)
    select value ->> 'id', value ->> 'title', value ->> 'abstract', value -> 'authors',
      coalesce(value ->> 'moreAuthors', 0), value -> 'categories',
      value ->> 'version', value ->> 'publishedAt', ${at}, value ->> 'comment', value ->> 'withdrawn',
      value ->> '$.early.score', case when value -> 'early' is not null then
        json_object('parts', value -> '$.early.parts', 'reason', value ->> '$.early.reason') end
    from json_each(${rows}) where true
    on conflict (id) do update set
      title = excluded.title, abstract = excluded.abstract, authors = excluded.authors,
      more_authors = excluded.more_authors,
      categories = excluded.categories, version = excluded.version,
      published_at = coalesce(excluded.published_at, papers.published_at),
      comment = excluded.comment, arxiv_due_at = ${nextRead},
      -- Hugging Face may know it of this version where no note says it.
      withdrawn = max(excluded.withdrawn, papers.withdrawn and coalesce(papers.version, 0) in (0, excluded.version)),
      -- What the index has is the same: it need not be indexed again.
      revision = papers.revision + ((papers.title, papers.abstract, papers.authors, papers.categories)
        is not (excluded.title, excluded.abstract, excluded.authors, excluded.categories))
    where coalesce(papers.version, 0) < excluded.version or papers.arxiv_due_at is not null`,
  )
}

/**
 * Statement: arXiv was asked for these ids and did not know them; they are due again at `dueAt`, or
 * never if null.
 */
export const postponeArxiv = (db: Database, ids: readonly string[], dueAt: number | null) =>
  db
    .update(papers)
    .set({ arxivDueAt: dueAt })
    .where(inArray(papers.id, sql`(select value from json_each(${JSON.stringify(ids)}))`))

/** Ids that are due at arXiv by `at`, those due longest first, at most `limit`. */
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

/** Papers first listed on these days (dates), newest list first; withdrawn ones included. */
export const papersListed = (db: Database, dates: readonly string[]): Promise<Paper[]> =>
  db
    .select(paperColumns)
    .from(papers)
    .where(inArray(papers.listedOn, [...dates]))
    .orderBy(desc(papers.listedOn), asc(papers.id))

/** What a score is made of besides observations, and whether the paper is withdrawn. */
export type Scorable = Scored & Pick<Paper, 'id' | 'withdrawn'>

/** The same without texts, for scoring: a week of lists has half a megabyte of them. */
export const papersToScore = (db: Database, dates: readonly string[]): Promise<Scorable[]> =>
  db
    .select({
      id: papers.id,
      listedOn: papers.listedOn,
      firstSeenAt: papers.firstSeenAt,
      bornAt: papers.bornAt,
      repoSince: papers.repoSince,
      submitterFollowers: papers.submitterFollowers,
      withdrawn: paperColumns.withdrawn,
    })
    .from(papers)
    .where(inArray(papers.listedOn, [...dates]))
    .orderBy(desc(papers.listedOn), asc(papers.id))

/** Papers by their ids, in no order. */
export const papersOf = (db: Database, ids: readonly string[]): Promise<Paper[]> =>
  db
    .select(paperColumns)
    .from(papers)
    .where(inArray(papers.id, sql`(select value from json_each(${JSON.stringify(ids)}))`))

/**
 * Those of some papers (ids) that were first seen from `from` on and before `to` (ms, UTC);
 * withdrawn ones included.
 */
export const papersFirstSeen = (
  db: Database,
  ids: readonly string[],
  from: number,
  to: number,
): Promise<Paper[]> =>
  db
    .select(paperColumns)
    .from(papers)
    .where(
      and(
        inArray(papers.id, sql`(select value from json_each(${JSON.stringify(ids)}))`),
        gte(papers.firstSeenAt, from),
        lt(papers.firstSeenAt, to),
      ),
    )

/** Those of these papers that were in an edition before `date`. */
export async function mailedBefore(db: Database, date: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: editionPapers.paperId })
    .from(editionPapers)
    .where(
      and(
        inArray(editionPapers.paperId, sql`(select value from json_each(${JSON.stringify(ids)}))`),
        lt(editionPapers.editionDate, date),
      ),
    )
  return new Set(rows.map(({ id }) => id))
}

/** Texts by paper id. */
export async function textsOf(
  db: Database,
  ids: readonly string[],
): Promise<Map<string, Pick<Paper, 'title' | 'abstract'>>> {
  const rows = await db
    .select({ id: papers.id, title: papers.title, abstract: papers.abstract })
    .from(papers)
    .where(inArray(papers.id, sql`(select value from json_each(${JSON.stringify(ids)}))`))
  return new Map(rows.map(({ id, ...text }) => [id, text]))
}

/** Titles by paper id, of those that are not withdrawn. */
export async function titlesOf(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: papers.id, title: papers.title })
    .from(papers)
    .where(
      and(
        inArray(papers.id, sql`(select value from json_each(${JSON.stringify(ids)}))`),
        eq(papers.withdrawn, false),
        isNull(papers.withdrawnHere),
      ),
    )
  return new Map(rows.map(({ id, title }) => [id, title]))
}

export async function findPaper(db: Database, id: string): Promise<Paper | undefined> {
  return db.select(paperColumns).from(papers).where(eq(papers.id, id)).get()
}

/**
 * Papers by their ids, each with the date of its edition and the day it was picked on, if any; in
 * no order. Without those withdrawn here.
 */
export const papersWithEdition = (db: Database, ids: readonly string[]) =>
  db
    .select({ ...paperColumns, editionDate: editionPapers.editionDate, pickedOn: earlyPicks.day })
    .from(papers)
    .leftJoin(editionPapers, eq(editionPapers.paperId, papers.id))
    .leftJoin(earlyPicks, eq(earlyPicks.paperId, papers.id))
    .where(
      and(
        inArray(papers.id, sql`(select value from json_each(${JSON.stringify(ids)}))`),
        isNull(papers.withdrawnHere),
      ),
    )

/**
 * How papers write the name of an organisation or repository, and its title; undefined when no
 * paper has it.
 */
export async function findNamed(
  db: Database,
  kind: 'organization' | 'repository',
  name: string,
): Promise<{ name: string; title: string } | undefined> {
  const [column, title] =
    kind === 'organization' ? [sql`organization`, sql`organization_name`] : [sql`repo`, sql`repo`]
  return db.get<{ name: string; title: string }>(sql`
    select ${column} as name, coalesce(${title}, ${column}) as title from papers
    where ${column} = ${name} collate nocase order by first_seen_at desc, id desc limit 1`)
}
