import type { D1Database } from '@cloudflare/workers-types'
import type { SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core'
import * as schema from './schema.ts'

/** The typed door to D1. */
export const openDatabase = (binding: D1Database) => drizzle(binding, { schema })
export type Database = ReturnType<typeof openDatabase>

/** A statement that was not run yet: a query builder's, or SQL text with its parameters. */
export type Statement = SQL | { toSQL(): { sql: string; params: unknown[] } }

const dialect = new SQLiteAsyncDialect()

/**
 * Runs statements in order in one transaction: all take effect or none. D1 has no interactive transactions;
 * its batch() is atomic (https://developers.cloudflare.com/d1/worker-api/d1-database/#batch).
 * Drizzle's own batch() cannot take SQL text. Returns the raw rows of each statement.
 */
export async function atomically(db: Database, statements: readonly Statement[]): Promise<unknown[][]> {
  const prepared = statements.map((statement) => {
    const { sql, params } = 'toSQL' in statement ? statement.toSQL() : dialect.sqlToQuery(statement)
    return db.$client.prepare(sql).bind(...params)
  })
  const answers = await db.$client.batch(prepared)
  return answers.map(({ results }) => results)
}
