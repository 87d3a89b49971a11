import { type Interest, parseInterests } from './interests.ts'
import type { Filter } from './match.ts'
import { parseQuery, type Query } from './query.ts'

/** The query of a list, as its address states it. */
export type ListQuery = {
  filter: Filter
  /** As it was typed, to be shown again; null when no words were given. */
  text: string | null
  query: Query | null
  /** The same as interests, of which a paper needs one; empty when no words were given. */
  either: Interest[]
  /** Papers on a page (count). */
  limit: number
  /** Where the page before ended, as the list writes it; null for the first page. */
  after: string | null
  /** Only papers first seen at this instant (ms, UTC) or later; null for all. */
  since: number | null
}

export const LIMIT = 25
export const MOST = 100
/** The most categories, and muted words, of one address (count): each is a posting list. */
const MOST_NAMED = 20
const LONGEST_MUTED = 100

/** The form of arXiv's categories: `cs.CL`, `hep-th`, `cond-mat.mtrl-sci`. */
const CATEGORY = /^-?[a-z-]+(?:\.[A-Za-z-]+)?$/

/**
 * Reads `category=cs.CL,-cs.CY`, `q=`, `mute=`, `limit=`, `after=` and `since=`. `error`: a
 * sentence for the person who asked.
 */
export function parseListQuery(params: URLSearchParams): ListQuery | { error: string } {
  const categories = named(params, 'category')
  const muted = named(params, 'mute')
  const strange = categories.find((name) => !CATEGORY.test(name))
  if (strange !== undefined)
    return {
      error: `“${strange.slice(0, 40)}” is not a category: write them as category=cs.CL,cs.LG,-cs.CY.`,
    }
  if (categories.length > MOST_NAMED || muted.length > MOST_NAMED)
    return { error: `A list takes at most ${MOST_NAMED} categories and ${MOST_NAMED} muted words.` }
  if (muted.some((words) => words.length > LONGEST_MUTED))
    return { error: `Muted words can have at most ${LONGEST_MUTED} characters each.` }
  const exceptCategories = categories.filter((name) => name.startsWith('-')).map((name) => name.slice(1))
  const only = categories.filter((name) => !name.startsWith('-'))
  const both = only.find((name) => exceptCategories.includes(name))
  if (both !== undefined) return { error: `The filter both asks for ${both} and leaves it out.` }

  const asked = params.get('limit') ?? ''
  const limit = asked === '' ? LIMIT : /^\d{1,3}$/.test(asked) ? Number(asked) : 0
  if (limit < 1 || limit > MOST) return { error: `limit is a whole number from 1 to ${MOST}.` }

  const since = readInstant(params.get('since') ?? '')
  if (Number.isNaN(since))
    return { error: 'since is a day or an instant: 2026-01-20 or 2026-01-20T08:00:00Z.' }

  const text = params.get('q')?.trim() || null
  const query = text === null ? null : parseQuery(text)
  if (query && 'error' in query) return query
  const either = text === null ? [] : parseInterests(text)
  if ('error' in either) return either
  const after = params.get('after') || null
  return { filter: { categories: only, exceptCategories, muted }, text, query, either, limit, after, since }
}

/**
 * Writes a query as the end of an address, always in one form; empty for none. `after`: of another
 * page.
 */
export function writeListQuery(
  { filter, text, limit, since }: ListQuery,
  after: string | null = null,
): string {
  const categories = [...filter.categories, ...filter.exceptCategories.map((name) => `-${name}`)]
  const parts = Object.entries({
    category: categories.join(','),
    q: text ?? '',
    mute: filter.muted.join(','),
    limit: limit === LIMIT ? '' : String(limit),
    after: after ?? '',
    since: since === null ? '' : new Date(since).toISOString(),
  }).flatMap(([name, value]) =>
    value === '' ? [] : [`${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`],
  )
  return parts.length > 0 ? `?${parts.join('&')}` : ''
}

/** RFC 3339, with or without a time of day; a time needs its zone. */
const INSTANT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/

/** An instant (ms, UTC); null for an empty text, NaN for a text that is not an instant. */
function readInstant(text: string): number | null {
  if (text === '') return null
  if (!INSTANT.test(text)) return Number.NaN
  const day = text.slice(0, 10)
  const isDay = Number.isFinite(Date.parse(day)) && new Date(Date.parse(day)).toISOString().startsWith(day)
  return isDay ? Date.parse(text) : Number.NaN
}

/** True when nothing narrows the list. */
export const isWhole = ({ filter, query, since }: ListQuery): boolean =>
  query === null &&
  since === null &&
  filter.categories.length + filter.exceptCategories.length + filter.muted.length === 0

/** True when its words name an author, an organisation, a repository or a category. */
export const namesAsked = ({ either }: Pick<ListQuery, 'either'>): boolean =>
  either.some(({ named }) => named.length > 0)

const named = (params: URLSearchParams, name: string): string[] => [
  ...new Set(
    params
      .getAll(name)
      .flatMap((value) => value.split(','))
      .map((value) => value.trim())
      .filter((value) => value !== ''),
  ),
]
