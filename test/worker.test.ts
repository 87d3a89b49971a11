import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
  waitOnExecutionContext,
} from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { BATCHES_PER_DAY } from '../src/db/batches.ts'
import { batches, jobRuns } from '../src/db/schema.ts'
import worker from '../src/worker.ts'
import { someReaders } from './helpers/readers.ts'
import { aListOf, listOf, quietUpstreams } from './helpers/upstreams.ts'
import { aNewWorld, type World } from './helpers/world.ts'

/** The first batch of the first day of a schedule. */
const FIRST_BATCH = BATCHES_PER_DAY
const CRON = '*/15 * * * *'
/** Time is played: waiting between two requests to arXiv is skipped. */
const played = { ...env, CLOCK: 'ticks' } as unknown as Env
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  quietUpstreams(world)
})

/** One cron event through the Worker's own door. */
async function fire(at: string): Promise<void> {
  const context = createExecutionContext()
  await worker.scheduled(createScheduledController({ scheduledTime: Date.parse(at), cron: CRON }), played)
  await waitOnExecutionContext(context)
}

/** One delivery of the queue through the Worker's own door; returns what the queue is told. */
async function deliver(queue: string, batchIds: number[]) {
  const messages = batchIds.map((batchId, n) => ({
    id: `m${n}`,
    timestamp: new Date(0),
    attempts: 1,
    body: { batchId },
  }))
  const batch = createMessageBatch<{ batchId: number }>(queue, messages)
  const context = createExecutionContext()
  await worker.queue(batch, played)
  return getQueueResult(batch, context)
}

test('cron and queue take a list of papers to a reader’s inbox', async () => {
  listOf(world, '2026-01-19', aListOf(20))
  await someReaders(world, ['ada@example.org'])
  for (const at of ['2026-01-19T12:00:00Z', '2026-01-20T02:00:00Z', '2026-01-20T07:00:00Z']) await fire(at)
  const result = await deliver('papertide-delivery', [FIRST_BATCH, FIRST_BATCH])
  expect(result).toMatchObject({ outcome: 'ok', explicitAcks: ['m0', 'm1'] })
  const [mail, ...more] = world.resend.to('ada@example.org')
  expect(more).toEqual([])
  expect(mail?.subject).toBe('Paper 2601.00001 and 14 more rising papers')
  expect(mail?.html).toContain('http://localhost:8787/editions/2026-01-20')
})

test('a message for a batch that is not there is answered and forgotten', async () => {
  expect(await deliver('papertide-delivery', [FIRST_BATCH + 9])).toMatchObject({ explicitAcks: ['m0'] })
  expect(world.resend.calls).toEqual([])
})

test('a dead letter is noted, not sent: the next tick sends another', async () => {
  listOf(world, '2026-01-19', aListOf(20))
  await someReaders(world, ['ada@example.org'])
  for (const at of ['2026-01-20T02:00:00Z', '2026-01-20T07:00:00Z']) await fire(at)
  expect(await deliver('papertide-delivery-dead', [FIRST_BATCH])).toMatchObject({ explicitAcks: ['m0'] })
  expect(world.resend.calls).toEqual([])
  expect(await world.deps.db.select().from(batches)).toMatchObject([{ state: 'planned', attempts: 0 }])
})

test('a job that fails does not stop the others, and the tick says so', async () => {
  await env.DB.prepare('drop table gates').run()
  await expect(fire('2026-01-19T12:00:00Z')).rejects.toThrow('2 failures')
  const runs = await world.deps.db.select().from(jobRuns)
  expect(Object.fromEntries(runs.map(({ job, status }) => [job, status]))).toEqual({
    ...{ ingest: 'failed', index: 'done', publish: 'done', deliver: 'failed', sweep: 'done' },
  })
})
