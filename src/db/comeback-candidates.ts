import { and, between, type SQL, sql } from 'drizzle-orm'
import type { Paper } from '../papers/paper.ts'
import type { Database } from './client.ts'
import { paperColumns } from './papers.ts'
import { papers } from './schema.ts'

/**
 * Papers listed from `from` to `to` (dates) that no edition before `date` had, and whose counts by
 * one source, observed from `since` to `until` (ms), differ and exceed all earlier ones by at least
 * `stars` or `points`; withdrawn ones included. Whether that is growth is decided later.
 */
export const comebackCandidates = (
  db: Database,
  lists: { from: string; to: string },
  date: string,
  observed: { since: number; until: number },
  least: { stars: number; points: number },
): Promise<Paper[]> => {
  // Stars of the repository a paper had before are not its own.
  const before = (count: SQL, from: SQL) => sql`coalesce((
    select max(${count}) from observations b
    where b.paper_id = o.paper_id and b.source = o.source and b.at >= ${from} and b.at < ${observed.since}), 0)`
  return db
    .select(paperColumns)
    .from(papers)
    .where(
      and(
        between(papers.listedOn, lists.from, lists.to),
        sql`not exists (select 1 from edition_papers e where e.paper_id = ${papers.id} and e.edition_date < ${date})`,
        sql`exists (
          select 1 from observations o where o.paper_id = ${papers.id}
            and o.source in ('huggingface', 'github', 'hackernews') and o.at between ${observed.since} and ${observed.until}
          group by o.source
          having (max(o.stars) - min(o.stars) >= ${least.stars}
              and max(o.stars) - ${before(sql`b.stars`, sql`coalesce(${papers.repoSince}, 0)`)} >= ${least.stars})
            or (max(o.points) - min(o.points) >= ${least.points}
              and max(o.points) - ${before(sql`b.points`, sql`0`)} >= ${least.points}))`,
      ),
    )
}
