import { sql } from 'drizzle-orm'
import type { Repo } from '../sources/github.ts'
import type { Database } from './client.ts'

/**
 * Papers listed from `from` (date) on, whose code is due if it was last asked for by `before` (ms).
 */
export type Watch = { from: string; before: number }

/**
 * Repositories that are due: those of `watched` papers, and of older, `remembered` papers; newest
 * list first.
 */
export async function reposDue(
  db: Database,
  watched: Watch,
  remembered: Watch,
  limit: number,
): Promise<string[]> {
  const rows = await db.all<{ name: string }>(sql`
    select lower(p.repo) as name from papers p left join repos r on r.name = lower(p.repo)
    where p.listed_on >= ${remembered.from} and p.repo is not null and coalesce(r.asked_at, 0) <=
      case when p.listed_on >= ${watched.from} then ${watched.before} else ${remembered.before} end
    group by lower(p.repo) order by max(p.listed_on) desc, lower(p.repo) limit cast(${limit} as integer)`)
  return rows.map(({ name }) => name)
}

/**
 * Statements: store GitHub's answer at `at` (ms), and the stars as observations of the papers
 * listed from `from` on.
 */
export const saveRepos = (repos: readonly Repo[], from: string, at: number) => [
  sql`
    insert into repos (name, moved_to, gone, asked_at)
    select value ->> 'name', value ->> 'movedTo', value ->> 'gone', ${at}
    from json_each(${JSON.stringify(repos)}) where true
    on conflict (name) do update set moved_to = excluded.moved_to, gone = excluded.gone, asked_at = excluded.asked_at`,
  sql`
    insert into observations (paper_id, source, at, stars)
    select p.id, 'github', ${at}, value ->> 'stars'
    from json_each(${JSON.stringify(repos)}) join papers p on p.repo collate nocase = value ->> 'name'
    where p.listed_on >= ${from} and value ->> 'stars' is not null
    on conflict do nothing`,
]
