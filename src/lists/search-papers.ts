import type { D1Database } from '@cloudflare/workers-types'
import {
  countTriples,
  frequenciesOf,
  type Known,
  keepMatching,
  MOST_FOUND,
  rankMatches,
  wordsLike,
} from '../db/search.ts'
import {
  type Frequencies,
  mostWithAll,
  mostWithAny,
  oldestToRank,
  rarest,
  wordsAsked,
} from '../search/cost.ts'
import { closest } from '../search/distance.ts'
import {
  type Filter,
  matchAll,
  matchAny,
  matchAuthor,
  matchTriples,
  narrowed,
  triplesOf,
} from '../search/match.ts'
import type { Query } from '../search/query.ts'
import { joined, pieces } from '../search/words.ts'

/**
 * A question with more compounds than this is not checked for misspellings: its other words find
 * enough.
 */
const SHORT = 8

export type Found = {
  /** Best first. */
  paperIds: string[]
  /** The words that were searched instead, when what was typed is in no paper; null otherwise. */
  corrected: string | null
}

/**
 * Papers for a question, best first: those by an author of that name, those with every word in any
 * spelling, then those with any word by its stem. When no paper has every word, misspelt ones are
 * corrected first. Each statement ranks about MOST_RANKED papers, however many there are.
 */
export async function searchPapers(index: D1Database, asked: Query, filter: Filter): Promise<Found> {
  let query = asked
  let known = await frequenciesOf(index, wordsAsked(query))
  let exact = await exactly(index, query, filter, known)
  if (exact.length === 0 && asked.compounds.length <= SHORT) {
    query = { ...asked, compounds: await respelt(index, asked.compounds, known.words) }
    if (query.compounds.join() !== asked.compounds.join()) {
      known = await frequenciesOf(index, wordsAsked(query))
      exact = await exactly(index, query, filter, known)
    }
  }
  const more = exact.length < MOST_FOUND ? await loosely(index, query, filter, known) : []
  const found = [...new Set([...exact, ...more])].slice(0, MOST_FOUND)
  const paperIds = filter.muted.length === 0 ? found : await withoutMuted(index, found, filter)
  const words = query.compounds.join(' ')
  return { paperIds, corrected: paperIds.length > 0 && words !== asked.compounds.join(' ') ? words : null }
}

function exactly(index: D1Database, query: Query, filter: Filter, { words, newest }: Known) {
  const author = matchAuthor(query)
  const expressions = author === null ? [matchAll(query)] : [author, matchAll(query)]
  return rankMatches(
    index,
    'words',
    expressions.map((expression) => narrowed(expression, filter, 'words')),
    oldestToRank(mostWithAll(query, words), newest),
  )
}

/**
 * Without papers that contain a muted word in any form: the table of exact words knows no other
 * form.
 */
function withoutMuted(index: D1Database, paperIds: readonly string[], { muted }: Filter) {
  const unmuted = narrowed(null, { categories: [], exceptCategories: [], muted }, 'said')
  return keepMatching(index, paperIds, unmuted)
}

/** Papers with any word. A phrase must occur, unless no paper has it: then its words count. */
async function loosely(index: D1Database, query: Query, filter: Filter, known: Known): Promise<string[]> {
  const found = await byAnyWord(index, query, filter, known)
  if (found.length > 0 || query.phrases.length === 0) return found
  const loose = { compounds: [...query.compounds, ...query.phrases.flat()], phrases: [] }
  return byAnyWord(index, loose, filter, known)
}

function byAnyWord(index: D1Database, query: Query, filter: Filter, { words, newest }: Known) {
  const { rare, common } = rarest(query, words)
  const from = oldestToRank(mostWithAny(rare, words), newest)
  return rankMatches(index, 'stems', [narrowed(matchAny(rare, common), filter, 'stems')], from)
}

/** Every compound that no paper has, replaced by the closest word that some paper has. */
async function respelt(
  index: D1Database,
  compounds: readonly string[],
  known: Frequencies,
): Promise<string[]> {
  const unknown = compounds.filter((compound) => !isKnown(compound, known) && joined(compound).length > 2)
  if (unknown.length === 0) return [...compounds]
  const triples = unknown.map((compound) => triplesOf(joined(compound)))
  const often = await countTriples(index, triples.flat())
  const similar = await wordsLike(
    index,
    triples.map((ones) => matchTriples(ones, often)),
  )
  const meant = new Map(
    unknown.map((compound, at) => [compound, closest(joined(compound), similar[at] ?? [])]),
  )
  return compounds.map((compound) =>
    known.has(joined(compound)) && !isKnown(compound, known)
      ? joined(compound)
      : (meant.get(compound) ?? compound),
  )
}

/**
 * True for a word of the index. That the parts of a compound are words proves nothing: `timer-1` is
 * a misspelt `time-r1`.
 */
const isKnown = (compound: string, known: Frequencies) =>
  known.has(joined(compound)) || (pieces(compound).length === 1 && known.has(compound))
