import type { Archive, ExtraPaper } from './archive.ts'
import { atomFeed, errorFeed } from './atom.ts'

export type Answer = { status: number; body: string }

const DAY = 86_400_000
const ID = /^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?\/\d{7})(v\d+)?$/
const CLAUSE = /cat:([\w.-]+)|submittedDate:\[(\d{8,14}) TO (\d{8,14})\]/g

/**
 * `GET /api/query` as arXiv would have answered it at `now` (ms, UTC), from the papers whose
 * categories are known.
 */
export function queryArxiv(archive: Archive, params: URLSearchParams, now: number): Answer {
  const start = Number(params.get('start') ?? 0)
  const count = Number(params.get('max_results') ?? 10)
  const ids = (params.get('id_list') ?? '').split(',').filter((id) => id !== '')
  const search = params.get('search_query') ?? ''
  // One malformed id spoils the whole answer there.
  const malformed = ids.find((id) => !ID.test(id))
  if (malformed !== undefined)
    return { status: 400, body: errorFeed(`incorrect id format for ${malformed}`, now) }

  const matches = readSearch(search)
  if (!matches) return { status: 400, body: errorFeed(`the replay does not know the query ${search}`, now) }

  const found = papersBy(archive, now)
    .filter((paper) => ids.length === 0 || ids.some((id) => id.replace(/v\d+$/, '') === paper.id))
    .filter(matches)
  const entries = search === '' && ids.length === 0 ? [] : sortPapers(found, params.get('sortOrder'))
  return {
    status: 200,
    body: atomFeed(entries.slice(start, start + count), { params, start, count, total: entries.length, now }),
  }
}

/**
 * Papers with an instant are there from that instant on; of the others only the day is known, so
 * from its end on.
 */
function papersBy(archive: Archive, now: number): ExtraPaper[] {
  const listed = archive.listed.flatMap((paper) =>
    paper.categories ? [{ ...paper, categories: paper.categories }] : [],
  )
  return [
    ...listed.filter((paper) => Date.parse(paper.publishedAt) <= now),
    ...archive.extra.filter((paper) => Date.parse(paper.publishedAt) + DAY <= now),
  ]
}

function sortPapers(papers: ExtraPaper[], order: string | null): ExtraPaper[] {
  const sign = order === 'ascending' ? 1 : -1
  return papers.sort(
    (a, b) => sign * (Date.parse(a.publishedAt) - Date.parse(b.publishedAt) || a.id.localeCompare(b.id)),
  )
}

/**
 * Reads `(cat:A OR cat:B) AND submittedDate:[YYYYMMDDhhmm TO YYYYMMDDhhmm]`, either half alone too:
 * any of the categories, and within the dates. Null for every other query.
 */
function readSearch(query: string): ((paper: ExtraPaper) => boolean) | null {
  const rest = query.replace(CLAUSE, '').replace(/\b(OR|AND)\b|[()\s]/g, '')
  if (rest !== '') return null
  const clauses = [...query.matchAll(CLAUSE)]
  const categories = clauses.flatMap((clause) => (clause[1] ? [clause[1]] : []))
  const range = clauses.find((clause) => clause[2])
  return (paper) =>
    (categories.length === 0 || paper.categories.some((category) => categories.includes(category))) &&
    (!range || (stamp(paper) >= pad(range[2], '0') && stamp(paper) <= pad(range[3], '9')))
}

/** `2026-01-12T18:00:00.000Z` -> `20260112180000`, which compares like the instant. */
const stamp = (paper: ExtraPaper) => new Date(paper.publishedAt).toISOString().replace(/\D/g, '').slice(0, 14)
const pad = (digits: string | undefined, filler: string) => (digits ?? '').padEnd(14, filler)
