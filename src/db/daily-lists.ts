import { and, asc, between, desc, eq, inArray, isNotNull, isNull, max, sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { isOnList, scoreOfPaper } from './current-scores.ts'
import { paperColumns } from './papers.ts'
import { listScores, papers } from './schema.ts'

const comments = sql<number | null>`(
  select comments from observations o where o.paper_id = ${papers.id} and o.source = 'huggingface'
    and o.comments is not null order by o.at desc limit 1)`

const columns = { paper: paperColumns, score: scoreOfPaper, comments }

/** The newest day that has a daily list; null before the first. */
export async function newestListed(db: Database): Promise<string | null> {
  const row = await db
    .select({ day: max(papers.listedOn) })
    .from(papers)
    // The index holds listed papers only.
    .where(isNotNull(papers.listedOn))
    .get()
  return row?.day ?? null
}

/**
 * Papers of the daily lists from `from` to `to` (dates, both included), with their current score
 * and newest number of comments if known. `trending`: by score; otherwise the newest list first,
 * and by votes within it.
 */
export const listedBetween = (
  db: Database,
  { from, to }: { from: string; to: string },
  order: 'publishedAt' | 'trending',
  { limit, offset }: { limit: number; offset: number },
) =>
  db
    .select(columns)
    .from(papers)
    .leftJoin(listScores, isOnList)
    .where(and(between(papers.listedOn, from, to), eq(papers.withdrawn, false), isNull(papers.withdrawnHere)))
    .orderBy(
      ...(order === 'trending'
        ? [desc(sql`${scoreOfPaper} ->> 'now'`)]
        : [desc(papers.listedOn), desc(sql`${scoreOfPaper} -> 'parts' ->> 'upvotes'`)]),
      asc(papers.id),
    )
    .limit(limit)
    .offset(offset)

/** The same for some papers by their ids; in no order. */
export const listedOf = (db: Database, ids: readonly string[]) =>
  db
    .select(columns)
    .from(papers)
    .leftJoin(listScores, isOnList)
    .where(
      and(
        inArray(papers.id, sql`(select value from json_each(${JSON.stringify(ids)}))`),
        isNull(papers.withdrawnHere),
      ),
    )

export type ListedPaperRow = Awaited<ReturnType<typeof listedOf>>[number]
