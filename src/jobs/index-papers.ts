import { indexDocuments, markIndexed, unindexedPapers } from '../db/search-index.ts'
import type { Deps } from '../deps.ts'
import { asDocument } from '../search/document.ts'
import { comparePapers } from './compare-papers.ts'
import { isBusiest } from './ingest-schedule.ts'

/** Papers a tick indexes (count): 5 to 10 ms of CPU, and as one JSON parameter half a MB of the 2 that D1 takes. */
const PER_TICK = 250

/**
 * Keeps the search index: puts in what is new or changed, or else compares papers. Either is 7 queries, and a tick of the
 * Free plan has room for one of the two, but for its busiest, which has room for none.
 */
export async function keepIndex(deps: Deps, at: number): Promise<void> {
  if (isBusiest(at)) return
  if ((await indexPapers(deps)) === 0) await comparePapers(deps)
}

/**
 * Puts what is new or changed into the search index; says how many papers (count). Cut off between the two databases it
 * repeats a batch, which changes nothing there.
 */
export async function indexPapers({ db, search }: Pick<Deps, 'db' | 'search'>): Promise<number> {
  const papers = await unindexedPapers(db, PER_TICK)
  if (papers.length > 0) {
    await indexDocuments(search, papers.map(asDocument))
    await markIndexed(db, papers)
  }
  return papers.length
}
