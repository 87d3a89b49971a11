import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

// What the instance remembers of its own work, and what the operator decided.

/** Last run of each unit of work: one row a unit. `at`: its tick. */
export const jobRuns = sqliteTable('job_runs', {
  job: text('job').primaryKey(),
  at: integer('at').notNull(),
  status: text('status').$type<'done' | 'failed'>().notNull(),
  error: text('error'),
})

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

/** Problems that the operator was mailed about, and when last. */
export const notices = sqliteTable('notices', {
  id: text('id').primaryKey(),
  at: integer('at').notNull(),
  /** How bad it was then (a count of readers or mails); null when it has no figure. */
  figure: integer('figure'),
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
