import { readList } from '../../src/lists/read-list.ts'
import type { EditionPaper } from '../../src/ranking/edition.ts'
import { type ListQuery, parseListQuery } from '../../src/search/list-query.ts'
import { utcDate } from '../../src/time/dates.ts'
import type { World } from './world.ts'

/** The papers of `/trending`, best first. */
export async function risingNow({ deps: { db, search, now } }: World): Promise<EditionPaper[]> {
  const listQuery = parseListQuery(new URLSearchParams()) as ListQuery
  const page = await readList(
    { db, search, summaries: 'own' },
    { kind: 'trending' },
    listQuery,
    utcDate(now()),
  )
  return page?.papers.map(({ paper }) => paper) ?? []
}
