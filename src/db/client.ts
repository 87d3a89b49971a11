import type { D1Database } from '@cloudflare/workers-types'
import type { SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core'

/** D1 with types. */
export const openDatabase = (binding: D1Database) => drizzle(binding)
export type Database = ReturnType<typeof openDatabase>

/** A statement that was not run yet: a query builder, or SQL text with its parameters. */
export type Statement = SQL | { toSQL(): { sql: string; params: unknown[] } }

/**
 * D1 allows two million bytes in one parameter, and in one row
 * (https://developers.cloudflare.com/d1/platform/limits/).
 */
const MOST_BYTES = 1_000_000
const encoder = new TextEncoder()

/**
 * Rows as JSON lists, each a parameter of its own statement: none above a million bytes, unless a
 * single row is larger. At least one list, because some statements must run without rows too.
 */
export function asJsonLists(rows: readonly unknown[]): string[] {
  const lists: string[][] = [[]]
  let size = 0
  for (const row of rows) {
    const json = JSON.stringify(row)
    const bytes = encoder.encode(json).byteLength + 1
    if (size > 0 && size + bytes > MOST_BYTES) {
      lists.push([])
      size = 0
    }
    lists.at(-1)?.push(json)
    size += bytes
  }
  return lists.map((list) => `[${list.join(',')}]`)
}

/** A statement, or several in place of one whose parameter would be too large. */
export type Statements = Statement | readonly Statement[]

const dialect = new SQLiteAsyncDialect()

/**
 * Runs statements in order in one transaction: all take effect or none. D1 has no interactive
 * transactions; its batch() is atomic
 * (https://developers.cloudflare.com/d1/worker-api/d1-database/#batch). Drizzle's own batch()
 * cannot take SQL text. Returns the raw rows of each statement.
 */
export async function atomically(db: Database, statements: readonly Statements[]): Promise<unknown[][]> {
  const prepared = statements.flat().map((statement) => {
    const { sql, params } = 'toSQL' in statement ? statement.toSQL() : dialect.sqlToQuery(statement)
    return db.$client.prepare(sql).bind(...params)
  })
  const answers = await db.$client.batch(prepared)
  return answers.map(({ results }) => results)
}
