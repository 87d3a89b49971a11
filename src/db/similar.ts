import type { D1Database } from '@cloudflare/workers-types'
import { MOST_READ } from '../search/similar.ts'
import { asJsonLists } from './client.ts'

/**
 * Similar papers that are stored for a paper, and that are read, its own and those of papers that
 * found it (counts).
 */
const KEPT = 5
const READ = 10
/** Papers whose common words weigh less (bm25) are not similar. */
const LEAST = 12

/** A document of the index whose similar papers are still to be found. */
export type Uncompared = { number: number; paperId: string; revision: number }

/** Documents that are still to be compared, newest first, at most `limit`. */
export async function uncomparedDocuments(index: D1Database, limit: number): Promise<Uncompared[]> {
  const { results } = await index
    .prepare(
      `select number, paper_id as paperId, revision from documents where compared <> revision
        order by number desc limit ?`,
    )
    .bind(limit)
    .all<Uncompared>()
  return results
}

/** True when a document of the index is still to be compared. */
export async function hasUncompared(index: D1Database): Promise<boolean> {
  const { results } = await index
    .prepare('select exists (select 1 from documents where compared <> revision) as waits')
    .all<{ waits: number }>()
  return results[0]?.waits === 1
}

/**
 * Statements with one JSON parameter of compared documents, so that many documents cost no more
 * statements than one.
 */
const STATEMENTS = [
  `delete from similar where number in (select value ->> 'number' from json_each(?1))`,
  `insert into similar (number, other, likeness)
    select number, l.value ->> 0, l.value ->> 1 from (
      select j.value ->> 'number' as number, (
        select json_group_array(json_array(other, likeness)) from (
          select f.value ->> 0 as other, -sum(f.value ->> 1) as likeness from (
            select (
              select json_group_array(json_array(rowid, distance)) from (
                select rowid, bm25(words, 0, 4, 0, 1, 0, 0) as distance from words where words match m.value
                order by rowid desc limit ${MOST_READ})
            ) as found from json_each(j.value -> 'matches') m
          ), json_each(found) f
          where other <> j.value ->> 'number' group by other having likeness >= ${LEAST}
          order by likeness desc, other desc limit ${KEPT})
      ) as likest from json_each(?1) j
    ), json_each(likest) l`,
  `update documents set compared = j.value ->> 'revision' from json_each(?1) j where number = j.value ->> 'number'`,
]

/**
 * Finds and stores the papers most similar to these, all or none; doing it again changes nothing.
 * `matches`: the expressions that each is compared by (search/match.ts).
 */
export async function saveSimilar(
  index: D1Database,
  compared: readonly (Pick<Uncompared, 'number' | 'revision'> & { matches: string[] })[],
): Promise<void> {
  const lists = asJsonLists(compared)
  await index.batch(lists.flatMap((json) => STATEMENTS.map((text) => index.prepare(text).bind(json))))
}

/**
 * Ids of the papers most similar to one, the most similar first; empty while it has not been
 * compared. Reads a few rows.
 */
export async function similarTo(index: D1Database, paperId: string): Promise<string[]> {
  const { results } = await index
    .prepare(
      `with me as (select number from documents where paper_id = ?1),
        near as (
          select other as number, likeness from similar where number = (select number from me)
          union all
          select * from (select number, likeness from similar where other = (select number from me)
            order by likeness desc limit ${READ})
        ),
        likest as (
          select number, max(likeness) as likeness from near group by number order by 2 desc, 1 desc limit ${READ}
        )
      select d.paper_id as paperId from likest join documents d on d.number = likest.number
      order by likest.likeness desc, d.number desc`,
    )
    .bind(paperId)
    .all<{ paperId: string }>()
  return results.map(({ paperId }) => paperId)
}
