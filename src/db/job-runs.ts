import type { Database } from './client.ts'
import { jobRuns } from './schema.ts'

export type JobRun = typeof jobRuns.$inferSelect

/** Keeps the latest run of each job. */
export async function noteJob(db: Database, run: JobRun): Promise<void> {
  await db.insert(jobRuns).values(run).onConflictDoUpdate({ target: jobRuns.job, set: run })
}

export const lastJobRuns = (db: Database): Promise<JobRun[]> => db.select().from(jobRuns)
