import { textsOf } from '../db/papers.ts'
import { frequenciesOf } from '../db/search.ts'
import { saveSimilar, uncomparedDocuments } from '../db/similar.ts'
import type { Deps } from '../deps.ts'
import { matchPassage } from '../search/match.ts'
import { similarityQueries, wordsToCompare } from '../search/similar.ts'
import type { Done } from './unit.ts'

/** Papers a unit compares (count): what an invocation of the Free plan has CPU for. */
const PER_UNIT = 8

/** Works out which papers are like those that were not compared yet, the newest first. */
export async function comparePapers({ db, search }: Pick<Deps, 'db' | 'search'>): Promise<Done> {
  const due = await uncomparedDocuments(search, PER_UNIT)
  if (due.length === 0) return { outcome: 'nothing' }
  const texts = await textsOf(
    db,
    due.map(({ paperId }) => paperId),
  )
  const known = await frequenciesOf(search, [...new Set([...texts.values()].flatMap(wordsToCompare))])
  const compared = due.map(({ number, paperId, revision }) => {
    const text = texts.get(paperId)
    const queries = text ? similarityQueries(text, known.words, known.newest) : []
    return { number, revision, matches: queries.map(matchPassage) }
  })
  await saveSimilar(search, compared)
  const result = { outcome: 'done', papers: due.length } as const
  return due.length === PER_UNIT ? { ...result, again: 0 } : result
}
