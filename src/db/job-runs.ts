import { sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { jobRuns } from './schema.ts'

export type JobRun = typeof jobRuns.$inferSelect

/**
 * Stores the latest run of a unit of work; a run of an older tick changes nothing, and another of
 * the same tick writes no row.
 */
export async function noteJob(db: Database, run: JobRun): Promise<void> {
  const { job, ...set } = run
  await db
    .insert(jobRuns)
    .values(run)
    .onConflictDoUpdate({
      target: jobRuns.job,
      set,
      setWhere: sql`${jobRuns.at} < ${run.at} or (${jobRuns.at} = ${run.at}
        and (${jobRuns.status}, ${jobRuns.error}) is not (${run.status}, ${run.error}))`,
    })
}

export const lastJobRuns = (db: Database): Promise<JobRun[]> => db.select().from(jobRuns)
