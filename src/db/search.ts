import type { D1Database } from '@cloudflare/workers-types'
import {
  type Frequencies,
  mostWithAll,
  mostWithAny,
  oldestToRank,
  rarest,
  wordsAsked,
} from '../search/cost.ts'
import { closest } from '../search/distance.ts'
import type { Interest, Named } from '../search/interests.ts'
import {
  type Filter,
  matchAll,
  matchAny,
  matchAuthor,
  matchEither,
  matchNamed,
  matchTriples,
  narrowed,
  triplesOf,
} from '../search/match.ts'
import type { Query } from '../search/query.ts'
import { joined, pieces } from '../search/words.ts'

/** The most papers one search finds (count): nobody reads on, and each is ranked and read. */
export const MOST_FOUND = 100
/** Words with most letter triples in common that are compared letter by letter (count). */
const COMPARED = 80
/**
 * A question with more compounds than this is not looked through for misspellings: its other words
 * find enough.
 */
const SHORT = 8

export type Found = {
  /** Best first. */
  paperIds: string[]
  /** The words that were searched instead, when what was typed is in no paper; null otherwise. */
  corrected: string | null
}

type Row = { paper_id: string }

/**
 * bm25 weights: name, title, forms, abstract, authors, categories. Chosen on queries with known
 * answers (README, "Search").
 */
const WORDS = `select d.paper_id from (
    select rowid, bm25(words, 10, 20, 3, 1, 4, 0) as distance from words where words match ?1 and rowid >= ?2 order by distance limit ${MOST_FOUND}
  ) r join documents d on d.number = r.rowid order by r.distance, d.number desc`
/** title, abstract, categories. */
const STEMS = `select d.paper_id from (
    select rowid, bm25(stems, 4, 1, 0) as distance from stems where stems match ?1 and rowid >= ?2 order by distance limit ${MOST_FOUND}
  ) r join documents d on d.number = r.rowid order by r.distance, d.number desc`

/**
 * Papers for a question, best first: those by an author of that name, those that have every word in
 * any writing, then those that have any word by its stem. When no paper has every word, misspelt
 * ones are corrected first. Ranks about MOST_RANKED papers at each look, however many there are.
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

type Known = { words: Frequencies; newest: number }

/**
 * In how many papers words are, and the number of the newest document: about how many papers there
 * are.
 */
export async function frequenciesOf(index: D1Database, words: readonly string[]): Promise<Known> {
  const { results } = await index
    .prepare(
      `select term, doc from terms where term in (select value from json_each(?))
        union all select '', max(number) from documents`,
    )
    .bind(JSON.stringify(words))
    .all<{ term: string; doc: number | null }>()
  const counts = new Map(results.map(({ term, doc }) => [term, doc ?? 0]))
  const newest = counts.get('') ?? 0
  counts.delete('')
  return { words: counts, newest }
}

async function exactly(index: D1Database, query: Query, filter: Filter, { words, newest }: Known) {
  const from = oldestToRank(mostWithAll(query, words), newest)
  const author = matchAuthor(query)
  const expressions = author === null ? [matchAll(query)] : [author, matchAll(query)]
  return ask(
    index,
    expressions.map((expression) => [WORDS, narrowed(expression, filter, 'words'), from]),
  )
}

/**
 * Those of some papers in which no muted word occurs, in any form: the exact words know none but
 * their own.
 */
async function withoutMuted(
  index: D1Database,
  paperIds: readonly string[],
  filter: Filter,
): Promise<string[]> {
  const muted = { categories: [], exceptCategories: [], muted: filter.muted }
  const { results } = await index
    .prepare(
      `select value as paper_id from json_each(?1) j join documents d on d.paper_id = j.value
        where exists (select 1 from said where rowid = d.number and said match ?2) order by j.key`,
    )
    .bind(JSON.stringify(paperIds), narrowed(null, muted, 'said'))
    .all<Row>()
  return results.map((row) => row.paper_id)
}

/**
 * By any word. A phrase must occur, unless it does in no paper: then it was a quotation, and its
 * words count.
 */
async function loosely(index: D1Database, query: Query, filter: Filter, known: Known): Promise<string[]> {
  const found = await byAnyWord(index, query, filter, known)
  if (found.length > 0 || query.phrases.length === 0) return found
  const loose = { compounds: [...query.compounds, ...query.phrases.flat()], phrases: [] }
  return byAnyWord(index, loose, filter, known)
}

async function byAnyWord(index: D1Database, query: Query, filter: Filter, { words, newest }: Known) {
  const { rare, common } = rarest(query, words)
  const from = oldestToRank(mostWithAny(rare, words), newest)
  return ask(index, [[STEMS, narrowed(matchAny(rare, common), filter, 'stems'), from]])
}

async function ask(
  index: D1Database,
  questions: [sql: string, match: string, from: number][],
): Promise<string[]> {
  const answers = await index.batch<Row>(
    questions.map(([sql, match, from]) => index.prepare(sql).bind(match, from)),
  )
  return [...new Set(answers.flatMap(({ results }) => results.map((row) => row.paper_id)))]
}

/** Every compound that no paper has, as the closest word that one has. */
async function respelt(
  index: D1Database,
  compounds: readonly string[],
  known: Frequencies,
): Promise<string[]> {
  const unknown = compounds.filter((compound) => !isKnown(compound, known) && joined(compound).length > 2)
  if (unknown.length === 0) return [...compounds]
  const triples = unknown.map((compound) => triplesOf(joined(compound)))
  const { results } = await index
    .prepare('select term, doc from triples where term in (select value from json_each(?))')
    .bind(JSON.stringify(triples.flat()))
    .all<{ term: string; doc: number }>()
  const often = new Map(results.map(({ term, doc }) => [term, doc]))
  const answers = await index.batch<{ word: string }>(
    triples.map((ones) =>
      index
        .prepare(
          `select s.word from (select rowid, bm25(trigrams) as distance from trigrams where trigrams match ?
            order by distance limit ${COMPARED}) t join spellings s on s.number = t.rowid
            order by (select doc from terms where term = s.word) desc, t.distance`,
        )
        .bind(matchTriples(ones, often)),
    ),
  )
  const meant = new Map(
    answers.map(({ results }, at) => [
      unknown[at],
      closest(
        joined(unknown[at] ?? ''),
        results.map(({ word }) => word),
      ),
    ]),
  )
  return compounds.map((compound) =>
    known.has(joined(compound)) && !isKnown(compound, known)
      ? joined(compound)
      : (meant.get(compound) ?? compound),
  )
}

/**
 * A word of the index. Parts of a compound that are words each say nothing: `timer-1` is `time-r1`
 * misspelt.
 */
const isKnown = (compound: string, known: Frequencies) =>
  known.has(joined(compound)) || (pieces(compound).length === 1 && known.has(compound))

/**
 * The newest papers that a filter (and interests, and a name) lets through, newest first: number of
 * the document and id. `before`: only documents with a smaller number. Reads as many documents as
 * it returns.
 */
export async function newestPapers(
  index: D1Database,
  listQuery: { either: readonly Interest[]; named: Named | null; filter: Filter },
  limit: number,
  before: number | null,
): Promise<{ number: number; paperId: string }[]> {
  const { either, named, filter } = listQuery
  // Only words have stems; what needs none is found without waiting for a new index of them.
  const table = either.length > 0 || filter.muted.length > 0 ? 'said' : 'words'
  const only = named === null ? null : matchNamed(named)
  const expressions = [...(either.length > 0 ? [matchEither(either)] : []), ...(only === null ? [] : [only])]
  const expression = expressions.length > 0 ? expressions.map((one) => `(${one})`).join(' AND ') : null
  const { results } = await index
    .prepare(
      `select d.number, d.paper_id as paperId from (
        select rowid from ${table} where ${table} match ?1 and rowid < ?2 order by rowid desc limit ?3
      ) r join documents d on d.number = r.rowid order by d.number desc`,
    )
    .bind(narrowed(expression, filter, table), before ?? Number.MAX_SAFE_INTEGER, limit)
    .all<{ number: number; paperId: string }>()
  return results
}

/**
 * Categories that some paper has, in order of their names; at most what arXiv has (fewer than 200).
 */
export async function knownCategories(index: D1Database): Promise<string[]> {
  const { results } = await index.prepare('select name from categories order by name').all<{ name: string }>()
  return results.map(({ name }) => name)
}

/**
 * Papers of one author that are looked at (count), the newest: more than anybody writes in ten
 * days.
 */
const OF_AN_AUTHOR = 50

/**
 * Ids of the newest papers that match any of these expressions (search/match.ts), a bounded number
 * of each.
 */
export async function newestOfEach(index: D1Database, expressions: readonly string[]): Promise<string[]> {
  if (expressions.length === 0) return []
  const { results } = await index
    .prepare(
      `select distinct d.paper_id as paperId from (
        select (
          select json_group_array(rowid) from (
            select rowid from said where said match m.value order by rowid desc limit ${OF_AN_AUTHOR})
        ) as found from json_each(?1) m
      ), json_each(found) f join documents d on d.number = f.value`,
    )
    .bind(JSON.stringify([...new Set(expressions)]))
    .all<{ paperId: string }>()
  return results.map(({ paperId }) => paperId)
}

/** Which of some names some author has. */
export async function knownAuthors(index: D1Database, names: readonly string[]): Promise<Set<string>> {
  const asked = names.flatMap((name) => {
    const match = matchNamed({ kind: 'author', name })
    return match === null ? [] : [{ name, match }]
  })
  if (asked.length === 0) return new Set()
  const { results } = await index
    .prepare(
      `select value ->> 'name' as name from json_each(?1)
        where exists (select 1 from words where words match value ->> 'match')`,
    )
    .bind(JSON.stringify(asked))
    .all<{ name: string }>()
  return new Set(results.map(({ name }) => name))
}
