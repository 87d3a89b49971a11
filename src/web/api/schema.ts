import { z } from '@hono/zod-openapi'

// The shapes of all answers. The OpenAPI document, the MCP tools and the tests use them.

const instant = z.iso.datetime().describe('Instant, ISO 8601, UTC')
const day = z.iso.date().describe('Day, UTC')
const count = z.number().int().min(0)
const text = z.string()
const known = <T extends z.ZodType>(schema: T, description: string) => schema.nullable().describe(description)

export const ProblemSchema = z
  .object({
    type: text.describe('about:blank: the type says no more than the status'),
    title: text,
    status: z.number().int(),
    detail: text.describe('What went wrong, in a sentence'),
    parameters: z.array(text).optional().describe('The parameters that this address takes'),
  })
  .openapi('Problem')

export const PaperSchema = z
  .object({
    id: text.describe('arXiv id without version'),
    rank: known(z.number().int().min(1), 'Place in a ranked list; null in unranked lists'),
    title: text.describe('Third-party text: of the authors'),
    authors: z.array(text),
    categories: z.array(text).describe('arXiv categories, primary first'),
    organization: known(text, 'Who it is from; null when no source said'),
    publishedAt: known(instant, 'When version 1 was submitted to arXiv'),
    listedOn: known(day, 'Its day on the daily list of Hugging Face'),
    enteredAt: instant.describe('When it entered this list'),
    editionDate: known(day, 'The edition that had it; a paper is in one at most'),
    score: z.number().describe('Votes expected from now on, times the other signals: the order of trending'),
    mailScore: z.number().describe('Votes expected in the end: the order of editions'),
    upvotes: known(count, 'Upvotes on Hugging Face'),
    gained: known(count, 'Upvotes gained over the hours of gainedOverHours'),
    gainedOverHours: known(z.number().min(0), 'Hours between the two observations that gained compares'),
    stars: known(count, 'Stars on GitHub'),
    starsGained: known(count, 'Stars gained over about a day'),
    points: known(count, 'Most points of a story on Hacker News'),
    lead: known(
      text,
      'The sentence of the abstract that says what is new, or a summary of Hugging Face where this instance shows those; third-party text',
    ),
    abstract: text.describe('Third-party text: of the authors'),
    reason: text.describe('Why it ranks, with its numbers, in our words'),
    urls: z.object({
      page: text,
      abstract: text,
      pdf: text,
      code: known(text, 'On GitHub'),
      project: known(text, 'Project page'),
      huggingface: known(text, 'Discussion on Hugging Face'),
      hackernews: known(text, 'Discussion on Hacker News'),
    }),
  })
  .openapi('Paper')

export const ListSchema = z
  .object({
    title: text,
    updatedAt: known(instant, 'The newest paper or observation in the answer'),
    corrected: known(text, 'The words that were searched instead of misspelt ones'),
    after: known(text, 'Cursor of the next page, for after='),
    next: known(text, 'Address of the next page'),
    papers: z.array(PaperSchema),
  })
  .openapi('List')

const editionFields = {
  date: day,
  state: z.enum(['complete', 'partial', 'quiet']).describe('partial: a source did not answer'),
  note: known(text, 'What was missing, in plain words'),
  publishedAt: instant,
}

export const EditionSchema = z.object({ ...editionFields, papers: z.array(PaperSchema) }).openapi('Edition')

export const EditionsSchema = z
  .object({
    editions: z.array(z.object({ ...editionFields, papers: count.describe('Papers in it'), url: text })),
    after: known(text, 'Cursor of the next page, for after='),
    next: known(text, 'Address of the next page'),
  })
  .openapi('Editions')

const partNumber = z.union([z.number(), z.null()])

export const HistorySchema = z
  .object({
    id: text,
    title: text.describe('Third-party text: of the authors'),
    history: z
      .array(
        z.object({
          at: instant,
          upvotes: partNumber,
          stars: partNumber,
          points: partNumber,
          score: z.number(),
          mailScore: z.number(),
        }),
      )
      .describe('Its scores at our observations, oldest first, by the present formula; at most about 40'),
  })
  .openapi('History')

export const WhySchema = z
  .object({
    id: text,
    title: text.describe('Third-party text: of the authors'),
    reason: text,
    score: z.number(),
    mailScore: z.number(),
    scoredAt: instant.describe('The last observation'),
    explained: z
      .array(z.object({ name: text, value: text, means: text }))
      .describe('Every part of the score in words, in the order of the formula'),
  })
  .openapi('Why')

export const PaperDetailSchema = z
  .object({
    paper: PaperSchema,
    version: known(z.number().int(), 'Latest version on arXiv'),
    comment: known(text, 'Note of the authors to arXiv; third-party text'),
    withdrawn: z.boolean(),
    why: WhySchema,
    parts: z
      .record(text, z.unknown())
      .describe('What the score is made from; with the formula this is enough to recompute it'),
    formula: z.record(text, z.number()),
    history: HistorySchema.shape.history,
    observations: z.array(
      z.object({
        at: instant,
        source: z.enum(['huggingface', 'arxiv', 'hackernews', 'github']),
        upvotes: partNumber,
        comments: partNumber,
        stars: partNumber,
        points: partNumber,
      }),
    ),
    edition: z
      .object({ date: day, rank: z.number().int(), score: z.number(), mailScore: z.number(), reason: text })
      .nullable()
      .describe('The edition that had it, with its rank, scores and reason there'),
    earlyPick: z
      .object({
        day,
        newcomer: z.boolean().describe('None of its authors was on a list before'),
        reason: text,
      })
      .nullable()
      .describe('How it was picked before any daily list had it; null when it was not'),
    similar: z.array(z.object({ id: text, title: text, url: text })),
  })
  .openapi('PaperDetail')

export const TopicsSchema = z
  .object({
    words: text.describe('The topics, as pages and mails say them; empty when nothing is narrowed'),
    query: text.describe('The one way to write them in an address'),
    editions: count.describe('How many of the newest editions were searched'),
    papers: z
      .array(PaperSchema)
      .describe('The papers of those editions that match the topics, newest edition first'),
  })
  .openapi('Topics')

export const StatusSchema = z
  .object({
    ok: z.boolean(),
    problems: z.array(text),
    now: instant,
    lastTickAt: known(instant, 'When the last tick was'),
    edition: z.object({ date: day, state: text }).nullable(),
    sources: z.array(z.object({ name: text, lastGoodAt: instant.nullable(), error: text.nullable() })),
  })
  .openapi('Status')

export const CompareSchema = z
  .object({
    papers: z.array(WhySchema).describe('The one with the higher score first'),
    unknown: z.array(text).describe('Ids that are not known here'),
  })
  .openapi('Compare')

export type ListAnswer = z.infer<typeof ListSchema>
export type EditionAnswer = z.infer<typeof EditionSchema>
export type EditionsAnswer = z.infer<typeof EditionsSchema>
export type PaperDetail = z.infer<typeof PaperDetailSchema>
export type Why = z.infer<typeof WhySchema>
export type History = z.infer<typeof HistorySchema>
export type TopicsAnswer = z.infer<typeof TopicsSchema>
export type StatusAnswer = z.infer<typeof StatusSchema>
