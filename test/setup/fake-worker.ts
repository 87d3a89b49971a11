import type { WorkerFacts } from '../../scripts/setup/worker-api.ts'
import type { Account } from './fake-cloudflare.ts'

/** What the deployed Worker's database would tell, to be changed by tests. */
export type Inside = Pick<WorkerFacts, 'sources' | 'readers' | 'days' | 'unindexed' | 'undecided'> & {
  problems: string[]
  /** Of its clock, against the test's (ms). */
  clockOff: number
}

export const anInside = (): Inside => ({
  sources: [],
  readers: [],
  days: [],
  unindexed: 0,
  undecided: 0,
  problems: [],
  clockOff: 0,
})

const CHECKED = ['huggingface', 'arxiv', 'hackernews']

/** Answers as the Worker that is deployed under this address does (src/web/routes/doctor.ts). */
export function answerWorker(account: Account, inside: Inside, request: Request, now: number): Response {
  const { hostname, pathname } = new URL(request.url)
  const worker = Object.values(account.workers).find(
    ({ config }) => config.routes?.[0]?.pattern === hostname || `${config.name}.ada.workers.dev` === hostname,
  )
  if (!worker) return new Response('error code: 1042', { status: 404 })
  const { vars } = worker.config
  const databases = worker.config.d1_databases.map(({ database_id }) =>
    Object.values(account.databases).find(({ uuid }) => uuid === database_id),
  )
  if (!worker.secrets.TOKEN_SECRET || !worker.secrets.RESEND_API_KEY)
    return new Response('TOKEN_SECRET is not set.', { status: 500 })
  if (databases.some((database) => !database || database.migrations.length === 0))
    return new Response('Something went wrong', { status: 500 })
  if (pathname === '/status.json') return Response.json({ problems: inside.problems })
  if (request.headers.get('authorization') !== `Bearer ${worker.secrets.ADMIN_TOKEN}`)
    return Response.json({ error: 'Authorization' }, { status: 401 })
  const at = now + inside.clockOff
  if (pathname === '/operator/tick') {
    worker.lastTick = at
    inside.unindexed = Math.max(0, inside.unindexed - 250)
    inside.sources = CHECKED.map((source) => ({ source, lastGoodAt: at, error: null }))
    return Response.json({ at, ok: true })
  }
  const facts: WorkerFacts = {
    version: worker.version,
    now: at,
    config: {
      PUBLIC_URL: vars.PUBLIC_URL ?? '',
      MAIL_FROM: vars.MAIL_FROM ?? '',
      MAIL_POSTAL_ADDRESS: vars.MAIL_POSTAL_ADDRESS ?? '',
      MAIL_BATCH_SIZE: Number(vars.MAIL_BATCH_SIZE),
      CLOCK: vars.CLOCK ?? 'real',
    },
    jobs:
      worker.lastTick === null ? [] : [{ job: 'ingest', at: worker.lastTick, status: 'done', error: null }],
    ...{ sources: inside.sources, readers: inside.readers, days: inside.days },
    ...{ unindexed: inside.unindexed, undecided: inside.undecided, lastWebhookCall: null },
  }
  return Response.json(facts)
}
