import { indexDocuments, markIndexed, unindexedPapers } from '../db/search-index.ts'
import type { Deps } from '../deps.ts'
import { asDocument } from '../search/document.ts'
import type { Done } from './unit.ts'

/** Papers a unit indexes (count): what an invocation of the Free plan has CPU for. */
const PER_UNIT = 50

/**
 * Puts what is new or changed into the search index. Cut off between the two databases it repeats
 * its papers, which changes nothing there.
 */
export async function indexPapers({ db, search }: Pick<Deps, 'db' | 'search'>): Promise<Done> {
  const papers = await unindexedPapers(db, PER_UNIT)
  if (papers.length === 0) return { outcome: 'nothing' }
  await indexDocuments(search, papers.map(asDocument))
  await markIndexed(db, papers)
  const result = { outcome: 'done', papers: papers.length } as const
  return papers.length === PER_UNIT ? { ...result, again: 0 } : result
}
