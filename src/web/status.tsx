import type { Hono } from 'hono'
import { deliverySums } from '../db/batches.ts'
import { latestEdition } from '../db/editions.ts'
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
  const { waiting, failed, ...sums } = await deliverySums(db, edition?.date ?? '')
  return {
    sources,
    edition: edition ? { date: edition.date, state: edition.state } : null,
    delivery: { ...sums, parked: waiting + failed },
    now: now(),
  }
}
