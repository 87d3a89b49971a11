import type { WorkerFacts } from '../../scripts/setup/worker-api.ts'
import type { Account } from './fake-cloudflare.ts'

type Row = {
  line: number
  email: string
  state: string
  confirmedAt: number | null
  consentText: string | null
}

/** What the deployed Worker's database would tell, to be changed by tests. */
export type Inside = Pick<
  WorkerFacts,
  'sources' | 'readers' | 'days' | 'unindexed' | 'undecided' | 'sizes'
> & {
  problems: string[]
  /** By address, in the order in which they came. */
  people: Map<string, Row>
  /** Rows that are taken before a budget is used up (count), and when it begins anew (ms). */
  quota: number
  retryAt: number
  /** Jobs that failed at the last tick. */
  failedJobs: string[]
  /** Of its clock, against the test's (ms). */
  clockOff: number
}

export const anInside = (): Inside => ({
  sources: [],
  readers: [],
  days: [],
  unindexed: 0,
  undecided: 0,
  sizes: [{ name: 'DB', bytes: 12e6, limit: 10e9 }],
  problems: [],
  failedJobs: [],
  people: new Map(),
  quota: Number.POSITIVE_INFINITY,
  retryAt: 0,
  clockOff: 0,
})

const CHECKED = ['huggingface', 'arxiv', 'hackernews'] as const

/** Answers as the Worker that is deployed under this address does (src/web/routes/doctor.ts). */
export async function answerWorker(
  account: Account,
  inside: Inside,
  request: Request,
  now: number,
): Promise<Response> {
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
    inside.failedJobs = []
    inside.problems = []
    inside.unindexed = Math.max(0, inside.unindexed - 250)
    inside.sources = CHECKED.map((source) => ({ source, lastGoodAt: at, error: null }))
    return Response.json({ at })
  }
  if (pathname === '/operator/readers')
    return request.method === 'GET' ? tellReaders(inside, request) : takeReaders(inside, await request.json())
  if (pathname === '/operator/stopped')
    return Response.json({ stopped: [{ hash: 'f'.repeat(32), reason: 'never', at }], next: null })
  const facts: WorkerFacts = {
    version: worker.version,
    now: at,
    config: {
      PUBLIC_URL: vars.PUBLIC_URL ?? '',
      MAIL_FROM: vars.MAIL_FROM ?? '',
      MAIL_POSTAL_ADDRESS: vars.MAIL_POSTAL_ADDRESS ?? '',
      MAIL_BATCH_SIZE: Number(vars.MAIL_BATCH_SIZE),
      MAIL_DAILY_QUOTA: Number(vars.MAIL_DAILY_QUOTA),
      CLOCK: vars.CLOCK ?? 'real',
    },
    jobs:
      worker.lastTick === null
        ? []
        : ['tick', 'plan'].map((job) => {
            const failed = inside.failedJobs.includes(job)
            return {
              job,
              at: worker.lastTick ?? 0,
              status: failed ? 'failed' : 'done',
              error: failed ? 'down' : null,
            }
          }),
    asked: [...CHECKED],
    sources: inside.sources,
    readers: inside.readers,
    days: inside.days,
    unindexed: inside.unindexed,
    undecided: inside.undecided,
    hasWebhook: true,
    lastWebhookCall: null,
    sizes: inside.sizes,
  }
  return Response.json(facts)
}

/** Pages of two, so that paging is seen. */
function tellReaders({ people }: Inside, request: Request): Response {
  const after = Number(new URL(request.url).searchParams.get('after'))
  const all = [...people.values()].map((row, index) => ({ id: index + 1, ...row }))
  const readers = all.filter(({ id }) => id > after).slice(0, 2)
  return Response.json({ readers, next: readers.length === 2 ? readers.at(-1)?.id : null })
}

/**
 * As src/subscribers/move-readers.ts, with the limits of a call; its rules have tests of their own.
 */
function takeReaders(inside: Inside, { mode, rows }: { mode: string; rows: Row[] }): Response {
  if (rows.length > (mode === 'ask' ? 3 : 100) || JSON.stringify(rows).length > 16_000)
    return Response.json({ error: 'too many' }, { status: 400 })
  const results: { line: number; outcome: string }[] = []
  for (const row of rows) {
    if (inside.people.has(row.email)) results.push({ line: row.line, outcome: 'already a reader' })
    else if (inside.quota-- <= 0) return Response.json({ results, retryAt: inside.retryAt })
    else if (mode === 'confirmed' && row.state === 'active' && !(row.confirmedAt && row.consentText))
      results.push({ line: row.line, outcome: 'refused: it is not said when and how they agreed.' })
    else {
      inside.people.set(row.email, row)
      results.push({ line: row.line, outcome: mode === 'ask' ? 'confirmation sent' : 'added' })
    }
  }
  return Response.json({ results })
}
