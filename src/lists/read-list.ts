import type { D1Database } from '@cloudflare/workers-types'
import type { Database } from '../db/client.ts'
import { newestListDay, type Placed, placedListed, placedOf } from '../db/current-scores.ts'
import { onShelf, type ShelfPaper } from '../db/early-picks.ts'
import { papersWithEdition } from '../db/papers.ts'
import { newestPapers } from '../db/search.ts'
import { type EditionPaper, freezePaper } from '../ranking/edition.ts'
import type { Score } from '../ranking/score.ts'
import type { Named } from '../search/interests.ts'
import { type ListQuery, namesAsked } from '../search/list-query.ts'
import { matchListed } from '../search/match.ts'
import { addDays } from '../time/dates.ts'
import type { Summaries } from '../wording/shown-lead.ts'
import { type Found, searchPapers } from './search-papers.ts'

/**
 * The lists. Two are ranked papers of recent days, early picks are in order of day, all others are
 * by first sight or by a question.
 */
export type ListName =
  | { kind: 'trending' }
  | { kind: 'top'; span: 'day' | 'week' | 'month' }
  | { kind: 'new' }
  | { kind: 'early' }
  | Named
  | { kind: 'search' }

export type ListedPaper = {
  paper: EditionPaper
  /** Instant (ms, UTC) at which we first saw it. */
  enteredAt: number
  editionDate: string | null
  /** The date on which it was picked before any list had it; null when it was not. */
  pickedOn: string | null
}

export type Page = {
  papers: ListedPaper[]
  /** `after` of the next page; null at the end. */
  next: string | null
  /** Instant (ms, UTC) of the newest paper or observation on the page; 0 for an empty page. */
  updatedAt: number
  /** The words that were searched instead of misspelt ones; null otherwise. */
  corrected: string | null
}

type Sources = { db: Database; search: D1Database; summaries: Summaries }

/** The days that a ranked list covers (count), up to the newest day that had a list. */
export const SPANS = { trending: 7, early: 7, day: 1, week: 7, month: 30 }
/** The most papers of a question that a ranked list considers (count), newest first. */
const MOST_MATCHING = 2000
/** Papers that a search for a name finds (count), the newest. */
const MOST_NAMED = 500

/**
 * One page of a list; undefined when `after` is not a place in this list. `today`: `YYYY-MM-DD`.
 */
export async function readList(
  sources: Sources,
  name: ListName,
  listQuery: ListQuery,
  today: string,
): Promise<Page | undefined> {
  if (name.kind === 'trending' || name.kind === 'top') return ranked(sources, name, listQuery, today)
  if (name.kind === 'early') return early(sources, listQuery, today)
  if (name.kind === 'search') return answering(sources, listQuery)
  return newest(sources, name.kind === 'new' ? null : name, listQuery)
}

async function newest({ db, search, summaries }: Sources, named: Named | null, listQuery: ListQuery) {
  const { after, limit, either, filter, since } = listQuery
  if (after !== null && !/^\d{1,12}$/.test(after)) return undefined
  const found = await newestPapers(
    search,
    matchListed({ either, named, filter }),
    limit + 1,
    after === null ? null : Number(after),
  )
  const shown = found.slice(0, limit)
  const placed = await placedOf(
    db,
    shown.map(({ paperId }) => paperId),
  )
  const recent = seenSince(placed, since)
  // The newest come first: after an older one all are older.
  const next = found.length > limit && recent.length === placed.length ? String(shown.at(-1)?.number) : null
  return { ...(await withTexts({ db, summaries }, inOrder(recent, shown), 1)), next, corrected: null }
}

/** A place among early picks: the day, then the position. */
const EARLY_PLACE = /^(\d{4}-\d{2}-\d{2})~(\d{1,3})$/

async function early({ db, search, summaries }: Sources, listQuery: ListQuery, today: string) {
  const { after, limit } = listQuery
  const [, day = '', position] = after === null ? [] : (EARLY_PLACE.exec(after) ?? [])
  if (after !== null && position === undefined) return undefined
  const matching = await matchingIds(search, listQuery)
  const shelf = await onShelf(db, addDays(today, 1 - SPANS.early), MOST_MATCHING)
  const all = seenSince(shelf, listQuery.since)
    .filter(({ id }) => matching === null || matching.has(id))
    .filter((pick) => isIn(pick, listQuery))
  const isAbove = (pick: ShelfPaper) =>
    pick.day > day || (pick.day === day && pick.position <= Number(position))
  const from = after === null ? 0 : all.filter(isAbove).length
  const shown = all.slice(from, from + limit)
  const last = shown.at(-1)
  const placed = await placedOf(
    db,
    shown.map(({ id }) => id),
  )
  const order = shown.map(({ id }) => ({ paperId: id }))
  const page = await withTexts({ db, summaries }, inOrder(placed, order), from + 1)
  const picks = new Map(shown.map((pick) => [pick.id, pick]))
  const papers = page.papers.map((listed): ListedPaper => {
    const pick = picks.get(listed.paper.id)
    if (!pick) return listed
    // Feed readers sort by time: one second between two papers keeps their order.
    const enteredAt = pick.pickedAt - pick.position * 1000
    return { ...listed, enteredAt, paper: { ...listed.paper, reason: `${pick.reason}.` } }
  })
  const next = last && all.length > from + limit ? `${last.day}~${last.position}` : null
  const updatedAt = Math.max(0, ...papers.map(({ enteredAt }) => enteredAt))
  return { papers, updatedAt, next, corrected: null }
}

const isIn = ({ categories }: { categories: readonly string[] }, { filter }: ListQuery): boolean =>
  (filter.categories.length === 0 || categories.some((one) => filter.categories.includes(one))) &&
  !categories.some((one) => filter.exceptCategories.includes(one))

async function answering({ db, search, summaries }: Sources, listQuery: ListQuery) {
  const { query, limit, after, since } = listQuery
  if (after !== null && !/^\d{1,3}$/.test(after)) return undefined
  if (query === null) return { papers: [], next: null, updatedAt: 0, corrected: null }
  const found = namesAsked(listQuery)
    ? await searchNamed(search, listQuery)
    : await searchPapers(search, query, listQuery.filter)
  const { corrected } = found
  const recent =
    since === null
      ? null
      : new Set(seenSince(await placedOf(db, found.paperIds), since).map(({ paperId }) => paperId))
  const paperIds = found.paperIds.filter((id) => recent === null || recent.has(id))
  const from = Number(after ?? 0)
  const shown = paperIds.slice(from, from + limit).map((paperId) => ({ paperId }))
  const placed = await placedOf(
    db,
    shown.map(({ paperId }) => paperId),
  )
  const next = paperIds.length > from + limit ? String(from + limit) : null
  return { ...(await withTexts({ db, summaries }, inOrder(placed, shown), from + 1)), next, corrected }
}

/**
 * Papers for a question that names an author, an organisation, a repository or a category: only
 * those, as a list narrowed to the same has; first those that its other words find, best first,
 * then the newest.
 */
async function searchNamed(search: D1Database, { either, filter }: ListQuery): Promise<Found> {
  const expression = matchListed({ either, named: null, filter })
  const named = (await newestPapers(search, expression, MOST_NAMED, null)).map(({ paperId }) => paperId)
  const compounds = [...new Set(either.flatMap(({ compounds }) => compounds))]
  const phrases = either.flatMap(({ phrases }) => phrases)
  const isLoose = compounds.length + phrases.length > 0
  const best = isLoose ? (await searchPapers(search, { compounds, phrases }, filter)).paperIds : []
  const known = new Set(named)
  return { paperIds: [...new Set([...best.filter((id) => known.has(id)), ...named])], corrected: null }
}

/**
 * A place in a ranked list: the value it is ordered by, then the paper. It stays valid when papers
 * above it come and go.
 */
const PLACE = /^(\d+(?:\.\d+)?(?:e-?\d+)?)~([a-zA-Z0-9./-]{7,30})$/

async function ranked(
  { db, search, summaries }: Sources,
  name: Extract<ListName, { kind: 'trending' | 'top' }>,
  listQuery: ListQuery,
  today: string,
): Promise<Page | undefined> {
  const place = listQuery.after === null ? null : PLACE.exec(listQuery.after)
  if (listQuery.after !== null && !place) return undefined
  const newestDay = (await newestListDay(db, today)) ?? today
  const days = SPANS[name.kind === 'top' ? name.span : 'trending']
  const value = ({ score }: { score: Score }) =>
    name.kind === 'top' ? (score.parts.upvotes ?? 0) : score.now
  const matching = await matchingIds(search, listQuery)
  const all = seenSince(await placedListed(db, addDays(newestDay, 1 - days), newestDay), listQuery.since)
    .filter((current) => value(current) > 0 && (matching === null || matching.has(current.paperId)))
    .filter((current) => isIn(current, listQuery))
    .sort((a, b) => value(b) - value(a) || (a.paperId < b.paperId ? 1 : -1))
  const from = place ? all.filter((one) => !isAfter(one, value(one), place)).length : 0
  const shown = all.slice(from, from + listQuery.limit)
  const last = shown.at(-1)
  const next = last && all.length > from + listQuery.limit ? `${value(last)}~${last.paperId}` : null
  return { ...(await withTexts({ db, summaries }, shown, from + 1)), next, corrected: null }
}

const seenSince = <P extends { firstSeenAt: number }>(placed: readonly P[], since: number | null): P[] =>
  placed.filter(({ firstSeenAt }) => since === null || firstSeenAt >= since)

const isAfter = (one: Placed, value: number, [, at, id]: RegExpExecArray): boolean =>
  value < Number(at) || (value === Number(at) && one.paperId < (id ?? ''))

/** Papers that match the words and have no muted one; null when neither is given. */
async function matchingIds(search: D1Database, listQuery: ListQuery): Promise<Set<string> | null> {
  if (listQuery.either.length === 0 && listQuery.filter.muted.length === 0) return null
  const { either, filter } = listQuery
  const found = await newestPapers(search, matchListed({ either, named: null, filter }), MOST_MATCHING, null)
  return new Set(found.map(({ paperId }) => paperId))
}

const inOrder = (placed: readonly Placed[], order: readonly { paperId: string }[]): Placed[] => {
  const byId = new Map(placed.map((current) => [current.paperId, current]))
  return order.flatMap(({ paperId }) => byId.get(paperId) ?? [])
}

/** Current scores with the texts of their papers. `position`: of the first. */
async function withTexts(
  { db, summaries }: Omit<Sources, 'search'>,
  placed: readonly Placed[],
  position: number,
) {
  const rows = await papersWithEdition(
    db,
    placed.map(({ paperId }) => paperId),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  const shown = placed.flatMap(({ paperId, score }, index) => {
    const row = byId.get(paperId)
    if (!row) return []
    const { editionDate, pickedOn, ...paper } = row
    const frozen = freezePaper(paper, score, position + index, summaries)
    return [{ paper: frozen, enteredAt: paper.firstSeenAt, editionDate, pickedOn }]
  })
  const instants = [
    ...shown.map(({ enteredAt }) => enteredAt),
    ...placed.map(({ observedAt }) => observedAt ?? 0),
  ]
  return { papers: shown, updatedAt: Math.max(0, ...instants) }
}
