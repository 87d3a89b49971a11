import { sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { jobRuns } from './schema.ts'

export type JobRun = typeof jobRuns.$inferSelect

/** Keeps the latest run of each job; one statement for all of a tick. */
export async function noteJobs(db: Database, runs: readonly JobRun[]): Promise<void> {
  const { at, status, error } = jobRuns
  const given = (column: { name: string }) => sql.raw(`excluded.${column.name}`)
  await db
    .insert(jobRuns)
    .values([...runs])
    .onConflictDoUpdate({
      target: jobRuns.job,
      set: { at: given(at), status: given(status), error: given(error) },
    })
}

export const lastJobRuns = (db: Database): Promise<JobRun[]> => db.select().from(jobRuns)
