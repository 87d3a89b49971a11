import { z } from 'zod'
import { type KeptAuthors, keepAuthors } from '../papers/authors.ts'
import { parseArxivId } from '../papers/paper.ts'
import { clip } from '../wording/words.ts'
import { count, hint, instant, webAddress } from './fields.ts'
import { repoName } from './repo-name.ts'
import { cleanAbstract, cleanName, cleanTitle } from './text.ts'

/**
 * A paper as a daily list of Hugging Face has it; texts are cleaned. A missing number is null,
 * never 0.
 */
export type ListedPaper = {
  /** arXiv id without version. */
  id: string
  title: string
  abstract: string
  authors: string[]
  /** How many more authors there are (count); absent: none. */
  moreAuthors?: number
  /** Of version 1, ms since the epoch, UTC; since April 2026 it is midnight of the day. */
  publishedAt: number | null
  /**
   * When somebody put it on the list, ISO 8601 as given; since May 2026 it is midnight of the day.
   */
  submittedOnDailyAt: string | null
  upvotes: number | null
  comments: number | null
  /** GitHub stars of `repo` as Hugging Face reports them (count). */
  stars: number | null
  /** `owner/name` on GitHub. */
  repo: string | null
  projectPage: string | null
  /**
   * Handle of the organisation (its name where the answer has no handle), and how it writes its
   * name.
   */
  organization: string | null
  organizationName: string | null
  /** Followers of the person who put it on the list (count). */
  submitterFollowers: number | null
  /** One sentence about the paper by a model of Hugging Face. */
  summary: string | null
  /** True if Hugging Face knows that it was withdrawn. */
  withdrawn: boolean
}

/** `refused`: the papers that could not be read, and why, one line each. */
export type DailyPapers = { papers: ListedPaper[]; refused: string[] }

/**
 * The longest summary (UTF-16 units), as a model may write without end; the longest seen has 370.
 */
const LONGEST_SUMMARY = 600
/**
 * Invisible characters and those that reorder text. A summary is plain text: to read TeX in it at
 * every tick would cost too much.
 */
const UNSEEN = /[\p{Cf}\p{Noncharacter_Code_Point}]/gu
/**
 * What a list says of a paper, without its texts. `withTexts` reads those too, which costs most;
 * they can be unreadable.
 */
export type Listed = Omit<ListedPaper, 'title' | 'abstract' | 'authors' | 'moreAuthors'> & {
  withTexts: () => ListedWithTexts | { error: string }
}
export type ListedWithTexts = Listed & ListedPaper

/** The most authors of a paper that are read (count); the others are only counted. */
const MAX_AUTHORS = 2_000
/** The most papers that the endpoint gives; no list has had more than 60. */
const LIMIT = 100

/**
 * The list of one day. `date` is `YYYY-MM-DD`; without it the answer depends on when the request
 * arrives.
 */
export const dailyPapersUrl = (base: string, date: string) =>
  `${base}/api/daily_papers?${new URLSearchParams({ date, limit: String(LIMIT) })}`

const organization = z
  .object({ name: z.string().catch(''), fullname: z.string().catch('') })
  .nullable()
  .catch(null)

// Outer dates are New York time marked Z, and the outer title can differ: only the values in
// `paper` are used.
const schema = z.object({
  paper: z.object({
    id: z.string(),
    title: z.string(),
    summary: z.string().catch(''),
    authors: z.array(z.unknown()).catch([]),
    publishedAt: z.unknown().optional(),
    submittedOnDailyAt: z.unknown().optional(),
    upvotes: count,
    githubRepo: z.unknown().optional(),
    githubStars: count,
    projectPage: z.unknown().optional(),
    organization,
    ai_summary: z.string().catch(''),
    withdrawnAt: z.unknown().optional(),
  }),
  numComments: count,
  submittedBy: z.object({ followerCount: count }).nullable().catch(null),
  organization,
})

/**
 * Reads an answer of the daily papers API, texts included. A malformed paper is refused and does
 * not affect the others; `error`: it is not a list, or a list without one readable paper.
 */
export function parseDailyPapers(body: string): DailyPapers | { error: string } {
  const list = parseList(body)
  if ('error' in list) return list
  const read = list.papers.map((paper) => paper.withTexts())
  const papers = read.flatMap((paper) => {
    if ('error' in paper) return []
    const { withTexts: _, ...rest } = paper
    return [rest]
  })
  const refused = [...list.refused, ...read.flatMap((paper) => ('error' in paper ? [paper.error] : []))]
  if (papers.length === 0 && refused.length > 0)
    return { error: `no paper of the list is readable (${refused[0]})` }
  return { papers, refused }
}

/**
 * The same without the texts, which are read later for single papers: papers that are already known
 * cost next to nothing.
 */
export function parseList(body: string): { papers: Listed[]; refused: string[] } | { error: string } {
  const list = readJson(body)
  if ('error' in list) return list
  const papers = new Map<string, Listed>()
  const refused: string[] = []
  if (list.items.length > LIMIT)
    refused.push(
      `${list.items.length} papers were sent where ${LIMIT} were asked for: the others are not read`,
    )
  list.items.slice(0, LIMIT).forEach((item, index) => {
    const place = `paper ${index + 1} of ${list.items.length}`
    const paper = readPaper(item, place)
    if ('error' in paper) refused.push(`${place}: ${paper.error}`)
    else if (papers.has(paper.id)) refused.push(`${place}: ${paper.id} is on the list twice`)
    else papers.set(paper.id, paper)
  })
  if (papers.size === 0 && refused.length > 0)
    return { error: `no paper of the list is readable (${refused[0]})` }
  return { papers: [...papers.values()], refused }
}

function readJson(body: string): { items: unknown[] } | { error: string } {
  if (body.trim() === '') return { error: 'the answer is empty' }
  if (/^\s*</.test(body)) return { error: 'the answer is a web page, not JSON' }
  let answer: unknown
  try {
    answer = JSON.parse(body)
  } catch {
    return { error: 'the answer is not complete JSON' }
  }
  if (Array.isArray(answer)) return { items: answer }
  const message = (answer as { error?: unknown } | null)?.error
  return {
    error: typeof message === 'string' ? `Hugging Face says: ${hint(message)}` : 'the answer is not a list',
  }
}

/** A character that a reader sees. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u

function readPaper(item: unknown, place: string): Listed | { error: string } {
  const read = schema.safeParse(item)
  if (!read.success) {
    const { path, message } = read.error.issues[0] ?? { path: [], message: 'unreadable' }
    return { error: `${path.join('.') || 'the paper'}: ${message}` }
  }
  const { paper, numComments, organization, submittedBy } = read.data
  const id = parseArxivId(paper.id.trim())?.id
  if (!id) return { error: `"${hint(paper.id)}" is not an arXiv id` }
  if (!VISIBLE.test(paper.title)) return { error: `${id} has no title` }
  const addedAt = instant(paper.submittedOnDailyAt) === null ? null : String(paper.submittedOnDailyAt)
  const listed: Listed = {
    id,
    publishedAt: instant(paper.publishedAt),
    submittedOnDailyAt: addedAt,
    upvotes: paper.upvotes,
    comments: numComments,
    stars: paper.githubStars,
    repo: repoName(paper.githubRepo),
    projectPage: webAddress(paper.projectPage),
    ...readOrganization(paper.organization ?? organization),
    submitterFollowers: submittedBy?.followerCount ?? null,
    summary: clip(paper.ai_summary.replace(UNSEEN, ''), LONGEST_SUMMARY) || null,
    withdrawn: instant(paper.withdrawnAt) !== null,
    withTexts: () => {
      const title = cleanTitle(paper.title)
      if (title === '') return { error: `${place}: ${id} has no title` }
      return {
        ...listed,
        title,
        abstract: cleanAbstract(paper.summary),
        ...readAuthors(paper.authors),
      }
    },
  }
  return listed
}

/** The longest name of an organisation (UTF-16 units): it is part of an address. */
const LONGEST_NAME = 100

function readOrganization(given: z.infer<typeof organization>) {
  const [handle = '', title = ''] = [given?.name, given?.fullname].map((text) => cleanName(text ?? ''))
  const name = handle || title
  if (!/[\p{L}\p{N}]/u.test(name) || name.length > LONGEST_NAME)
    return { organization: null, organizationName: null }
  return { organization: name, organizationName: title && title.length <= LONGEST_NAME ? title : name }
}

function readAuthors(authors: unknown[]): KeptAuthors {
  const names = authors.slice(0, MAX_AUTHORS).flatMap((author) => {
    const name = (author as { name?: unknown } | null)?.name
    return typeof name === 'string' ? cleanName(name) || [] : []
  })
  return keepAuthors(names, Math.max(0, authors.length - MAX_AUTHORS))
}
