import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
  waitOnExecutionContext,
} from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, expect, test, vi } from 'vitest'
import { BATCHES_PER_DAY } from '../src/db/batches.ts'
import { batches, jobRuns } from '../src/db/schema.ts'
import type { UnitMessage } from '../src/deps.ts'
import worker from '../src/worker.ts'
import { someReaders } from './helpers/readers.ts'
import { aListOf, listOf, quietUpstreams } from './helpers/upstreams.ts'
import { aNewWorld, type World } from './helpers/world.ts'

/** The first batch of the first day of a schedule. */
const FIRST_BATCH = BATCHES_PER_DAY
const CRON = '*/15 * * * *'
const sent: UnitMessage[] = []
/** The log. */
const lines: { unit: string; outcome: string }[] = []
/**
 * Time is played: waiting between two requests to arXiv is skipped. What is sent to the queue waits
 * in `sent`.
 */
const played = {
  ...env,
  CLOCK: 'ticks',
  UNITS: {
    send: async (body: UnitMessage) => void sent.push(body),
    sendBatch: async (bodies: { body: UnitMessage }[]) => void sent.push(...bodies.map(({ body }) => body)),
  },
} as unknown as Env
let world: World
beforeEach(async () => {
  sent.length = 0
  world = await aNewWorld('2026-01-19T12:00:00Z')
  quietUpstreams(world)
  lines.length = 0
  vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(JSON.parse(String(line))))
})

/** One cron event through the Worker's own door. */
async function fire(at: string): Promise<void> {
  const context = createExecutionContext()
  await worker.scheduled(createScheduledController({ scheduledTime: Date.parse(at), cron: CRON }), played)
  await waitOnExecutionContext(context)
}

/** One delivery of the queue through the Worker's own door; returns what the queue is told. */
async function deliver(bodies: unknown[], { queue = 'papertide-units', attempts = 1 } = {}) {
  const messages = bodies.map((body, n) => ({ id: `m${n}`, timestamp: new Date(0), attempts, body }))
  const batch = createMessageBatch(queue, messages)
  const context = createExecutionContext()
  await worker.queue(batch, played)
  return getQueueResult(batch, context)
}

/**
 * A tick and all that comes of it, but for messages of units in `but`, which are lost; what throws
 * is tried three times.
 */
async function fireAndWork(at: string, but: string[] = []): Promise<void> {
  await fire(at)
  for (let body = sent.shift(); body; body = sent.shift()) {
    if (but.includes(body.unit)) continue
    for (const attempts of [1, 2, 3])
      if ((await deliver([body], { attempts })).explicitAcks.length === 1) break
  }
}
const aBatch = (batchId: number) => ({ v: 1, unit: 'batch', tick: 0, batchId })

test('cron and queue take a list of papers to a reader’s inbox', async () => {
  listOf(world, '2026-01-19', aListOf(20))
  await someReaders(world, ['ada@example.org'])
  for (const at of ['2026-01-19T12:00:00Z', '2026-01-20T02:00:00Z']) await fireAndWork(at)
  await fireAndWork('2026-01-20T07:00:00Z', ['batch'])
  const result = await deliver([aBatch(FIRST_BATCH), aBatch(FIRST_BATCH)])
  expect(result).toMatchObject({ outcome: 'ok', explicitAcks: ['m0', 'm1'] })
  const [mail, ...more] = world.resend.to('ada@example.org')
  expect(more).toEqual([])
  expect(mail?.subject).toBe('Paper 2601.00001, Paper 2601.00002, Paper 2601.00003 + 12 more')
  expect(mail?.html).toContain('http://localhost:8787/editions/2026-01-20')
})

test('a message for a batch that is not there is answered and forgotten', async () => {
  expect(await deliver([aBatch(FIRST_BATCH + 9)])).toMatchObject({ explicitAcks: ['m0'] })
  expect(world.resend.calls).toEqual([])
})

test('a dead letter is noted, not sent: the next tick sends another', async () => {
  listOf(world, '2026-01-19', aListOf(20))
  await someReaders(world, ['ada@example.org'])
  await fireAndWork('2026-01-20T02:00:00Z')
  await fireAndWork('2026-01-20T07:00:00Z', ['batch'])
  const dead = { queue: 'papertide-units-dead' }
  expect(await deliver([aBatch(FIRST_BATCH)], dead)).toMatchObject({ explicitAcks: ['m0'] })
  expect(world.resend.calls).toEqual([])
  expect(await world.deps.db.select().from(batches)).toMatchObject([{ state: 'planned', attempts: 0 }])
})

test('a unit that throws comes again; after three times its failure is noted and what comes after it has its turn', async () => {
  await env.DB.prepare('drop table gates').run()
  await fire('2026-01-19T12:00:00Z')
  const list = sent.find(({ unit }) => unit === 'list')
  expect(await deliver([list])).toMatchObject({ explicitAcks: [], retryMessages: [{ msgId: 'm0' }] })
  await fireAndWork('2026-01-19T12:15:00Z')
  const runs = await world.deps.db.select().from(jobRuns)
  expect(Object.fromEntries(runs.map(({ job, status }) => [job, status]))).toEqual({
    tick: 'done',
    list: 'failed',
    ids: 'failed',
    stories: 'failed',
    scores: 'done',
    publish: 'done',
    index: 'done',
    compare: 'done',
    page: 'failed',
    sweep: 'done',
  })
})

test('where time is played, /status.json is busy from the tick until the last unit has ended', async () => {
  const status = async () => {
    const request = new Request<unknown, IncomingRequestCfProperties>('http://localhost:8787/status.json')
    return (await (await worker.fetch(request, played, createExecutionContext())).json()) as {
      busy?: boolean
    }
  }
  await fireAndWork('2026-01-19T12:00:00Z')
  expect(await status()).toMatchObject({ busy: false })
  await fire('2026-01-19T12:15:00Z')
  expect(await status()).toMatchObject({ busy: true })
  const waiting = sent.splice(0)
  // Each sends the next one, so the end of one is no end of the work.
  for (const body of waiting) await deliver([body])
  expect(sent.length).toBeGreaterThan(0)
  expect(await status()).toMatchObject({ busy: true })
  for (let body = sent.shift(); body; body = sent.shift()) await deliver([body])
  expect(await status()).toMatchObject({ busy: false })
  // What throws keeps it busy while it is tried, and no longer.
  await env.DB.prepare('drop table notices').run()
  await env.DB.prepare('drop table gates').run()
  await fireAndWork('2026-01-19T13:00:00Z')
  expect(await status()).toMatchObject({ busy: false })
})

test('what is no message of this version is acknowledged and forgotten, with a line in the log', async () => {
  const bad = [null, 7, 'x', [], {}, { v: 0, unit: 'list', tick: 1 }, { batchId: 3 }, { v: 1, unit: 'list' }]
  expect((await deliver(bad)).explicitAcks).toHaveLength(bad.length)
  expect(lines.filter(({ outcome }) => outcome === 'forgotten')).toHaveLength(bad.length)
  const unknown = { v: 1, unit: 'mining', tick: Date.parse('2026-01-19T12:00:00Z') }
  expect(await deliver([unknown])).toMatchObject({ explicitAcks: ['m0'] })
  expect(world.asked).toEqual([])
})
