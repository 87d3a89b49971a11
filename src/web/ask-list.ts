import type { Deps } from '../deps.ts'
import type { ListDescription } from '../lists/list-names.ts'
import { type Page, readList } from '../lists/read-list.ts'
import { type ListQuery, parseListQuery } from '../search/list-query.ts'
import { utcDate } from '../time/dates.ts'
import { unknownCategories } from './categories.ts'

/**
 * Reads the page of a list that an address asks for. `error`: a sentence for the person who asked.
 */
export async function askList(
  deps: Deps,
  list: ListDescription,
  params: URLSearchParams,
): Promise<{ listQuery: ListQuery; read: Page } | { error: string }> {
  const listQuery = parseListQuery(params)
  if ('error' in listQuery) return listQuery
  const unknown = await unknownCategories(deps, listQuery.filter)
  if (unknown !== null) return { error: unknown }
  const { db, search, config } = deps
  const read = await readList(
    { db, search, summaries: config.SUMMARIES },
    list.name,
    listQuery,
    utcDate(deps.now()),
  )
  return read ? { listQuery, read } : { error: 'That page is not of this list. Start again from its top.' }
}

/** The longest author's name that has a list (UTF-16 units). */
const LONGEST_NAME = 100

/** The name of an author as lists use it; null for a text that is not a name. */
export function authorNamed(written: string): string | null {
  const author = written.normalize('NFC').trim()
  return /\p{L}/u.test(author) && author.length <= LONGEST_NAME ? author : null
}
