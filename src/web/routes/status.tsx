import type { Hono } from 'hono'
import { lastRuns } from '../../db/delivery-sums.ts'
import { latestEdition } from '../../db/editions.ts'
import { lastJobRuns } from '../../db/job-runs.ts'
import { runsSince } from '../../db/source-runs.ts'
import { isStalled, RUNS_SHOWN } from '../../delivery/stalled.ts'
import type { Deps } from '../../deps.ts'
import { DAY } from '../../time/dates.ts'
import { type AppEnv, page } from '../context.ts'
import { StatusPage } from '../pages/status.tsx'

/** A tick comes every quarter of an hour; this long without one (ms), and something is wrong. */
const LATE_TICK = 45 * 60_000

const SOURCES = [
  { source: 'huggingface', name: 'Hugging Face' },
  { source: 'arxiv', name: 'arXiv' },
  { source: 'hackernews', name: 'Hacker News' },
  { source: 'github', name: 'GitHub' },
] as const

export function addStatus(app: Hono<AppEnv>): void {
  app.get('/status', async (c) => {
    const status = await readStatus(c.get('deps'))
    return page(c, <StatusPage publicUrl={c.get('deps').config.PUBLIC_URL} {...status} />)
  })
  app.get('/status.json', async (c) => {
    const { config, busy } = c.get('deps')
    // Asked first: when it is false, all that the newest tick stores is in what follows.
    const played = config.CLOCK === 'ticks' ? { busy: busy() } : {}
    return c.json({ ...(await readStatus(c.get('deps'))), ...played })
  })
}

/** What is known of the last days: answers of the sources, the newest edition, where the mails are. `ok`: no `problems`. */
async function readStatus({ db, config, now }: Deps) {
  const edition = await latestEdition(db)
  // Without a token GitHub is never asked.
  const read = SOURCES.filter(({ source }) => source !== 'github' || config.GITHUB_TOKEN)
  const sources = await Promise.all(
    read.map(async ({ source, name }) => {
      const runs = await runsSince(db, source, now() - 3 * DAY)
      const last = runs[0]
      return {
        name,
        lastGoodAt: runs.find((run) => run.status !== 'failed')?.at ?? null,
        error: last?.status === 'failed' ? (last.reason ?? 'the last answer could not be read') : null,
      }
    }),
  )
  const [runs, jobs] = await Promise.all([lastRuns(db, RUNS_SHOWN), lastJobRuns(db)])
  const tick = Math.max(0, ...jobs.map(({ at }) => at)) || null
  const problems = [
    ...runs
      .filter((run) => isStalled(run, now()))
      .map((run) => `The delivery of the edition of ${run.edition} is stalled.`),
    ...(tick !== null && now() - tick > LATE_TICK ? ['No tick has run for too long: nothing is sent.'] : []),
    ...jobs.filter(({ status }) => status === 'failed').map(({ job }) => `The last ${job} failed.`),
  ]
  return {
    ok: problems.length === 0,
    problems,
    tick,
    sources,
    edition: edition ? { date: edition.date, state: edition.state } : null,
    runs,
    now: now(),
  }
}
