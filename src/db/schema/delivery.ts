import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

// Days of schedules, batches of mails, and the answers of the provider.

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

/** Webhook calls that were acted upon, by their svix-id: each may come several times. */
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

/** Restores of this database that the operator noted (docs/backup.md). */
export const restores = sqliteTable('restores', {
  name: text('name').primaryKey(),
  /** Digests due before this instant (ms) may have been mailed before the restore. */
  fromAt: integer('from_at').notNull(),
  notedAt: integer('noted_at').notNull(),
})
