import { readList } from '../../src/lists/read-list.ts'
import type { EditionPaper } from '../../src/ranking/edition.ts'
import { parseWanted, type Wanted } from '../../src/search/list-query.ts'
import { utcDate } from '../../src/time/dates.ts'
import type { World } from './world.ts'

/** The papers of `/trending`, best first. */
export async function risingNow({ deps: { db, search, now } }: World): Promise<EditionPaper[]> {
  const wanted = parseWanted(new URLSearchParams()) as Wanted
  const page = await readList({ db, search }, { kind: 'trending' }, wanted, utcDate(now()))
  return page?.papers.map(({ paper }) => paper) ?? []
}
