import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { Observation } from '../trending/observation.ts'
import type { Database } from './client.ts'
import { observations } from './schema.ts'

/** Statement: appends observations; one that is already there (same paper, source and instant) stays as it is. */
export function appendObservations(rows: readonly Observation[]) {
  return sql`
    insert into observations (paper_id, source, at, upvotes, comments, stars, points)
    select value ->> 'paperId', value ->> 'source', value ->> 'at', value ->> 'upvotes', value ->> 'comments',
      value ->> 'stars', value ->> 'points'
    from json_each(${JSON.stringify(rows)}) where true
    on conflict do nothing`
}

/** Everything observed of these papers, in order of time, by paper id. */
export async function observationsOf(
  db: Database,
  paperIds: readonly string[],
): Promise<Map<string, Observation[]>> {
  const rows = await db
    .select()
    .from(observations)
    .where(inArray(observations.paperId, sql`(select value from json_each(${JSON.stringify(paperIds)}))`))
    .orderBy(asc(observations.at))
  return Map.groupBy(rows, (row) => row.paperId)
}

/** Everything observed of one paper, in order of time. */
export const historyOf = (db: Database, paperId: string): Promise<Observation[]> =>
  db.select().from(observations).where(eq(observations.paperId, paperId)).orderBy(asc(observations.at))
