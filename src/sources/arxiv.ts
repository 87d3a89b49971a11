import { parseAtomFeed } from 'feedsmith'
import { type KeptAuthors, keepAuthors } from '../papers/authors.ts'
import { parseArxivId } from '../papers/paper.ts'
import { withdrawalOf } from '../papers/withdrawn.ts'
import { hint, instant } from './fields.ts'
import { hasTooMuchMarkup } from './markup.ts'
import { cleanAbstract, cleanName, cleanText, cleanTitle } from './text.ts'

/** A paper as arXiv has it; texts are cleaned. */
export type ArxivPaper = {
  /** Without version. */
  id: string
  version: number | null
  title: string
  abstract: string
  authors: string[]
  /** How many more authors there are (count); absent: none. */
  moreAuthors?: number
  /** Primary first, without repeats. */
  categories: string[]
  /** Version 1, ms since the epoch, UTC. */
  publishedAt: number | null
  /** Of this version, ms since the epoch, UTC. */
  updatedAt: number | null
  /** The authors' note ("12 pages, accepted at …"). */
  comment: string | null
  doi: string | null
  journalRef: string | null
  withdrawn: boolean
}

/**
 * `total`: how many papers match the query in all (count), null when the feed does not say.
 * `errors`: what arXiv reports in entries titled "Error"; then the answer is a failure. `refused`:
 * entries that could not be read, one line each.
 */
export type ArxivFeed = { total: number | null; papers: ArxivPaper[]; errors: string[]; refused: string[] }

type Entry = NonNullable<ReturnType<typeof parseAtomFeed>['entries']>[number]

/** The most authors of a paper that are read (count); the others are only counted. */
const MAX_AUTHORS = 2_000
/** The most categories of a paper (count). */
const MAX_CATEGORIES = 30
/** Papers of one answer (count): no request asks for more. */
const MAX_PAPERS = 100

/** Papers by id, at most 100 in one call. */
export function idsUrl(base: string, ids: readonly string[]): string {
  return `${base}/api/query?${new URLSearchParams({ id_list: ids.join(','), max_results: String(ids.length) })}`
}

/**
 * One page of everything submitted to `categories` on a UTC day (`YYYY-MM-DD`), in the order of
 * submission.
 */
export function categoriesUrl(
  base: string,
  categories: readonly string[],
  date: string,
  start: number,
  pageSize: number,
): string {
  const day = date.replaceAll('-', '')
  const anyOf = categories.map((category) => `cat:${category}`).join(' OR ')
  const query = {
    search_query: `(${anyOf}) AND submittedDate:[${day}0000 TO ${day}2359]`,
    sortBy: 'submittedDate',
    sortOrder: 'ascending',
    start: String(start),
    max_results: String(pageSize),
  }
  return `${base}/api/query?${new URLSearchParams(query)}`
}

/** Reads an Atom answer of the arXiv API. `error`: why it is not one, in plain words. */
export function parseArxivFeed(body: string): ArxivFeed | { error: string } {
  const kind = nameRoot(body)
  if (kind !== 'feed') return { error: refusal(kind, body) }
  // The parser accepts a document that is cut between two entries, which would look like a short
  // day.
  if (!body.trimEnd().endsWith(`</${kind}>`)) return { error: 'the feed is cut off' }
  if (hasTooMuchMarkup(body)) return { error: 'the feed has more markup than papers need' }
  let feed: ReturnType<typeof parseAtomFeed>
  try {
    feed = parseAtomFeed(body)
  } catch {
    return { error: 'the Atom feed is broken' }
  }
  const papers = new Map<string, ArxivPaper>()
  const errors: string[] = []
  const refused: string[] = []
  const entries = feed.entries ?? []
  if (entries.length > MAX_PAPERS)
    refused.push(`${entries.length} papers were sent, of which ${MAX_PAPERS} are read`)
  for (const entry of entries.slice(0, MAX_PAPERS)) {
    if (entry.id?.includes('/api/errors')) {
      errors.push(`arXiv says: ${hint(entry.summary?.value ?? entry.id)}`)
      continue
    }
    const paper = readEntry(entry)
    if ('error' in paper) refused.push(paper.error)
    else if (papers.has(paper.id)) refused.push(`${paper.id} is in the feed twice`)
    else papers.set(paper.id, paper)
  }
  if (papers.size === 0 && errors.length === 0 && refused.length > 0)
    return { error: `no paper of the feed is readable (${refused[0]})` }
  return { total: feed.opensearch?.totalResults ?? null, papers: [...papers.values()], errors, refused }
}

/**
 * The name of the document's first element in lower case, without prefix; empty when there is none.
 */
function nameRoot(body: string): string {
  const head = body.slice(0, 4_000).replace(/<\?[^>]*>|<!--[\s\S]*?-->|<![^>]*>/g, '')
  return (/^\s*<(?:[\w-]+:)?([\w-]+)/.exec(head)?.[1] ?? '').toLowerCase()
}

function refusal(kind: string, body: string): string {
  if (body.trim() === '') return 'the answer is empty'
  // How arXiv reports its rate limit, with status 200 or 429, bare or inside of <html>.
  if (/rate exceeded/i.test(body.slice(0, 2_000))) return 'arXiv says: Rate exceeded.'
  if (kind === 'oai-pmh' || (kind === 'record' && body.includes('oai:')))
    return 'the answer is an OAI-PMH document, which is not read'
  if (kind === 'rss') return 'the answer is an RSS feed, which is not read'
  if (kind === 'html') return 'the answer is a web page, not an Atom feed'
  return 'the answer is not an Atom feed'
}

const ENTRY_ID = /^https?:\/\/(?:export\.)?arxiv\.org\/abs\/(\S+)$/

function readEntry(entry: Entry): ArxivPaper | { error: string } {
  const read = parseArxivId(ENTRY_ID.exec(entry.id ?? '')?.[1] ?? '')
  if (!read) return { error: `"${hint(entry.id ?? '')}" names no arXiv paper` }
  const title = cleanTitle(entry.title?.value ?? '')
  if (title === '') return { error: `${read.id} has no title` }
  const abstract = cleanAbstract(entry.summary?.value ?? '')
  const { comment, doi, journalRef, primaryCategory } = entry.arxiv ?? {}
  const note = cleanText((comment ?? '').slice(0, 4_000))
  return {
    ...read,
    title,
    abstract,
    ...readAuthors(entry),
    comment: note || null,
    categories: readCategories([primaryCategory, ...(entry.categories ?? [])]),
    publishedAt: instant(entry.published),
    updatedAt: instant(entry.updated),
    doi: cleanName(doi ?? '') || null,
    journalRef: cleanTitle(journalRef ?? '') || null,
    withdrawn: withdrawalOf(note, abstract) !== null,
  }
}

const readCategories = (categories: ({ term?: string } | undefined)[]) => [
  ...new Set(categories.slice(0, MAX_CATEGORIES).flatMap((one) => cleanName(one?.term ?? '') || [])),
]

const readAuthors = ({ authors = [] }: Entry): KeptAuthors =>
  keepAuthors(
    authors.slice(0, MAX_AUTHORS).flatMap(({ name }) => cleanName(name ?? '') || []),
    Math.max(0, authors.length - MAX_AUTHORS),
  )
