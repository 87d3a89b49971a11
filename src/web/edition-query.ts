import type { Edition, EditionPaper } from '../ranking/edition.ts'
import { isWhole, type ListQuery, MOST, parseListQuery } from '../search/list-query.ts'
import { aboutTopics, indexedTextOf } from '../search/topics.ts'
import { unknownCategories } from './categories.ts'
import type { AppContext } from './context.ts'

/** The query of frozen editions in an address: all their papers unless it has a limit. */
export async function readEditionQuery(c: AppContext): Promise<ListQuery | { error: string }> {
  const params = new URL(c.req.url).searchParams
  const listQuery = parseListQuery(params)
  if ('error' in listQuery) return listQuery
  const unknown = await unknownCategories(c.get('deps'), listQuery.filter)
  if (unknown !== null) return { error: unknown }
  return params.get('limit') ? listQuery : { ...listQuery, limit: MOST }
}

/**
 * Editions with only the papers that match a query, at most `limit` papers in all, in their order.
 */
export function narrowEditions(editions: readonly Edition[], listQuery: ListQuery): Edition[] {
  const isAsked = isWhole(listQuery) ? () => true : aboutTopics(listQuery)
  let left = listQuery.limit
  return editions.map((edition) => {
    const papers = edition.papers.filter((paper) => isAsked(textOf(paper))).slice(0, left)
    left -= papers.length
    return { ...edition, papers }
  })
}

const textOf = ({ id, title, abstract, authors, categories }: EditionPaper) =>
  indexedTextOf({ id, title, abstract, authors, categories })
