import { type JobRun, noteJobs } from '../db/job-runs.ts'
import type { Deps } from '../deps.ts'
import { publish } from '../editions/publish.ts'
import { deliver } from './deliver.ts'
import { keepIndex } from './index-papers.ts'
import { ingest } from './ingest.ts'
import { sweep } from './sweep.ts'

export type Job = {
  name: string
  /** A cron of wrangler.toml; a test compares the two. */
  cron: string
  /** May run twice, at once, late or not at all for a day. `at`: the instant of the tick, ms UTC. */
  run: (deps: Deps, at: number) => Promise<void>
}

const EVERY_QUARTER = '*/15 * * * *'

/** In the order in which a tick runs them: what one stores, the next may use. */
export const JOBS: readonly Job[] = [
  { name: 'ingest', cron: EVERY_QUARTER, run: ingest },
  { name: 'index', cron: EVERY_QUARTER, run: keepIndex },
  { name: 'publish', cron: EVERY_QUARTER, run: publish },
  { name: 'deliver', cron: EVERY_QUARTER, run: deliver },
  { name: 'sweep', cron: EVERY_QUARTER, run: sweep },
]

/** Runs the jobs of a cron. One that fails does not stop the others; the tick then fails, so that it is seen. */
export async function runJobs(deps: Deps, cron: string, at: number): Promise<void> {
  const failures: unknown[] = []
  const runs: JobRun[] = []
  for (const job of JOBS.filter((job) => job.cron === cron)) {
    try {
      await job.run(deps, at)
      runs.push({ job: job.name, at, status: 'done', error: null })
    } catch (error) {
      failures.push(error)
      runs.push({ job: job.name, at, status: 'failed', error: String(error).slice(0, 300) })
    }
  }
  if (runs.length > 0) await noteJobs(deps.db, runs).catch((error) => failures.push(error))
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} failures: ${failures.map(String).join('; ')}`)
}
