import { inArray, lt, sql } from 'drizzle-orm'
import type { Gist } from '../ranking/alike.ts'
import { asJsonLists, type Database } from './client.ts'
import { gists } from './schema.ts'

/** The stored gists of these papers (ids), by id. */
export async function storedGists(db: Database, ids: readonly string[]): Promise<Map<string, Gist>> {
  const rows = await db
    .select({ id: gists.paperId, words: gists.words, weights: gists.weights })
    .from(gists)
    .where(inArray(gists.paperId, sql`(select value from json_each(${JSON.stringify(ids)}))`))
  return new Map(
    rows.map(({ id, words, weights }) => [id, { words: words === '' ? [] : words.split(' '), weights }]),
  )
}

/** Keeps gists that were made at `at` (ms). The first of a paper stays. */
export async function saveGists(db: Database, made: ReadonlyMap<string, Gist>, at: number): Promise<void> {
  const rows = [...made].map(([id, { words, weights }]) => ({ id, words: words.join(' '), weights }))
  if (rows.length === 0) return
  for (const list of asJsonLists(rows))
    await db.run(sql`
      insert into gists (paper_id, words, weights, made_at)
      select value ->> 'id', value ->> 'words', value -> 'weights', ${at} from json_each(${list}) where true
      on conflict do nothing`)
}

/** Forgets gists that were made before an instant (ms): what is still needed is made again. */
export async function forgetGists(db: Database, before: number): Promise<void> {
  await db.delete(gists).where(lt(gists.madeAt, before))
}
