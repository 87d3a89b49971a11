import { sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { jobRuns } from './schema.ts'

export type JobRun = typeof jobRuns.$inferSelect

/** Stores the latest run of a unit of work; a run of an older tick changes nothing. */
export async function noteJob(db: Database, run: JobRun): Promise<void> {
  const { job, ...set } = run
  await db
    .insert(jobRuns)
    .values(run)
    .onConflictDoUpdate({ target: jobRuns.job, set, setWhere: sql`${jobRuns.at} <= ${run.at}` })
}

export const lastJobRuns = (db: Database): Promise<JobRun[]> => db.select().from(jobRuns)
