import { drizzle } from 'drizzle-orm/d1'
import * as schema from './schema.ts'

/** The typed door to D1. */
export const openDatabase = (binding: D1Database) => drizzle(binding, { schema })
export type Database = ReturnType<typeof openDatabase>
