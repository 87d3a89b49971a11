import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from '@hono/zod-openapi'
import { type ListedPaperRow, listedBetween, listedOf, newestListed } from '../../db/daily-lists.ts'
import type { Deps } from '../../deps.ts'
import { searchPapers } from '../../lists/search-papers.ts'
import { parseArxivId } from '../../papers/paper.ts'
import { parseListQuery } from '../../search/list-query.ts'
import { addDays, isDate } from '../../time/dates.ts'
import { isoInstant } from '../../wording/days.ts'
import { codePage, safeUrl } from '../../wording/links.ts'
import type { AppEnv } from '../context.ts'
import { inPath, integer, paramsOf, serve, string } from './describe.ts'

const text = z.string()

// The shape of https://huggingface.co/docs/hub/api#papers, from our data: what we do not know is
// left out.

const paperFields = {
  id: text,
  authors: z.array(z.object({ name: text })),
  publishedAt: z.iso.datetime().optional(),
  submittedOnDailyAt: z.iso.datetime().optional(),
  title: text,
  summary: text,
  upvotes: z.number().int().optional(),
  projectPage: text.optional(),
  githubRepo: text.optional(),
  githubStars: z.number().int().optional(),
  organization: z.object({ name: text, fullname: text.optional() }).optional(),
}
export const HuggingFacePaperSchema = z.object(paperFields).openapi('HuggingFacePaper')
export const DailyPaperSchema = z
  .object({
    paper: HuggingFacePaperSchema,
    publishedAt: paperFields.publishedAt,
    title: text,
    summary: text,
    numComments: z.number().int().optional(),
    organization: paperFields.organization,
  })
  .openapi('HuggingFaceDailyPaper')

/** Papers in an answer (counts), as at Hugging Face. */
const STANDARD = 50
const MOST = 100
/** The last page (from 0): a month has fewer papers than this many pages. */
const LAST_PAGE = 100

/**
 * Adds the three addresses that scripts for Hugging Face use, such as `list_daily_papers` of
 * huggingface_hub.
 */
export function addHuggingFace(api: OpenAPIHono<AppEnv>): void {
  serve(
    api,
    {
      path: '/api/daily_papers',
      summary: 'Daily papers of a day, a week or a month, in the shape of Hugging Face',
      tag: 'Hugging Face',
      answer: z.array(DailyPaperSchema),
      query: {
        date: string('A day, YYYY-MM-DD; without any, the newest that has a list', { example: '2026-01-14' }),
        week: string('An ISO week, YYYY-Www', { pattern: '^\\d{4}-W\\d{2}$' }),
        month: string('A month, YYYY-MM', { pattern: '^\\d{4}-\\d{2}$' }),
        limit: integer('Papers in an answer', 1, MOST, STANDARD),
        p: integer('Page, from 0', 0, LAST_PAGE, 0),
        sort: string('Newest list first, or what rises first', { enum: ['publishedAt', 'trending'] }),
      },
    },
    (c) => dailyPapers(c.get('deps'), paramsOf(c)),
  )
  serve(
    api,
    {
      path: '/api/papers/search',
      summary: 'Papers for a question, best first, in the shape of Hugging Face',
      tag: 'Hugging Face',
      answer: z.array(DailyPaperSchema),
      query: {
        q: string('What to search for', { example: 'agents' }),
        limit: integer('Papers in an answer', 1, MOST, STANDARD),
      },
    },
    (c) => foundPapers(c.get('deps'), paramsOf(c)),
  )
  serve(
    api,
    {
      path: '/api/papers/{id}',
      summary: 'A paper in the shape of Hugging Face',
      tag: 'Hugging Face',
      answer: HuggingFacePaperSchema,
      params: inPath('id', 'arXiv id', '2601.08441'),
      missing: 'No such paper is known here.',
    },
    async (c) => {
      const id = parseArxivId(c.req.param('id') ?? '')?.id
      const [row] = id === undefined ? [] : await listedOf(c.get('deps').db, [id])
      return row && asTheirs(row)
    },
  )
}

async function dailyPapers({ db }: Deps, params: URLSearchParams) {
  const limit = wholeNumber(params, 'limit', 1, MOST, STANDARD)
  const page = wholeNumber(params, 'p', 0, LAST_PAGE, 0)
  if (limit === null) return { error: `limit is a whole number from 1 to ${MOST}.` }
  if (page === null) return { error: `p is a whole number from 0 to ${LAST_PAGE}.` }
  const sort = params.get('sort') ?? 'publishedAt'
  if (sort !== 'publishedAt' && sort !== 'trending') return { error: 'sort is publishedAt or trending.' }
  const days = await daysAsked(db, params)
  if ('error' in days) return days
  const rows = await listedBetween(db, days, sort, { limit, offset: page * limit })
  return rows.map(asDaily)
}

type Days = { from: string; to: string }

async function daysAsked(db: Deps['db'], params: URLSearchParams): Promise<Days | { error: string }> {
  const asked = ['date', 'week', 'month'].filter((name) => params.get(name))
  if (asked.length > 1) return { error: 'Ask for one of date, week and month.' }
  const [name] = asked
  if (name === undefined) {
    const day = (await newestListed(db)) ?? '1970-01-01'
    return { from: day, to: day }
  }
  const days = daysOf(name, params.get(name) ?? '')
  return days ?? { error: 'date is YYYY-MM-DD, week is YYYY-Www, month is YYYY-MM.' }
}

/** The days (dates) of a day, an ISO 8601 week or a month; null for anything else. */
export function daysOf(name: string, value: string): Days | null {
  if (name === 'date') return isDate(value) ? { from: value, to: value } : null
  if (name === 'month') {
    const from = `${value}-01`
    return /^\d{4}-\d{2}$/.test(value) && isDate(from) ? { from, to: `${value}-31` } : null
  }
  const [, year = '', week = ''] = /^(\d{4})-W(\d{2})$/.exec(value) ?? []
  if (year === '' || Number(week) < 1 || Number(week) > 53) return null
  // Week 1 contains the fourth of January; weeks begin on Monday.
  const fourth = new Date(`${year}-01-04`)
  const from = addDays(`${year}-01-04`, (Number(week) - 1) * 7 - ((fourth.getUTCDay() + 6) % 7))
  return { from, to: addDays(from, 6) }
}

async function foundPapers({ db, search }: Deps, params: URLSearchParams) {
  const limit = wholeNumber(params, 'limit', 1, MOST, STANDARD)
  if (limit === null) return { error: `limit is a whole number from 1 to ${MOST}.` }
  const asked = parseListQuery(new URLSearchParams({ q: params.get('q') ?? '' }))
  if ('error' in asked) return asked
  if (asked.query === null) return { error: 'q is missing: what to search for.' }
  const { paperIds } = await searchPapers(search, asked.query, asked.filter)
  const ids = paperIds.slice(0, limit)
  const rows = new Map((await listedOf(db, ids)).map((row) => [row.paper.id, row]))
  return ids.flatMap((id) => {
    const row = rows.get(id)
    return row ? [asDaily(row)] : []
  })
}

function wholeNumber(params: URLSearchParams, name: string, least: number, most: number, standard: number) {
  const given = params.get(name) ?? ''
  const number = given === '' ? standard : /^\d{1,3}$/.test(given) ? Number(given) : Number.NaN
  return number >= least && number <= most ? number : null
}

function asDaily(row: ListedPaperRow): z.infer<typeof DailyPaperSchema> {
  const paper = asTheirs(row)
  const { publishedAt, title, summary, organization } = paper
  return {
    paper,
    ...(publishedAt !== undefined && { publishedAt }),
    title,
    summary,
    ...(row.comments !== null && { numComments: row.comments }),
    ...(organization && { organization }),
  }
}

function asTheirs({ paper, score }: ListedPaperRow): z.infer<typeof HuggingFacePaperSchema> {
  const { publishedAt, listedOn } = paper
  const { organization, organizationName } = paper
  const [upvotes, stars] = [score?.parts.upvotes ?? null, score?.parts.stars ?? null]
  const [project, code] = [safeUrl(paper.projectPage), codePage(paper)]
  return {
    id: paper.id,
    authors: paper.authors.map((name) => ({ name })),
    ...(publishedAt !== null && { publishedAt: isoInstant(publishedAt) }),
    ...(listedOn !== null && { submittedOnDailyAt: `${listedOn}T00:00:00.000Z` }),
    title: paper.title,
    summary: paper.abstract,
    ...(upvotes !== null && { upvotes }),
    ...(project !== null && { projectPage: project }),
    ...(code !== null && { githubRepo: code }),
    ...(code !== null && stars !== null && { githubStars: stars }),
    ...(organization && {
      organization: { name: organization, ...(organizationName && { fullname: organizationName }) },
    }),
  }
}
