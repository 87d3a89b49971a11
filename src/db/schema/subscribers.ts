import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

// Readers: signups, schedules, consents, addresses that get nothing.

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
    /** What orders the digest (ranking/marks.ts); empty: nothing. */
    marks: text('marks').notNull().default(''),
    /** Whether early picks stand at its end. */
    early: integer('early', { mode: 'boolean' }).notNull().default(false),
  },
  (t) => [
    uniqueIndex('schedules_key').on(t.timezone, t.hour, t.days, t.kind, t.papers, t.topics, t.marks, t.early),
    index('schedules_marked').on(t.id).where(sql`marks <> ''`),
  ],
)

/** When and what somebody wants. `weekly`: the best papers of the week on one chosen day. */
export type Schedule = Omit<typeof schedules.$inferSelect, 'marks' | 'early'> & {
  /** Absent in what was asked for before there were early picks: no. */
  early?: boolean
}
/** What a reader asks for by the form, and agrees to: a schedule without its number. */
export type Preferences = Omit<Schedule, 'id'>
/** The same with what they marked (absent: nothing). */
export type Wanted = Preferences & { marks?: string }

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
     * `confirmation link`, `preferences link`, `mark link`, `unsubscribe link`, `never link`,
     * `bounced`, `complained`, `stated by the operator`.
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
