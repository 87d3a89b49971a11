import { sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { type Action, actOnce } from './operator.ts'

/** Withdraws a known paper. False when it is not known, or was withdrawn here before. */
export const withdrawHere = (db: Database, paperId: string, action: Action): Promise<boolean> =>
  actOnce(db, action, sql`exists (select 1 from papers where id = ${paperId} and withdrawn_here is null)`, [
    sql`update papers set withdrawn_here = ${action.at} where id = ${paperId} and withdrawn_here is null`,
  ])

/** Takes a withdrawal back. False when the paper was not withdrawn here. */
export const bringBackHere = (db: Database, paperId: string, action: Action): Promise<boolean> =>
  actOnce(
    db,
    action,
    sql`exists (select 1 from papers where id = ${paperId} and withdrawn_here is not null)`,
    [sql`update papers set withdrawn_here = null where id = ${paperId}`],
  )

/** Papers that were withdrawn here, newest withdrawal first. */
export const withdrawnPapers = (db: Database): Promise<{ id: string; title: string; at: number }[]> =>
  db.all(sql`
    select id, title, withdrawn_here as at from papers where withdrawn_here is not null
    order by withdrawn_here desc`)
