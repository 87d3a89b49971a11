import { integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Cohorts } from '../../ranking/cohorts.ts'
import type { Formula } from '../../ranking/formula.ts'

// Editions, their papers, and the rendered digests.

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
