import { sql } from 'drizzle-orm'
import { addDays } from '../time/dates.ts'
import type { Database } from './client.ts'

/**
 * Papers picked in a week by kind of author (counts): how many were picked, were listed later, and
 * were in the top 10 of their week.
 */
export type Outcome = { picks: number; listed: number; top: number }
/**
 * `week`: its Monday (date). `known`: with an author who was on a list before; `newcomers`:
 * without.
 */
export type RecordWeek = { week: string; known: Outcome; newcomers: Outcome }

const NOTHING: Outcome = { picks: 0, listed: 0, top: 0 }
const TOP = 10

/** The Monday of the week of a date in SQLite. */
const monday = (date: string) => sql.raw(`date(${date}, 'weekday 0', '-6 days')`)

/** The Monday of the first week with picks; null before the first. One row read. */
export async function firstWeek(db: Database): Promise<string | null> {
  const row = await db.get<{ week: string | null }>(
    sql`select ${monday('min(day)')} as week from early_picks`,
  )
  return row?.week ?? null
}

/**
 * The results of the picks of some weeks (Mondays, both included), newest week first. The top 10 of
 * a week are the papers first listed in it with the most upvotes at our last observation.
 */
export async function recordOf(db: Database, from: string, to: string): Promise<RecordWeek[]> {
  const rows = await db.all<Outcome & { week: string; newcomer: number }>(sql`
    with placed as (
      select s.key as paper_id, row_number() over (partition by ${monday('listed_on')}
        order by cast(s.value ->> '$.parts.upvotes' as integer) desc, s.key desc) as place
      from list_scores, json_each(scores) s where listed_on >= ${from})
    select ${monday('e.day')} as week, newcomer, count(*) as picks, count(p.listed_on) as listed,
      count(t.paper_id) as top
    from early_picks e left join papers p on p.id = e.paper_id
      left join placed t on t.paper_id = e.paper_id and t.place <= ${TOP}
    where e.day >= ${from} and e.day < ${addDays(to, 7)} group by 1, 2 order by 1 desc`)
  const weeks = Map.groupBy(rows, ({ week }) => week)
  return [...weeks].map(([week, kinds]) => {
    const of = (kind: number): Outcome => {
      const { picks, listed, top } = kinds.find(({ newcomer }) => newcomer === kind) ?? NOTHING
      return { picks, listed, top }
    }
    return { week, known: of(0), newcomers: of(1) }
  })
}
