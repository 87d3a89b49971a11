import { indexDocuments, markIndexed, unindexedPapers } from '../db/search-index.ts'
import type { Deps } from '../deps.ts'
import { asDocument } from '../search/document.ts'

/** Papers a tick indexes (count), in two rounds of seven queries: the Free plan has 50 for a whole tick. */
const PER_TICK = 500
/** Papers in one transaction (count): their JSON stays far below the 2 MB that D1 takes as one parameter. */
const AT_ONCE = 250

/**
 * Puts what is new or changed into the search index. Cut off between the two databases it repeats a batch, which
 * changes nothing there.
 */
export async function indexPapers({ db, search }: Deps): Promise<void> {
  for (let done = 0; done < PER_TICK; done += AT_ONCE) {
    const papers = await unindexedPapers(db, AT_ONCE)
    if (papers.length > 0) {
      await indexDocuments(search, papers.map(asDocument))
      await markIndexed(db, papers)
    }
    if (papers.length < AT_ONCE) return
  }
}
