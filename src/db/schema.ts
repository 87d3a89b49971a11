import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import type { Kind } from '../channels/channel.ts'
import type { Cohorts } from '../ranking/cohorts.ts'
import type { EarlyScore } from '../ranking/early.ts'
import type { Formula } from '../ranking/formula.ts'
import type { Score } from '../ranking/score.ts'

// Instants are milliseconds since the epoch, UTC. Dates are `YYYY-MM-DD`.

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
    index('papers_listed_on').on(t.listedOn),
    index('papers_first_seen_at').on(t.firstSeenAt),
    index('papers_arxiv_due_at').on(t.arxivDueAt),
    // SQLite's names of repositories compare as GitHub's do: case does not count.
    index('papers_organization').on(sql`${t.organization} collate nocase`),
    index('papers_repo').on(sql`${t.repo} collate nocase`),
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
 * The score of each paper of the watched lists, rewritten when something new was observed of it.
 */
export const currentScores = sqliteTable(
  'current_scores',
  {
    paperId: text('paper_id').primaryKey(),
    listedOn: text('listed_on').notNull(),
    /** `Score` (ranking/score.ts) as of `scoredAt`. */
    score: text('score', { mode: 'json' }).$type<Score>().notNull(),
    /** The tick that observed it last. */
    scoredAt: integer('scored_at').notNull(),
  },
  (t) => [index('current_scores_listed_on').on(t.listedOn)],
)

/** Repositories of listed papers, by the name that papers link, in lower case. */
export const repos = sqliteTable(
  'repos',
  {
    name: text('name').primaryKey(),
    /** What GitHub calls it now, when that is another name. */
    movedTo: text('moved_to'),
    /** GitHub knows no such repository (any more). */
    gone: integer('gone', { mode: 'boolean' }).notNull().default(false),
    askedAt: integer('asked_at').notNull(),
  },
  (t) => [index('repos_asked_at').on(t.askedAt)],
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
    /** Highest arXiv id in the answer: what completeness is judged by. */
    highest: text('highest'),
  },
  (t) => [primaryKey({ columns: [t.source, t.subject, t.at] }), index('source_runs_at').on(t.at)],
)

/**
 * What was read of everything submitted to our categories on a UTC day, page by page in the order
 * of submission. arXiv's own total is believed: a day is read when `next` has reached it, and read
 * anew when the total changes.
 */
export const arxivDays = sqliteTable('arxiv_days', {
  date: text('date').primaryKey(),
  /** Papers of that day by arXiv's last word (count). */
  total: integer('total').notNull().default(0),
  /** How many were read from the first on: where the next page starts (count). */
  next: integer('next').notNull().default(0),
  /** Ticks (ms) of the last good and the last failed answer, and failed ones in a row (count). */
  askedAt: integer('asked_at'),
  failedAt: integer('failed_at'),
  failures: integer('failures').notNull().default(0),
})

/**
 * One connection a source: whoever moves `freeAt` forward has it until then. Also keeps
 * Retry-After.
 */
export const gates = sqliteTable('gates', {
  source: text('source').primaryKey(),
  freeAt: integer('free_at').notNull(),
  /**
   * Of the mail provider: since when it refuses our key or sender is `freeAt` of a gate of its own,
   * its words are here.
   */
  error: text('error'),
  /**
   * A run holds it; otherwise `freeAt` is a pause between two requests, or one that the source
   * asked for.
   */
  leased: integer('leased', { mode: 'boolean' }).notNull().default(false),
})

/** The frozen, dated result. Never updated once inserted. */
export const editions = sqliteTable('editions', {
  date: text('date').primaryKey(),
  state: text('state').$type<'complete' | 'partial' | 'quiet'>().notNull(),
  /** Plain words for partial and quiet. */
  note: text('note'),
  /** What the operator wrote on top of it; null: nothing. */
  operatorNote: text('operator_note'),
  publishedAt: integer('published_at').notNull(),
  /** Version and constants of the score, so that the edition can be recomputed. */
  formula: text('formula', { mode: 'json' }).$type<Formula>().notNull(),
  /** What "of its age" in the reasons meant (ranking/cohorts.ts). */
  cohorts: text('cohorts', { mode: 'json' }).$type<Cohorts>().notNull(),
  /** `EditionPaper[]` (ranking/edition.ts) as they were at that instant. */
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

/**
 * An edition as mail, rendered once with placeholders for the per-reader links: no deploy changes
 * its bytes.
 */
export const digests = sqliteTable(
  'digests',
  {
    /** Of the edition; of a week's digest, the local date it is for. */
    editionDate: text('edition_date').notNull(),
    /**
     * Which papers: `all`, the first `5` or `10`, those of a week, or those of some topics
     * (mail/variants.ts).
     */
    variant: text('variant').notNull().default('all'),
    sender: text('sender').notNull(),
    subject: text('subject').notNull(),
    /** Empty when no paper was of the topics: then nothing is mailed. */
    html: text('html').notNull(),
    text: text('text').notNull(),
  },
  (t) => [primaryKey({ columns: [t.editionDate, t.variant] })],
)

/** When and what somebody wants: shared by all who want the same. */
export const schedules = sqliteTable(
  'schedules',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    kind: text('kind').$type<'daily' | 'weekly'>().notNull(),
    /** IANA name. */
    timezone: text('timezone').notNull(),
    /** Local hour, 0 to 23. */
    hour: integer('hour').notNull(),
    /** Weekday mask: bit 0 is Monday, bit 6 Sunday; 127 is daily. */
    days: integer('days').notNull(),
    /** At most so many papers (count). */
    papers: integer('papers').notNull(),
    /** What narrows the digest (search/topics.ts); empty: nothing. */
    topics: text('topics').notNull().default(''),
  },
  (t) => [uniqueIndex('schedules_key').on(t.timezone, t.hour, t.days, t.kind, t.papers, t.topics)],
)

/** When and what somebody wants. `weekly`: the best papers of the week on one chosen day. */
export type Schedule = typeof schedules.$inferSelect
/** What a reader asks for: a schedule without its number. */
export type Preferences = Omit<Schedule, 'id'>

export const subscribers = sqliteTable(
  'subscribers',
  {
    /** Never used again (AUTOINCREMENT): batches name members by it. */
    id: integer('id').primaryKey({ autoIncrement: true }),
    /**
     * Normalised: trimmed, domain in lower-case ASCII. `#` and a keyed hash of it since `hashedAt`.
     */
    email: text('email').notNull(),
    state: text('state').$type<'active' | 'unsubscribed' | 'bounced' | 'complained'>().notNull(),
    scheduleId: integer('schedule_id').notNull(),
    /**
     * First local date (of the schedule) on which a digest may be due. A pause moves it into the
     * future.
     */
    scheduleFrom: text('schedule_from'),
    /**
     * The last edition (date) they may have been given by an earlier schedule: none up to it is
     * given again.
     */
    editionAfter: text('edition_after'),
    /**
     * A change of preferences waits until `changesAt` (ms): then this is the schedule, from
     * `nextFrom` (local date) on.
     */
    nextScheduleId: integer('next_schedule_id'),
    nextFrom: text('next_from'),
    changesAt: integer('changes_at'),
    createdAt: integer('created_at').notNull(),
    confirmedAt: integer('confirmed_at'),
    endedAt: integer('ended_at'),
    /** The signup that was confirmed last; null for those of before signups had rows. */
    signupId: integer('signup_id'),
    /** Links to preferences hold it (count); those of an earlier one open nothing any more. */
    generation: integer('generation').notNull().default(0),
    /** When the address became a hash, some time after the end (ms). */
    hashedAt: integer('hashed_at'),
    /** Why mail to this address was stopped; stays until its owner confirms again. */
    suppression: text('suppression').$type<'bounced' | 'complained'>(),
    /**
     * Mails in a row that could not be delivered for now (count); since when, and the last of them
     * (ms).
     */
    softBounces: integer('soft_bounces').notNull().default(0),
    softSince: integer('soft_since'),
    softLast: integer('soft_last'),
    /** Since when (ms) they are owed the newest edition as a welcome; null: they are not. */
    welcomeDueAt: integer('welcome_due_at'),
  },
  (t) => [
    uniqueIndex('subscribers_email').on(t.email),
    index('subscribers_welcome').on(t.welcomeDueAt).where(sql`welcome_due_at is not null`),
    // Statements must say `state = 'active'` as a literal: SQLite uses a partial index for no bound
    // parameter.
    index('subscribers_active').on(t.scheduleId, t.id).where(sql`state = 'active'`),
    index('subscribers_changing').on(t.changesAt).where(sql`changes_at is not null`),
    index('subscribers_signup').on(t.signupId).where(sql`signup_id is not null`),
    index('subscribers_ended').on(t.hashedAt, t.endedAt).where(sql`ended_at is not null`),
  ],
)

/**
 * What somebody asked for at an address, not confirmed yet. Nothing of it is a reader's until its
 * link confirms it.
 */
export const signups = sqliteTable(
  'signups',
  {
    /** Grows with time, never used again (AUTOINCREMENT): the link in the mail names it. */
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** Normalised. */
    email: text('email').notNull(),
    /** A digest, or a new link to preferences. */
    wants: text('wants').$type<'digest' | 'link'>().notNull().default('digest'),
    /** Null for a link. */
    preferences: text('preferences', { mode: 'json' }).$type<Preferences>(),
    /** True when it was asked for by a link that was mailed to the address. */
    own: integer('own', { mode: 'boolean' }).notNull().default(false),
    /** Also when the link was issued (ms). */
    askedAt: integer('asked_at').notNull(),
    /** Random id of the request: only the one that inserted the row counts it. */
    notedBy: text('noted_by').notNull().default(''),
    /** Version of the words agreed to, and a keyed hash of the network that asked. */
    consentText: text('consent_text'),
    network: text('network'),
    /** Its place among the mails that are owed (ms); null when none is owed (any more). */
    queueAt: integer('queue_at'),
    /** Calls to the provider (count), and the first of them (ms). */
    attempts: integer('attempts').notNull().default(0),
    attemptedAt: integer('attempted_at'),
    /** Set when the provider took the mail. */
    acceptedAt: integer('accepted_at'),
    confirmedAt: integer('confirmed_at'),
  },
  (t) => [
    index('signups_email').on(t.email),
    index('signups_owed').on(t.queueAt).where(sql`queue_at is not null`),
  ],
)

/**
 * Consent and its end: rows are added, and none is changed. They go with the reader, or three years
 * after the end.
 */
export const consents = sqliteTable(
  'consents',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    subscriberId: integer('subscriber_id').notNull(),
    at: integer('at').notNull(),
    what: text('what').$type<'given' | 'changed' | 'ended'>().notNull(),
    /**
     * `confirmation link`, `preferences link`, `unsubscribe link`, `never link`, `bounced`,
     * `complained`, `stated by the operator`.
     */
    how: text('how').notNull(),
    /** What digests they asked for, with the schedule that had the number then; null at the end. */
    scheduleId: integer('schedule_id'),
    preferences: text('preferences', { mode: 'json' }).$type<Preferences>(),
    /**
     * Version of the words agreed to, and keyed hashes of the networks that signed up and
     * confirmed.
     */
    consentText: text('consent_text'),
    signupNetwork: text('signup_network'),
    confirmNetwork: text('confirm_network'),
  },
  (t) => [index('consents_subscriber').on(t.subscriberId)],
)

/**
 * Keyed hashes of addresses and mailboxes that no confirmation is mailed to. They outlive every
 * forgetting.
 */
export const stoppedAddresses = sqliteTable('stopped_addresses', {
  hash: text('hash').primaryKey(),
  reason: text('reason').$type<'never' | 'complained' | 'blocked'>().notNull(),
  at: integer('at').notNull(),
})

/** How often something happened in a window of time: limits and budgets. */
export const counters = sqliteTable(
  'counters',
  {
    /** A name, or the keyed hash of a mailbox, domain or network. */
    key: text('key').primaryKey(),
    count: integer('count').notNull(),
    /** End of the window (ms): from then on the count is nought. */
    endsAt: integer('ends_at').notNull(),
  },
  (t) => [index('counters_ends_at').on(t.endsAt)],
)

/** One row: grows whenever what pages and feeds are made of may have changed. */
export const dataVersion = sqliteTable('data_version', {
  id: integer('id').primaryKey(),
  version: integer('version').notNull(),
})

/** "Never twice": one digest per schedule and local date, and one per schedule and edition. */
export const scheduleDays = sqliteTable(
  'schedule_days',
  {
    id: integer('id').primaryKey(),
    scheduleId: integer('schedule_id').notNull(),
    /**
     * Of a welcome, the edition it gives: the welcomes of a schedule with one edition are batches
     * of one row.
     */
    localDate: text('local_date').notNull(),
    kind: text('kind').$type<'daily' | 'weekly' | 'welcome'>().notNull(),
    /** The edition given; for a week, the newest of it. */
    editionDate: text('edition_date').notNull(),
    plannedAt: integer('planned_at').notNull(),
    /** Random id of the planning run: only the run that inserted the row makes its batches. */
    plannedBy: text('planned_by').notNull(),
    /** Since when no batch of it waits or runs any more (ms). */
    settledAt: integer('settled_at'),
  },
  (t) => [
    uniqueIndex('schedule_days_never_twice').on(t.scheduleId, t.localDate, t.kind),
    uniqueIndex('schedule_days_edition').on(t.editionDate, t.scheduleId, t.kind),
  ],
)

/**
 * Up to 100 subscribers who get one edition in one provider call. States: delivery/README.md. Three
 * row writes in a batch's life (planned, claimed, settled), so it has no index but its id: every
 * index would be written, and billed, with each. A schedule day's batches are a range of ids
 * (BATCHES_PER_DAY).
 */
export const batches = sqliteTable(
  'batches',
  {
    /** schedule_days.id * BATCHES_PER_DAY + number. */
    id: integer('id').primaryKey(),
    /**
     * The idempotency key: the same after a restore, though ids are not. Null: planned before there
     * was such a column.
     */
    key: text('key'),
    /** A welcome to one reader, who is no member of the schedule's own digest of that edition. */
    welcome: integer('welcome', { mode: 'boolean' }).notNull().default(false),
    scheduleId: integer('schedule_id').notNull(),
    localDate: text('local_date').notNull(),
    editionDate: text('edition_date').notNull(),
    /** Its digest: `digests.edition_date` and `digests.variant`. */
    digestDate: text('digest_date').notNull(),
    variant: text('variant').notNull(),
    /**
     * Members are the active subscribers of the schedule with an id in this range, as of the claim.
     */
    firstSubscriber: integer('first_subscriber').notNull(),
    lastSubscriber: integer('last_subscriber').notNull(),
    state: text('state')
      .$type<'planned' | 'claimed' | 'accepted' | 'failed' | 'uncertain' | 'replaced'>()
      .notNull(),
    /**
     * `[{id, email, generation}]`, frozen by the first claim; only ids are left when the batch is
     * settled.
     */
    members: text('members', { mode: 'json' }).$type<{ id: number; email?: string; generation?: number }[]>(),
    /** Not before this instant: end of the lease while claimed, next attempt while planned. */
    dueAt: integer('due_at').notNull(),
    /** Which secret signs its links (subscribers/tokens.ts), chosen by the first claim. */
    keyId: text('key_id'),
    attempts: integer('attempts').notNull().default(0),
    /** When the operator decided to have it sent anyway (ms); null: it was planned. */
    decidedAt: integer('decided_at'),
    firstAttemptAt: integer('first_attempt_at'),
    /** True while an attempt's outcome is unknown: the provider may have taken it. */
    unanswered: integer('unanswered', { mode: 'boolean' }).notNull().default(false),
    /** planned = accepted + refused + excluded once settled (counts). */
    planned: integer('planned').notNull(),
    accepted: integer('accepted').notNull().default(0),
    refused: integer('refused').notNull().default(0),
    excluded: integer('excluded').notNull().default(0),
    /** Last error, in plain words, without addresses. */
    error: text('error'),
    settledAt: integer('settled_at'),
  },
  (t) => [
    check('batches_sum', sql`${t.state} <> 'accepted' or planned = accepted + refused + excluded`),
    check('batches_counts', sql`accepted >= 0 and refused >= 0 and excluded >= 0`),
  ],
)

/** Webhook calls that were acted upon, by their svix-id: each is told several times. */
export const webhookCalls = sqliteTable(
  'webhook_calls',
  {
    id: text('id').primaryKey(),
    at: integer('at').notNull(),
    /** Random id of the request: only the one that inserted the row acts. */
    notedBy: text('noted_by').notNull(),
    /** The provider's reason for not sending what it had taken; null for all other calls. */
    failure: text('failure'),
  },
  (t) => [index('webhook_calls_at').on(t.at)],
)

/** The day up to which something was worked off that is done a day's list at a time. */
export const progress = sqliteTable('progress', {
  name: text('name').primaryKey(),
  date: text('date').notNull(),
})

/** Spans of time in which ticks came: between two of them nothing ran, or it is not remembered. */
export const uptime = sqliteTable('uptime', {
  fromAt: integer('from_at').primaryKey(),
  /** The last tick of the span. */
  untilAt: integer('until_at').notNull(),
  /** The tick before that one, also of an earlier span; null when it is the first of all. */
  beforeAt: integer('before_at'),
})

/** Restores of this database that the operator told of (docs/backup.md). */
export const restores = sqliteTable('restores', {
  name: text('name').primaryKey(),
  /** Digests due before this instant (ms) may have been mailed before the restore. */
  fromAt: integer('from_at').notNull(),
  notedAt: integer('noted_at').notNull(),
})

/** Readers whose local day passed without the digest that was theirs. */
export const passedOver = sqliteTable(
  'passed_over',
  {
    scheduleId: integer('schedule_id').notNull(),
    localDate: text('local_date').notNull(),
    /** How many (count). */
    readers: integer('readers').notNull(),
    reason: text('reason').$type<'nothing ran' | 'late edition' | 'not planned'>().notNull(),
    notedAt: integer('noted_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.scheduleId, t.localDate] }), index('passed_over_noted_at').on(t.notedAt)],
)

/** What the operator was told, and when last. */
export const notices = sqliteTable('notices', {
  id: text('id').primaryKey(),
  at: integer('at').notNull(),
  /** How bad it was then (a count of readers or mails); null when it has no figure. */
  figure: integer('figure'),
})

/** Last run of each unit of work: one row a unit. `at`: its tick. */
export const jobRuns = sqliteTable('job_runs', {
  job: text('job').primaryKey(),
  at: integer('at').notNull(),
  status: text('status').$type<'done' | 'failed'>().notNull(),
  error: text('error'),
})

/** What the operator set at /operator, by name (db/operator.ts); what is not there was not set. */
export const operatorSettings = sqliteTable('operator_settings', {
  name: text('name').primaryKey(),
  /** The text of a note; empty for what is only there or not. */
  value: text('value').notNull(),
  at: integer('at').notNull(),
})

/** What the operator did, and to what. No address stands here. */
export const operatorActions = sqliteTable('operator_actions', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  at: integer('at').notNull(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
})

/** Where else than by mail digests go. */
export const channels = sqliteTable(
  'channels',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** Whose it is; 0: the operator's own. */
    subscriberId: integer('subscriber_id').notNull(),
    kind: text('kind').$type<Kind>().notNull(),
    /** `Target` as encrypted JSON (subscribers/seal.ts); empty once it ended. */
    target: text('target').notNull(),
    /** A keyed hash of it: an owner has a target once. */
    targetHash: text('target_hash').notNull(),
    /** As pages name it. */
    shown: text('shown').notNull(),
    state: text('state').$type<'waiting' | 'active' | 'ended'>().notNull(),
    /** A keyed hash of the code that was posted; null when none is waited for. */
    codeHash: text('code_hash'),
    /** Codes that were typed (count). */
    guesses: integer('guesses').notNull().default(0),
    scheduleId: integer('schedule_id').notNull(),
    /** As of subscribers: first local date of a digest, and a change that waits. */
    scheduleFrom: text('schedule_from'),
    nextScheduleId: integer('next_schedule_id'),
    nextFrom: text('next_from'),
    changesAt: integer('changes_at'),
    createdAt: integer('created_at').notNull(),
    confirmedAt: integer('confirmed_at'),
    endedAt: integer('ended_at'),
    /** Why it ended, in plain words. */
    reason: text('reason'),
  },
  (t) => [
    uniqueIndex('channels_once').on(t.subscriberId, t.targetHash).where(sql`state <> 'ended'`),
    index('channels_owner').on(t.subscriberId),
    index('channels_active').on(t.scheduleId, t.id).where(sql`state = 'active'`),
    index('channels_waiting').on(t.createdAt).where(sql`state = 'waiting'`),
    index('channels_changing').on(t.changesAt).where(sql`changes_at is not null`),
    index('channels_ended').on(t.endedAt).where(sql`ended_at is not null`),
  ],
)

/** One digest for one channel on one local date. States: delivery/README.md. */
export const channelPosts = sqliteTable(
  'channel_posts',
  {
    /** channels.id * POSTS_PER_CHANNEL + the local date in days since 1970: the never-twice row. */
    id: integer('id').primaryKey(),
    channelId: integer('channel_id').notNull(),
    /** What it gives: the schedule and the edition as of the plan. */
    scheduleId: integer('schedule_id').notNull(),
    localDate: text('local_date').notNull(),
    editionDate: text('edition_date').notNull(),
    /** The edition (date) that the channel was given before; null: none. */
    given: text('given'),
    /** `empty`: no paper of its topics, so nothing was posted. */
    state: text('state')
      .$type<'planned' | 'claimed' | 'accepted' | 'empty' | 'failed' | 'uncertain'>()
      .notNull(),
    /** Not before this instant (ms): end of the lease while claimed, next attempt while planned. */
    dueAt: integer('due_at').notNull(),
    /** Of the message that is its turn. */
    attempts: integer('attempts').notNull().default(0),
    firstAttemptAt: integer('first_attempt_at'),
    unanswered: integer('unanswered', { mode: 'boolean' }).notNull().default(false),
    /** Bodies of its messages, frozen by the first claim; none are left when it is settled. */
    messages: text('messages', { mode: 'json' }).$type<string[]>(),
    /** Messages that were accepted (count). */
    sent: integer('sent').notNull().default(0),
    plannedAt: integer('planned_at').notNull(),
    settledAt: integer('settled_at'),
    /** Last error, in plain words, without addresses. */
    error: text('error'),
  },
  (t) => [index('channel_posts_open').on(t.dueAt).where(sql`settled_at is null`)],
)
