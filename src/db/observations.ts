import { asc, eq, sql } from 'drizzle-orm'
import type { Observation, Source } from '../papers/observation.ts'
import type { Story } from '../sources/hackernews.ts'
import { HOUR } from '../time/dates.ts'
import { asJsonLists, type Database } from './client.ts'
import { observations } from './schema.ts'

/**
 * Statements: append observations; one that is already there (same paper, source and instant) stays
 * as it is.
 */
export function appendObservations(rows: readonly Observation[]) {
  return asJsonLists(rows).map(
    (list) => sql`
    insert into observations (paper_id, source, at, upvotes, comments, stars, points)
    select value ->> 'paperId', value ->> 'source', value ->> 'at', value ->> 'upvotes', value ->> 'comments',
      value ->> 'stars', value ->> 'points'
    from json_each(${list}) where true
    on conflict do nothing`,
  )
}

/** A column of numbers, null where nothing was observed. */
type Column = (number | null)[]
/** The columns of a paper's observations: at, source, upvotes, comments, stars, points. */
type Columns = [number[], Source[], Column, Column, Column, Column]

/**
 * Everything observed of these papers up to `until` (ms, UTC), in order of time, by paper id. One
 * JSON row a paper and a list a column: a week of lists has some ten thousand observations, and one
 * row or list each would cost several times as much CPU.
 */
export async function observationsOf(
  db: Database,
  paperIds: readonly string[],
  until: number,
): Promise<Map<string, Observation[]>> {
  const rows = await db.all<{ paperId: string; series: string }>(sql`
    select j.value as paperId, (
      select json_array(json_group_array(at), json_group_array(source), json_group_array(upvotes),
        json_group_array(comments), json_group_array(stars), json_group_array(points)) from (
        select * from observations where paper_id = j.value and at <= ${until} order by at)
    ) as series from json_each(${JSON.stringify(paperIds)}) j`)
  return new Map(
    rows.flatMap(({ paperId, series }) => {
      const [instants, sources, upvotes, comments, stars, points] = JSON.parse(series) as Columns
      const observed = instants.map((at, n): Observation => {
        return {
          paperId,
          source: sources[n] as Source,
          at,
          upvotes: upvotes[n] ?? null,
          comments: comments[n] ?? null,
          stars: stars[n] ?? null,
          points: points[n] ?? null,
        }
      })
      return observed.length > 0 ? [[paperId, observed] as const] : []
    }),
  )
}

/** Everything observed of one paper, in order of time. */
export const historyOf = (db: Database, paperId: string): Promise<Observation[]> =>
  db.select().from(observations).where(eq(observations.paperId, paperId)).orderBy(asc(observations.at))

/**
 * The upvotes of each paper listed from `from` to `to` (dates), at its last observation before each
 * age (hours since its listing's birth) that it has reached by `now`; an observation at less than
 * half that age does not count.
 */
export async function votesByAge(
  db: Database,
  from: string,
  to: string,
  ages: readonly number[],
  now: number,
): Promise<{ age: number; upvotes: number }[]> {
  // A list an age, not a row a paper and age: a month has thousands of these.
  const rows = await db.all<{ age: number; votes: string }>(sql`
    select age, json_group_array(upvotes) as votes from (
      select cast(a.value as integer) as age, (
        select upvotes from observations o
        where o.paper_id = p.id and o.source = 'huggingface' and o.at <= p.born_at + a.value * ${HOUR}
          and o.at >= p.born_at + a.value * ${HOUR / 2} and upvotes is not null
        order by o.at desc limit 1
      ) as upvotes
      from papers p, json_each(${JSON.stringify(ages)}) a
      where p.listed_on between ${from} and ${to} and p.born_at + a.value * ${HOUR} <= ${now}
    ) where upvotes is not null group by age`)
  return rows.flatMap(({ age, votes }) =>
    (JSON.parse(votes) as number[]).map((upvotes) => ({ age, upvotes })),
  )
}

/**
 * Statements: store the points of stories (most first) as observations at `at` (ms) of the papers
 * they link to. A repository's story counts for papers listed from `from` (date) on: news about an
 * old repository says nothing about an old paper.
 */
export function saveStories(stories: readonly Story[], from: string, at: number) {
  const rows = JSON.stringify(stories)
  const matched = sql`
    select p.id as paper_id, value ->> 'id' as story, value ->> 'points' as points, value ->> 'comments' as comments, key
    from json_each(${rows}) join papers p on p.id = value ->> 'paperId'
    union all
    select p.id, value ->> 'id', value ->> 'points', value ->> 'comments', key
    from json_each(${rows}) join papers p on p.repo collate nocase = value ->> 'repo' where p.listed_on >= ${from}`
  return [
    sql`
      insert into observations (paper_id, source, at, comments, points)
      select paper_id, 'hackernews', ${at}, comments, points from (${matched}) where true order by key
      on conflict do nothing`,
    sql`
      update papers set story = (select story from (${matched}) m where m.paper_id = papers.id order by key limit 1)
      where story is null and id in (select paper_id from (${matched}))`,
  ]
}

/** When each of these papers (ids) was first observed with an upvote (ms, UTC); absent: never. */
export async function firstVotes(db: Database, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.all<{ id: string; at: number | null }>(sql`
    select j.value as id, (select at from observations
      where paper_id = j.value and source = 'huggingface' and upvotes > 0 order by at limit 1) as at
    from json_each(${JSON.stringify(ids)}) j`)
  return new Map(rows.flatMap(({ id, at }) => (at === null ? [] : [[id, at] as const])))
}
