import { VOTES_CLOSE, VOTES_LATE } from '../../src/papers/list-day.ts'
import { closeList, type ListedThen } from '../../src/ranking/author-past.ts'
import type { AuthorPast } from '../../src/ranking/early.ts'
import { foldName } from '../../src/search/words.ts'
import { addDays, startOf } from '../../src/time/dates.ts'
import type { ArchivePaper, Snapshot } from './archive.ts'

/**
 * A line of an archive of lists, or of a sample of unlisted papers (no `listDate`); fields may be
 * missing or null.
 */
export type EarlyPaper = Partial<Omit<ArchivePaper, 'id'>> & {
  id: string
  authors?: string[] | null
  abstract?: string | null
  publishedAt?: string | null
  /** Last known; taken only where an archive has no looks. */
  upvotes?: number | null
}

/** A paper that can be picked: names folded, and the UTC day on which arXiv announced it. */
export type Pickable = { id: string; authors: string[]; abstract: string; announcedOn: string }
/** What somebody saw of a paper's upvotes (`at`: ms, UTC). */
type Look = { at: number; upvotes: number; src: string }
export type Listed = Pickable & {
  listDate: string
  looks: Look[]
  upvotes: number | null
}

/**
 * The UTC day in whose first hours arXiv announces what was submitted on a day: the next one from
 * Monday to Thursday, Monday for Friday, Tuesday for the weekend
 * (info.arxiv.org/help/availability). The deadline of 14:00 Eastern is left out, as unlisted papers
 * are known by date alone.
 */
export const announcedOn = (submittedOn: string) =>
  addDays(submittedOn, [2, 1, 1, 1, 1, 3, 3][new Date(submittedOn).getUTCDay()] ?? 1)

/** Reads unlisted papers; those without a date are left out. */
export const readUnlisted = (rows: readonly EarlyPaper[]): Pickable[] =>
  rows.flatMap((row) => {
    const submittedOn = dateIn(row.publishedAt)
    return submittedOn === null ? [] : [{ ...common(row), announcedOn: announcedOn(submittedOn) }]
  })

/**
 * Reads listed papers, each id once; one without a date of submission was announced on the day of
 * its list.
 */
export const readListed = (rows: readonly EarlyPaper[]): Listed[] => {
  const byId = new Map<string, Listed>()
  for (const row of rows) {
    const listDate = dateIn(row.listDate)
    if (listDate === null || byId.has(row.id)) continue
    const submittedOn = dateIn(row.publishedAt)
    byId.set(row.id, {
      ...common(row),
      listDate,
      upvotes: row.upvotes ?? null,
      announcedOn: submittedOn === null ? listDate : announcedOn(submittedOn),
      looks: looksOf(row.snapshots ?? []),
    })
  }
  return [...byId.values()].sort((a, b) => (a.listDate < b.listDate ? -1 : a.listDate > b.listDate ? 1 : 0))
}

const looksOf = (snapshots: readonly Snapshot[]): Look[] =>
  snapshots
    .flatMap(({ at, upvotes, src }) =>
      typeof upvotes === 'number' ? [{ at: Date.parse(at), upvotes, src }] : [],
    )
    .sort((a, b) => a.at - b.at)

const common = ({ id, authors, abstract }: EarlyPaper) => ({
  id,
  abstract: abstract ?? '',
  authors: (authors ?? []).map(foldName),
})

const dateIn = (text: string | null | undefined) => /^\d{4}-\d{2}-\d{2}/.exec(text ?? '')?.[0] ?? null

/** Upvotes when the list closed: the last look before that, or else the first one after it. */
function atClose({ looks, listDate }: Listed): number | null {
  const close = startOf(listDate) + VOTES_CLOSE
  const [first] = looks
  const late = first !== undefined && first.at <= close + VOTES_LATE ? first.upvotes : null
  return looks.findLast(({ at }) => at <= close)?.upvotes ?? late
}

/**
 * Walks through days in order and tells for each what is known of authors when arXiv announces on
 * it: the lists of days before the day before, as yesterday's list may still be open at the hour of
 * the announcement.
 */
export function walk(
  listed: readonly Listed[],
  days: readonly string[],
  visit: (day: string, past: ReadonlyMap<string, AuthorPast>) => void,
) {
  const lists = [...Map.groupBy(listed, ({ listDate }) => listDate)].sort(([a], [b]) => (a < b ? -1 : 1))
  const past = new Map<string, AuthorPast>()
  let next = 0
  for (const day of [...new Set(days)].sort()) {
    const open = addDays(day, -1)
    for (let list = lists[next]; list && list[0] < open; list = lists[++next])
      closeList(past, list[0], list[1].map(asClosed))
    visit(day, past)
  }
}

const asClosed = (paper: Listed): ListedThen => ({ authors: paper.authors, upvotes: atClose(paper) })
