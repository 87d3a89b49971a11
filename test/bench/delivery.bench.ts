import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { openDatabase } from '../../src/db/client.ts'
import { editions } from '../../src/db/schema.ts'
import { enqueueDue, planDue } from '../../src/delivery/plan.ts'
import { deliverBatch } from '../../src/delivery/send.ts'
import type { Deps } from '../../src/deps.ts'
import { FORMULA } from '../../src/ranking/formula.ts'
import { HOUR } from '../../src/time/dates.ts'
import { anEdition } from '../helpers/editions.ts'
import { aNewWorld } from '../helpers/world.ts'
import { type Cost, countedDatabase } from './counted.ts'

/** Batches that are handed over to measure one (count). */
const SAMPLE = 10
const SEVEN = Date.parse('2026-01-30T07:00:00Z')

/** Readers evenly over schedules that are all due at 07:00 UTC: at once is the worst. */
async function fill(readers: number, schedules: number): Promise<void> {
  const hours = [4, 5, 6, 7]
  const rows = Array.from({ length: schedules }, (_, n) => [hours[n % 4], [20, 10, 5][n % 3], 127 - (n >> 2)])
  await env.DB.prepare(
    `insert into schedules (id, kind, timezone, hour, days, papers)
      select key + 1, 'daily', 'UTC', value ->> 0, (value ->> 2) | 16, value ->> 1 from json_each(?)`,
  )
    .bind(JSON.stringify(rows))
    .run()
  const step = 100_000
  for (let first = 1; first <= readers; first += step)
    await env.DB.prepare(
      `insert into subscribers (id, email, state, schedule_id, schedule_from, created_at, confirmed_at)
        with recursive n(id) as (select cast(? as integer) union all select id + 1 from n where id < cast(? as integer))
        select id, 'reader' || id || '@mail.example.org', 'active', 1 + id % cast(? as integer), '2026-01-01', 1, 1 from n`,
    )
      .bind(first, Math.min(readers, first + step - 1), schedules)
      .run()
}

async function measure(readers: number, schedules: number) {
  const world = await aNewWorld('2026-01-30T02:30:00Z')
  await world.deps.db
    .insert(editions)
    .values({ ...anEdition(), publishedAt: SEVEN - 5 * HOUR, formula: FORMULA, cohorts: [] })
  await fill(readers, schedules)
  let [bytes, calls] = [0, 0]
  vi.stubGlobal('fetch', async (_: unknown, init: RequestInit) => {
    calls++
    bytes += String(init.body).length
    return Response.json({ data: Array.from({ length: 100 }, () => ({ id: 'x' })) })
  })
  const counting = (): { deps: Deps; cost: Cost } => {
    const { database, cost } = countedDatabase(env.DB)
    const { database: search } = countedDatabase(env.SEARCH, cost)
    return { deps: { ...world.deps, db: openDatabase(database), search }, cost }
  }
  world.deps.config.PLAN = 'paid'
  world.at(SEVEN)
  const plan = counting()
  const began = performance.now()
  await planDue(plan.deps, SEVEN)
  const planned = performance.now() - began
  const idle = counting()
  await planDue(idle.deps, SEVEN)
  await enqueueDue(idle.deps, SEVEN)
  const total = await env.DB.prepare('select count(*) as n, sum(planned) as readers from batches').first<{
    n: number
    readers: number
  }>()
  expect(total?.readers).toBe(readers)

  const some = world.messages.splice(0).slice(0, SAMPLE)
  const send = counting()
  for (const { batchId = 0 } of some) expect(await deliverBatch(send.deps, batchId)).toBe('accepted')
  const mails = (readers / (total?.n ?? 1)) * some.length
  // A schedule day is settled once (1 row); planning and sending by their own counts.
  const written = (plan.cost.written + schedules) * (100 / readers) + send.cost.written * (100 / mails)
  return {
    readers,
    schedules,
    'planning: s': (planned / 1000).toFixed(2),
    'rows read': plan.cost.read,
    'rows written': plan.cost.written,
    queries: plan.cost.queries,
    'next tick: rows read': idle.cost.read,
    'per 100 mails: read': ((send.cost.read / mails) * 100).toFixed(1),
    'written ': ((send.cost.written / mails) * 100).toFixed(1),
    'all written per 100': written.toFixed(2),
    'provider calls': ((calls / mails) * readers).toFixed(0),
    'MB per batch': (bytes / calls / 1e6).toFixed(2),
  }
}

test('what it costs to plan and to hand over', async () => {
  const rows: Record<string, unknown>[] = []
  for (const [readers, schedules] of [
    [1_000, 1],
    [1_000, 24],
    [100_000, 12],
    [1_000_000, 24],
  ] as const)
    rows.push(await measure(readers, schedules))
  const names = Object.keys(rows[0] ?? {})
  const line = (cells: unknown[]) => `| ${cells.join(' | ')} |`
  console.log(
    ['', line(names), line(names.map(() => '--:')), ...rows.map((row) => line(Object.values(row)))].join(
      '\n',
    ),
  )
  // A schedule of fewer than 100 readers still takes a batch of its own.
  for (const row of rows.filter(({ readers, schedules }) => Number(readers) / Number(schedules) >= 1_000))
    expect(Number(row['all written per 100'])).toBeLessThanOrEqual(6)
  // A tick with nothing to plan reads schedules and batches, not subscribers.
  for (const row of rows)
    expect(Number(row['next tick: rows read'])).toBeLessThan(
      100 + 15 * Number(row.schedules) + Number(row.readers) / 45,
    )
})
