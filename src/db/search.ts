import type { D1Database } from '@cloudflare/workers-types'
import type { Frequencies } from '../search/cost.ts'

/** The most papers of one search (count): nobody reads further, and each is ranked and read. */
export const MOST_FOUND = 100
/**
 * How many words, those with the most letter triples in common, are compared letter by letter
 * (count).
 */
const COMPARED = 80

type Row = { paper_id: string }

/**
 * bm25 weights: name, title, forms, abstract, authors, categories. Chosen on queries with known
 * answers (docs/measurements.md, "Search").
 */
const WORDS = `select d.paper_id from (
    select rowid, bm25(words, 10, 20, 3, 1, 4, 0) as distance from words where words match ?1 and rowid >= ?2 order by distance limit ${MOST_FOUND}
  ) r join documents d on d.number = r.rowid order by r.distance, d.number desc`
/** title, abstract, categories. */
const STEMS = `select d.paper_id from (
    select rowid, bm25(stems, 4, 1, 0) as distance from stems where stems match ?1 and rowid >= ?2 order by distance limit ${MOST_FOUND}
  ) r join documents d on d.number = r.rowid order by r.distance, d.number desc`

/**
 * Ids of the papers that match each expression (search/match.ts) in one table of the index, best
 * first, each paper once. `from`: the oldest document that is ranked (its number).
 */
export async function rankMatches(
  index: D1Database,
  table: 'words' | 'stems',
  expressions: readonly string[],
  from: number,
): Promise<string[]> {
  const sql = table === 'words' ? WORDS : STEMS
  const answers = await index.batch<Row>(
    expressions.map((expression) => index.prepare(sql).bind(expression, from)),
  )
  return [...new Set(answers.flatMap(({ results }) => results.map((row) => row.paper_id)))]
}

/**
 * How many papers have each word, and the number of the newest document, which is about the number
 * of papers.
 */
export type Known = { words: Frequencies; newest: number }

/**
 * How many papers have each word, and the number of the newest document, which is about the number
 * of papers.
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

/**
 * Ids of those of some papers whose document matches an expression in any form, in the given order.
 */
export async function keepMatching(
  index: D1Database,
  paperIds: readonly string[],
  expression: string,
): Promise<string[]> {
  const { results } = await index
    .prepare(
      `select value as paper_id from json_each(?1) j join documents d on d.paper_id = j.value
        where exists (select 1 from said where rowid = d.number and said match ?2) order by j.key`,
    )
    .bind(JSON.stringify(paperIds), expression)
    .all<Row>()
  return results.map((row) => row.paper_id)
}

/** In how many words each of some letter triples occurs (count). */
export async function countTriples(
  index: D1Database,
  triples: readonly string[],
): Promise<Map<string, number>> {
  const { results } = await index
    .prepare('select term, doc from triples where term in (select value from json_each(?))')
    .bind(JSON.stringify(triples))
    .all<{ term: string; doc: number }>()
  return new Map(results.map(({ term, doc }) => [term, doc]))
}

/**
 * For each expression of letter triples, the words of the index that share most of them, most
 * frequent first.
 */
export async function wordsLike(index: D1Database, expressions: readonly string[]): Promise<string[][]> {
  const answers = await index.batch<{ word: string }>(
    expressions.map((expression) =>
      index
        .prepare(
          `select s.word from (select rowid, bm25(trigrams) as distance from trigrams where trigrams match ?
            order by distance limit ${COMPARED}) t join spellings s on s.number = t.rowid
            order by (select doc from terms where term = s.word) desc, t.distance`,
        )
        .bind(expression),
    ),
  )
  return answers.map(({ results }) => results.map(({ word }) => word))
}

/**
 * The newest papers that match an expression in one table of the index, newest first: number of the
 * document and id. `before`: only documents with a smaller number. Reads as many documents as it
 * returns.
 */
export async function newestPapers(
  index: D1Database,
  { table, expression }: { table: 'words' | 'said'; expression: string },
  limit: number,
  before: number | null,
): Promise<{ number: number; paperId: string }[]> {
  const { results } = await index
    .prepare(
      `select d.number, d.paper_id as paperId from (
        select rowid from ${table} where ${table} match ?1 and rowid < ?2 order by rowid desc limit ?3
      ) r join documents d on d.number = r.rowid order by d.number desc`,
    )
    .bind(expression, before ?? Number.MAX_SAFE_INTEGER, limit)
    .all<{ number: number; paperId: string }>()
  return results
}

/**
 * Categories that some paper has, in alphabetical order; at most as many as arXiv has (fewer than
 * 200).
 */
export async function knownCategories(index: D1Database): Promise<string[]> {
  const { results } = await index.prepare('select name from categories order by name').all<{ name: string }>()
  return results.map(({ name }) => name)
}

/** The newest papers of one author that are read (count): more than anybody writes in ten days. */
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

/**
 * Those of some names that some author has, each with the expression (search/match.ts) that finds
 * it.
 */
export async function knownAuthors(
  index: D1Database,
  asked: readonly { name: string; match: string }[],
): Promise<Set<string>> {
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
