import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

// Instants are milliseconds since the epoch, UTC. Dates are `YYYY-MM-DD`.

export const papers = sqliteTable(
  'papers',
  {
    id: text('id').primaryKey(),
    title: text('title').notNull(),
    abstract: text('abstract').notNull(),
    authors: text('authors', { mode: 'json' }).$type<string[]>().notNull(),
    categories: text('categories', { mode: 'json' }).$type<string[]>().notNull(),
    version: integer('version'),
    publishedAt: integer('published_at'),
    listedOn: text('listed_on'),
    firstSeenAt: integer('first_seen_at').notNull(),
    repo: text('repo'),
    projectPage: text('project_page'),
    comment: text('comment'),
    withdrawn: integer('withdrawn', { mode: 'boolean' }).notNull().default(false),
    /** When to ask arXiv for this id next; null: nothing to ask. */
    arxivDueAt: integer('arxiv_due_at'),
    /** Grows with every change of the text; the search index has it as of `indexedRevision`. */
    revision: integer('revision').notNull().default(1),
    indexedRevision: integer('indexed_revision').notNull().default(0),
  },
  (t) => [
    index('papers_listed_on').on(t.listedOn),
    index('papers_first_seen_at').on(t.firstSeenAt),
    index('papers_arxiv_due_at').on(t.arxivDueAt),
    index('papers_unindexed').on(t.firstSeenAt).where(sql`revision <> indexed_revision`),
  ],
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

/** One row per request to a source: what was asked, when, and what came of it. */
export const sourceRuns = sqliteTable(
  'source_runs',
  {
    source: text('source').$type<'huggingface' | 'arxiv' | 'hackernews' | 'github'>().notNull(),
    /** What was asked: `list 2026-01-20`, `ids`, `categories 2026-01-20 from 100`. */
    subject: text('subject').notNull(),
    at: integer('at').notNull(),
    status: text('status').$type<'complete' | 'empty' | 'failed'>().notNull(),
    /** In plain words, when it failed or papers were refused. */
    reason: text('reason'),
    /** Papers in the answer, new among them, refused because malformed (counts). */
    seen: integer('seen').notNull().default(0),
    added: integer('added').notNull().default(0),
    refused: integer('refused').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.source, t.subject, t.at] }), index('source_runs_at').on(t.at)],
)

/** One connection a source: whoever moves `freeAt` forward has it until then. Also keeps Retry-After. */
export const gates = sqliteTable('gates', {
  source: text('source').primaryKey(),
  freeAt: integer('free_at').notNull(),
})

/** The frozen, dated result. Never updated once inserted. */
export const editions = sqliteTable('editions', {
  date: text('date').primaryKey(),
  state: text('state').$type<'complete' | 'partial' | 'quiet'>().notNull(),
  /** Plain words for partial and quiet. */
  note: text('note'),
  publishedAt: integer('published_at').notNull(),
  /** Version and constants of the score, so that the edition can be recomputed. */
  formula: text('formula', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  /** `EditionPaper[]` (digest/edition.ts) as they were at that instant. */
  papers: text('papers', { mode: 'json' }).$type<unknown[]>().notNull(),
})

/** "A paper is mailed once": the primary key is the promise. */
export const editionPapers = sqliteTable(
  'edition_papers',
  {
    paperId: text('paper_id').primaryKey(),
    editionDate: text('edition_date').notNull(),
    /** 1 is the top. */
    position: integer('position').notNull(),
  },
  (t) => [uniqueIndex('edition_papers_position').on(t.editionDate, t.position)],
)

/** The edition as mail, rendered once with holes for the per-reader links: no deploy changes its bytes. */
export const digests = sqliteTable('digests', {
  editionDate: text('edition_date').primaryKey(),
  sender: text('sender').notNull(),
  subject: text('subject').notNull(),
  html: text('html').notNull(),
  text: text('text').notNull(),
})

/** When somebody wants their digest: shared by all who want the same. */
export const slots = sqliteTable(
  'slots',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** IANA name. */
    timezone: text('timezone').notNull(),
    /** Local hour, 0 to 23. */
    hour: integer('hour').notNull(),
    /** Weekday mask: bit 0 is Monday, bit 6 Sunday; 127 is daily. */
    days: integer('days').notNull(),
  },
  (t) => [uniqueIndex('slots_when').on(t.timezone, t.hour, t.days)],
)

export const subscribers = sqliteTable(
  'subscribers',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** Normalised: trimmed, domain in lower-case ASCII. */
    email: text('email').notNull(),
    state: text('state').$type<'pending' | 'active' | 'unsubscribed' | 'bounced' | 'complained'>().notNull(),
    slotId: integer('slot_id').notNull(),
    /** First local date (of the slot) on which a digest may be due. */
    slotFrom: text('slot_from'),
    createdAt: integer('created_at').notNull(),
    confirmedAt: integer('confirmed_at'),
    endedAt: integer('ended_at'),
    /** Confirmation mails asked for since the last change of state (count), and when the last was asked. */
    confirmations: integer('confirmations').notNull().default(0),
    confirmationAt: integer('confirmation_at'),
    /** Set when the provider took the last confirmation mail that was asked for. */
    confirmationAcceptedAt: integer('confirmation_accepted_at'),
  },
  (t) => [
    uniqueIndex('subscribers_email').on(t.email),
    index('subscribers_slot').on(t.slotId, t.state, t.id),
    index('subscribers_pending').on(t.state, t.createdAt),
  ],
)

/** "Never twice": one digest per slot and local date, and one per slot and edition. */
export const slotDays = sqliteTable(
  'slot_days',
  {
    slotId: integer('slot_id').notNull(),
    localDate: text('local_date').notNull(),
    kind: text('kind').$type<'daily'>().notNull(),
    editionDate: text('edition_date').notNull(),
    plannedAt: integer('planned_at').notNull(),
    /** Random id of the planning run: only the run that inserted the row makes its batches. */
    plannedBy: text('planned_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.slotId, t.localDate, t.kind] }),
    uniqueIndex('slot_days_edition').on(t.slotId, t.editionDate, t.kind),
  ],
)

/** Up to 100 subscribers who get one edition in one provider call. States: delivery/README.md. */
export const batches = sqliteTable(
  'batches',
  {
    /** Also the idempotency key. */
    id: text('id').primaryKey(),
    slotId: integer('slot_id').notNull(),
    localDate: text('local_date').notNull(),
    kind: text('kind').$type<'daily'>().notNull(),
    editionDate: text('edition_date').notNull(),
    /** Members are the active subscribers of the slot with an id in this range, as of the claim. */
    firstSubscriber: integer('first_subscriber').notNull(),
    lastSubscriber: integer('last_subscriber').notNull(),
    state: text('state').$type<'planned' | 'claimed' | 'accepted' | 'failed' | 'uncertain'>().notNull(),
    /** `[{id, email}]`, frozen by the first claim; addresses are dropped when the batch is settled. */
    members: text('members', { mode: 'json' }).$type<{ id: number; email?: string }[]>(),
    /** Not before this instant: end of the lease while claimed, next attempt while planned. */
    dueAt: integer('due_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    firstAttemptAt: integer('first_attempt_at'),
    /** True while an attempt's outcome is unknown: the provider may have taken it. */
    unanswered: integer('unanswered', { mode: 'boolean' }).notNull().default(false),
    /** planned = accepted + refused + excluded once settled (counts). */
    planned: integer('planned').notNull(),
    accepted: integer('accepted').notNull().default(0),
    refused: integer('refused').notNull().default(0),
    excluded: integer('excluded').notNull().default(0),
    /** Last trouble, in plain words, without addresses. */
    trouble: text('trouble'),
    settledAt: integer('settled_at'),
  },
  (t) => [
    index('batches_due').on(t.state, t.dueAt),
    index('batches_edition').on(t.editionDate),
    check('batches_sum', sql`${t.state} <> 'accepted' or planned = accepted + refused + excluded`),
  ],
)

/** Last tick each job finished: one row a job. */
export const jobRuns = sqliteTable('job_runs', {
  job: text('job').primaryKey(),
  at: integer('at').notNull(),
  status: text('status').$type<'done' | 'failed'>().notNull(),
  trouble: text('trouble'),
})
