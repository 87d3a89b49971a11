import { env } from 'cloudflare:workers'
import { wholeDatabase } from './world.ts'

export type Backup = Record<string, unknown[]>

/** All rows, as an export of the database holds them. */
export async function takeBackup(): Promise<Backup> {
  const { results } = await env.DB.prepare('select * from sqlite_sequence').all()
  return { ...(await wholeDatabase()), sqlite_sequence: results }
}

/** The database is as it was: what happened since is gone from it, and from nowhere else. */
export async function putBack(backup: Backup): Promise<void> {
  const statements = Object.entries(backup).flatMap(([table, rows]) => {
    const columns = Object.keys((rows[0] ?? {}) as object)
    const clear = env.DB.prepare(`delete from "${table}"`)
    if (columns.length === 0) return [clear]
    const fill = env.DB.prepare(
      `insert into "${table}" (${columns.map((name) => `"${name}"`).join(', ')})
        select ${columns.map((name) => `value ->> '${name}'`).join(', ')} from json_each(?)`,
    )
    return [clear, fill.bind(JSON.stringify(rows))]
  })
  // Its own counter is written by the rows that were put back.
  await env.DB.batch(statements)
}
