import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeLeaving } from '../leave.ts'
import { freePort } from '../ports.ts'
import { MAILS } from '../setup/derive-config.ts'
import { applyMigrations, type RunningWorker, startWorker } from '../wrangler.ts'
import type { Written } from './counting.ts'
import { startProvider } from './cpu.ts'
import type { Job, Run } from './unit-run.ts'
import { workerdCpu } from './workerd-cpu.ts'

const QUARTER = 15 * 60_000
const HOUR = 4 * QUARTER
const DAY = 24 * HOUR
/** A Wednesday: what was submitted on Tuesday is announced in its night. */
const START = Date.parse('2026-01-21T00:00:00Z')
/** Papers that arXiv announces on the day that counts (count). */
const SUBMITTED = 1_200
const READERS = 100
/**
 * How long an answer of arXiv, and any other unit with its way through the queue, is taken to last
 * (ms).
 */
const ARXIV_ANSWERS = 1_500
const UNIT_TAKES = 500
/** Runs of each unit: the largest of the day, so often each, after so many to warm up (counts). */
const LARGEST = 8
const EACH = 12
const WARM = 40

type Done = { unit: string; job: Job; run: Run }
type Waiting = { at: number; job: Job }
type Caller = { call: (path: string, body?: unknown) => Promise<string>; worker: RunningWorker }

/**
 * What each unit takes, what a full day takes, and how late the papers of a full day come. Prints
 * tables.
 */
export async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'papertide-bench-'))
  beforeLeaving(async () => rmSync(folder, { recursive: true, force: true }))
  await applyMigrations(folder)
  const provider = await startProvider(100)
  const product = await open(folder, provider.url)
  await prepare(product)
  const day = new Day(product)
  for (let at = START - 7 * DAY; at < START; at += HOUR)
    await day.tick(at, 0, ['page', 'sweep', 'confirmations'])
  // What was announced before was read before.
  const read = ['16', '17', '18', '19'].map(
    (n) =>
      `('2026-01-${n}', ${['17', '18'].includes(n) ? '0, 0' : `${SUBMITTED}, ${SUBMITTED}`}, ${START - 6 * HOUR})`,
  )
  await product.call('/sql', `insert into arxiv_days (date, total, next, asked_at) values ${read.join(', ')}`)
  day.done.length = 0
  for (let at = START; at < START + DAY; at += QUARTER) await day.tick(at, SUBMITTED)
  await product.worker.stop()
  const kinds = Map.groupBy(day.done, ({ unit }) => unit)
  console.log(
    'Units of a full day, all that D1 counts; CPU of workerd without SQLite (answers of D1 from a tape)\n',
  )
  console.log(
    '| unit | runs | CPU warm p50 | p95 | cold | queries, most | requests, most | rows read, mean | rows written, mean |',
  )
  console.log('|---|--:|--:|--:|--:|--:|--:|--:|--:|')
  for (const [unit, runs] of [...kinds].sort()) {
    const cpu = await measure(folder, provider.url, runs)
    const most = (of: 'queries' | 'subrequests') => Math.max(...runs.map(({ run }) => run[of]))
    const mean = (of: 'rowsRead' | 'rowsWritten') => Math.round(sum(runs, of) / runs.length)
    const cells = [
      runs.length,
      ...cpu,
      most('queries'),
      most('subrequests'),
      mean('rowsRead'),
      mean('rowsWritten'),
    ]
    console.log(`| ${unit} | ${cells.map((cell) => cell.toLocaleString('en')).join(' | ')} |`)
  }
  printWritten(day)
  printDay(day)
  await provider.stop()
}

/**
 * Plays ticks and the queue behind them in a time of its own: one unit after the other, delays as
 * they are asked for.
 */
class Day {
  readonly done: Done[] = []
  /** `[papers, lag (ms)]` from the instant of the announcement. */
  readonly stored: [number, number][] = []
  readonly indexed: [number, number][] = []
  #free = 0
  #waiting: Waiting[] = []
  readonly #product: Caller
  constructor(product: Caller) {
    this.#product = product
  }

  /** @param skipped units that are not run; what comes after them is */
  async tick(at: number, submitted: number, skipped: readonly string[] = []): Promise<void> {
    this.#waiting.push({ at, job: { tick: at, now: at, submitted } })
    while (this.#waiting.length > 0) {
      this.#waiting.sort((a, b) => a.at - b.at)
      const [next] = this.#waiting as [Waiting]
      // What comes after the next tick is done by then.
      const now = Math.max(next.at, this.#free)
      if (now >= at + QUARTER) return
      this.#waiting.shift()
      const { message } = next.job
      if (!message || !skipped.includes(message.unit)) await this.#run({ ...next.job, now, submitted }, now)
      else {
        const [unit, ...rest] = message.next ?? []
        if (unit)
          this.#waiting.push({ at: now, job: { ...next.job, message: { ...message, unit, next: rest } } })
      }
    }
  }

  async #run(job: Job, now: number): Promise<void> {
    const run = JSON.parse(await this.#product.call('/run', job)) as Run
    const unit = job.message?.unit ?? 'tick'
    const took = run.subrequests > 0 ? ARXIV_ANSWERS : UNIT_TAKES
    this.#free = job.tick === undefined ? now + took : Math.max(this.#free, now)
    for (const { message, delaySeconds } of run.sent)
      this.#waiting.push({
        at: this.#free + delaySeconds * 1000,
        job: { message, now, submitted: job.submitted },
      })
    this.done.push({ unit, job, run })
    if (run.log.some(({ outcome }) => outcome === 'thrown')) throw new Error(JSON.stringify(run.log))
    if (now >= START && ['page', 'index'].includes(unit))
      await this.#look(unit === 'page' ? this.stored : this.indexed)
  }

  async #look(seen: [number, number][]): Promise<void> {
    const indexed = seen === this.indexed ? 'and revision = indexed_revision' : ''
    const sql = `select count(*) as n from papers where id between '2601.40100' and '2601.41999' ${indexed}`
    const [{ n }] = JSON.parse(await this.#product.call('/sql', sql)) as [{ n: number }]
    const before = seen.reduce((all, [papers]) => all + papers, 0)
    if (n > before) seen.push([n - before, this.#free - (START + HOUR)])
  }
}

async function open(folder: string, provider: string): Promise<Caller> {
  const port = await freePort()
  const worker = await startWorker({
    folder,
    port,
    script: 'scripts/bench/units-worker.ts',
    env: {
      CLOCK: 'real',
      TOKEN_SECRET: 'a-secret-of-the-bench',
      GITHUB_TOKEN: 'bench',
      // What `npm run setup` writes for the Free plan.
      PLAN: 'free',
      MAIL_BATCH_SIZE: String(MAILS.free),
      RESEND_API_KEY: 're_bench',
      RESEND_BASE_URL: provider,
    },
  })
  beforeLeaving(worker.stop)
  const call = async (path: string, body: unknown = '') => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: text })
    const answer = await response.text()
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${answer.slice(0, 300)}`)
    return answer
  }
  return { call, worker }
}

/** An archive, and readers with two schedules, one of them with topics. */
async function prepare({ call }: Caller): Promise<void> {
  await call('/grow?to=10000')
  await call(
    '/sql',
    `insert into schedules (id, kind, timezone, hour, days, papers, topics)
     values (1, 'daily', 'UTC', 7, 127, 20, ''), (2, 'daily', 'Europe/Berlin', 8, 127, 10, 'category=cs.CL')`,
  )
  await call(
    '/sql',
    `insert into subscribers (email, state, schedule_id, schedule_from, created_at, confirmed_at)
     with recursive n(id) as (select 1 union all select id + 1 from n where id < ${READERS})
     select 'r' || id || '@mail.example.org', 'active', 1 + id % 2, '2026-01-01', 1, 1 from n`,
  )
}

/** CPU milliseconds of a unit: warm p50 and p95, and the first run of a new process. */
async function measure(folder: string, provider: string, runs: readonly Done[]): Promise<number[]> {
  const largest = runs.toSorted((a, b) => weight(b) - weight(a)).slice(0, LARGEST)
  const { call, worker } = await open(folder, provider)
  for (const { job, run } of largest) await call('/load', { job, tape: run.tape })
  const cpuOf = async (path: string) => {
    const before = workerdCpu(worker.processGroup)
    const answer = await call(path)
    if (path !== '/' && answer !== 'played') throw new Error(`${runs[0]?.unit}: ${answer}`)
    return workerdCpu(worker.processGroup) - before
  }
  for (let n = 0; n < WARM; n++) await cpuOf('/')
  const idle: number[] = []
  for (let n = 0; n < WARM; n++) idle.push(await cpuOf('/'))
  const base = at(idle, 0.5)
  const cold = (await cpuOf('/play?id=0')) - base
  for (let n = 0; n < WARM; n++) await cpuOf(`/play?id=${n % largest.length}`)
  const warm: number[] = []
  for (let n = 0; n < EACH * largest.length; n++)
    warm.push((await cpuOf(`/play?id=${n % largest.length}`)) - base)
  await worker.stop()
  return [at(warm, 0.5), at(warm, 0.95), cold].map((value) => Math.max(0, Math.round(value * 10) / 10))
}

const weight = ({ run }: Done) =>
  run.tape.reduce((all, answer) => all + answer.length, run.subrequests * 100_000)
const at = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
const sum = (runs: readonly Done[], of: 'queries' | 'subrequests' | 'rowsRead' | 'rowsWritten') =>
  runs.reduce((all, { run }) => all + run[of], 0)

/**
 * Rows written by statement: those of the table itself, and all that D1 counts, which are those and
 * the entries of its indexes.
 */
function printWritten({ done }: Day): void {
  const all = new Map<string, Written & { units: Map<string, number> }>()
  for (const { unit, run } of done)
    for (const [target, { changed, rows }] of Object.entries(run.written)) {
      const before = all.get(target) ?? { changed: 0, rows: 0, units: new Map<string, number>() }
      before.units.set(unit, (before.units.get(unit) ?? 0) + rows)
      all.set(target, {
        changed: before.changed + changed,
        rows: before.rows + rows,
        units: before.units,
      })
    }
  console.log(
    '\nWhat writes rows\n\n| statement | rows of the table | rows written | by |\n|---|--:|--:|---|',
  )
  for (const [target, { changed, rows, units }] of [...all].sort(([, a], [, b]) => b.rows - a.rows)) {
    const by = [...units]
      .sort(([, a], [, b]) => b - a)
      .map(([unit, count]) => `${unit} ${count.toLocaleString('en')}`)
    console.log(
      `| ${target} | ${changed.toLocaleString('en')} | ${rows.toLocaleString('en')} | ${by.join(', ')} |`,
    )
  }
}

/**
 * What the Free plan counts of a day (developers.cloudflare.com: workers, d1 and queues,
 * platform/limits and pricing).
 */
function printDay({ done, stored, indexed }: Day): void {
  const messages = done.filter(({ unit }) => unit !== 'tick').length
  const lags = (seen: [number, number][], share: number) => {
    const all = seen.reduce((total, [papers]) => total + papers, 0)
    let passed = 0
    const reached = seen.find(([papers]) => {
      passed += papers
      return passed >= all * share
    })
    return (reached?.[1] ?? Number.NaN) / 60_000
  }
  const rows = [
    ['queue operations (3 a message)', 3 * messages, '10,000'],
    ['D1 rows written', sum(done, 'rowsWritten'), '100,000'],
    ['D1 rows read', sum(done, 'rowsRead'), '5,000,000'],
    ['D1 queries', sum(done, 'queries'), 'none'],
    ['requests to sources', sum(done, 'subrequests'), 'none'],
    ['invocations by cron and queue', done.length, '100,000'],
  ] as const
  console.log(
    `\nA full day: ${SUBMITTED} new papers, lists of 30, ${READERS} readers, 10,000 papers stored before\n`,
  )
  console.log('| | a day | Free plan |\n|---|--:|--:|')
  for (const [what, count, limit] of rows)
    console.log(`| ${what} | ${count.toLocaleString('en')} | ${limit} |`)
  console.log(
    '\nMinutes from the announcement, in a time in which each answer takes 1.5 s and each other unit 0.5 s\n',
  )
  console.log('| | papers | p50 | p95 | last |\n|---|--:|--:|--:|--:|')
  for (const [what, seen] of [
    ['stored', stored],
    ['indexed', indexed],
  ] as const) {
    const cells = [0.5, 0.95, 1].map((share) => lags(seen, share).toFixed(1))
    console.log(`| ${what} | ${seen.reduce((all, [papers]) => all + papers, 0)} | ${cells.join(' | ')} |`)
  }
}
