import type { Hono } from 'hono'
import { latestEdition } from '../db/editions.ts'
import { lastRuns } from '../db/runs.ts'
import { runsSince } from '../db/source-runs.ts'
import type { Deps } from '../deps.ts'
import { DAY } from '../trending/day.ts'
import { type Door, page } from './door.ts'
import { StatusPage } from './pages/status.tsx'

const SOURCES = [
  { source: 'huggingface', name: 'Hugging Face' },
  { source: 'arxiv', name: 'arXiv' },
] as const

export function addStatus(app: Hono<Door>): void {
  app.get('/status', async (c) => {
    const status = await readStatus(c.get('deps'))
    return page(c, <StatusPage publicUrl={c.get('deps').config.PUBLIC_URL} {...status} />)
  })
  app.get('/status.json', async (c) => c.json(await readStatus(c.get('deps'))))
}

/** What is known of the last days: answers of the sources, the newest edition, where its mails are. */
async function readStatus({ db, now }: Deps) {
  const edition = await latestEdition(db)
  const sources = await Promise.all(
    SOURCES.map(async ({ source, name }) => {
      const runs = await runsSince(db, source, now() - 3 * DAY)
      const last = runs[0]
      return {
        name,
        lastGoodAt: runs.find((run) => run.status !== 'failed')?.at ?? null,
        trouble: last?.status === 'failed' ? (last.reason ?? 'the last answer could not be read') : null,
      }
    }),
  )
  const [run] = await lastRuns(db, 1)
  const { waiting, failed, ...sums } = run ?? {
    planned: 0,
    accepted: 0,
    refused: 0,
    excluded: 0,
    waiting: 0,
    failed: 0,
    uncertain: 0,
  }
  return {
    sources,
    edition: edition ? { date: edition.date, state: edition.state } : null,
    delivery: { ...sums, parked: waiting + failed },
    now: now(),
  }
}
