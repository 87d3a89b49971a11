import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

// When and how the sources were asked.

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
