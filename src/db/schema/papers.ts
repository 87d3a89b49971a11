import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { EarlyScore } from '../../ranking/early.ts'
import type { Score } from '../../ranking/score.ts'

// Papers, what is observed about them, and how they stand.

export const papers = sqliteTable(
  'papers',
  {
    id: text('id').primaryKey(),
    title: text('title').notNull(),
    abstract: text('abstract').notNull(),
    authors: text('authors', { mode: 'json' }).$type<string[]>().notNull(),
    /** Authors that a source named beyond those (count). */
    moreAuthors: integer('more_authors').notNull().default(0),
    categories: text('categories', { mode: 'json' }).$type<string[]>().notNull(),
    version: integer('version'),
    publishedAt: integer('published_at'),
    listedOn: text('listed_on'),
    firstSeenAt: integer('first_seen_at').notNull(),
    /** Birth of the listing: papers/paper.ts. */
    bornAt: integer('born_at'),
    submitterFollowers: integer('submitter_followers'),
    organization: text('organization'),
    organizationName: text('organization_name'),
    repo: text('repo'),
    repoSince: integer('repo_since'),
    story: text('story'),
    projectPage: text('project_page'),
    comment: text('comment'),
    withdrawn: integer('withdrawn', { mode: 'boolean' }).notNull().default(false),
    /** When the operator withdrew it (ms): no source changes that. */
    withdrawnHere: integer('withdrawn_here'),
    summary: text('summary'),
    /** When to ask arXiv for this id next; null: nothing to ask. */
    arxivDueAt: integer('arxiv_due_at'),
    /** Grows with every change of the text; the search index has it as of `indexedRevision`. */
    revision: integer('revision').notNull().default(1),
    indexedRevision: integer('indexed_revision').notNull().default(0),
    /**
     * What its authors promised when it was first stored (ranking/early.ts); null when it was on a
     * list by then.
     */
    earlyScore: real('early_score'),
    early: text('early', { mode: 'json' }).$type<Pick<EarlyScore, 'parts' | 'reason'>>(),
  },
  (t) => [
    // Most papers are on no list: an index holds only rows that have something there.
    index('papers_listed_on').on(t.listedOn).where(sql`listed_on is not null`),
    index('papers_first_seen_at').on(t.firstSeenAt),
    index('papers_arxiv_due_at').on(t.arxivDueAt).where(sql`arxiv_due_at is not null`),
    // SQLite's names of repositories compare as GitHub's do: case does not count.
    index('papers_organization')
      .on(sql`${t.organization} collate nocase`)
      .where(sql`organization is not null`),
    index('papers_repo').on(sql`${t.repo} collate nocase`).where(sql`repo is not null`),
    index('papers_unlisted').on(t.firstSeenAt).where(sql`listed_on is null`),
    index('papers_withdrawn_here').on(t.id).where(sql`withdrawn_here is not null`),
    index('papers_unindexed').on(t.firstSeenAt).where(sql`revision <> indexed_revision`),
  ],
)

/**
 * What the closed daily lists say of a name (ranking/early.ts). One write a name and closed list.
 */
export const authorPast = sqliteTable('author_past', {
  /** Folded (`foldName`). */
  name: text('name').primaryKey(),
  listings: integer('listings').notNull(),
  votes: real('votes').notNull(),
  firstOn: text('first_on').notNull(),
  lastOn: text('last_on').notNull(),
})

/**
 * The papers picked on a day before any list had them. Append-only: a paper is picked once, and
 * stays picked.
 */
export const earlyPicks = sqliteTable(
  'early_picks',
  {
    /** The UTC day on which arXiv announced. */
    day: text('day').notNull(),
    /** 1 is the top. */
    position: integer('position').notNull(),
    paperId: text('paper_id').notNull(),
    newcomer: integer('newcomer', { mode: 'boolean' }).notNull(),
    reason: text('reason').notNull(),
    pickedAt: integer('picked_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.position] }), uniqueIndex('early_picks_paper').on(t.paperId)],
)

/** Append-only: a doubled tick meets the primary key. */
export const observations = sqliteTable(
  'observations',
  {
    paperId: text('paper_id').notNull(),
    source: text('source').$type<'huggingface' | 'arxiv' | 'hackernews' | 'github'>().notNull(),
    at: integer('at').notNull(),
    upvotes: integer('upvotes'),
    comments: integer('comments'),
    stars: integer('stars'),
    points: integer('points'),
  },
  (t) => [primaryKey({ columns: [t.paperId, t.source, t.at] }), index('observations_at').on(t.at)],
)

/**
 * The current scores of the papers on a list, rewritten together when something new was observed of
 * one: a row a list, as D1 bills rows.
 */
export const listScores = sqliteTable('list_scores', {
  listedOn: text('listed_on').primaryKey(),
  /** `Score` (ranking/score.ts) as of `scoredAt`, by paper id. */
  scores: text('scores', { mode: 'json' }).$type<Record<string, Score>>().notNull(),
  /** The tick that last observed one of them. */
  scoredAt: integer('scored_at').notNull(),
})

/** Repositories of listed papers, by the name that papers link, in lower case. */
export const repos = sqliteTable('repos', {
  name: text('name').primaryKey(),
  /** What GitHub calls it now, when that is another name. */
  movedTo: text('moved_to'),
  /** GitHub knows no such repository (any more). */
  gone: integer('gone', { mode: 'boolean' }).notNull().default(false),
  askedAt: integer('asked_at').notNull(),
})

/**
 * What papers are about (`Gist`, ranking/alike.ts): made when a reader's own order first needs it,
 * forgotten after a while and made again.
 */
export const gists = sqliteTable(
  'gists',
  {
    paperId: text('paper_id').primaryKey(),
    /** With blanks between them. */
    words: text('words').notNull(),
    weights: text('weights', { mode: 'json' }).$type<number[]>().notNull(),
    madeAt: integer('made_at').notNull(),
  },
  (t) => [index('gists_made_at').on(t.madeAt)],
)
