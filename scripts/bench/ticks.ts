import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeLeaving } from '../leave.ts'
import { freePort } from '../ports.ts'
import { applyMigrations, startWorker } from '../wrangler.ts'

type Took = { queries: number; subrequests: number; rowsRead: number; rowsWritten: number }

const SIZES = [1_000, 10_000, 100_000]
const QUARTER = 15 * 60_000
const DAY = 96

/**
 * What the ticks of the same busy day take with 1k, 10k and 100k stored papers, each in a database of its own. Prints a
 * table; throws when a tick leaves the Free plan.
 */
export async function bench(): Promise<void> {
  console.log('A tick, over a day of 96 with all four sources answering in full\n')
  console.log(
    '| stored papers | queries, most | subrequests, most | rows read, mean | rows read, most | rows written, mean |',
  )
  console.log('| --- | --- | --- | --- | --- | --- |')
  for (const size of SIZES) print(size, await playDay(size))
}

/** Plays a week, hourly, then the day that counts: what each of its ticks took. */
async function playDay(size: number): Promise<Took[]> {
  const folder = mkdtempSync(join(tmpdir(), 'papertide-bench-'))
  beforeLeaving(async () => rmSync(folder, { recursive: true, force: true }))
  await applyMigrations(folder)
  const port = await freePort()
  const worker = await startWorker({
    ...{ folder, port, script: 'scripts/bench/ticks-worker.ts' },
    env: {
      CLOCK: 'ticks',
      TOKEN_SECRET: 'a-secret-of-the-bench',
      RESEND_API_KEY: 're_bench',
      GITHUB_TOKEN: 'bench',
    },
  })
  beforeLeaving(worker.stop)
  const call = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST' })
    if (!response.ok)
      throw new Error(`${path} answered ${response.status}: ${(await response.text()).slice(0, 300)}`)
    return response
  }
  let at = Date.parse('2026-01-19T00:00:00Z')
  // The lists of a week have to be there before a day is like every other.
  for (let n = 0; n < 8 * 24; n++, at += 4 * QUARTER) await call(`/tick?at=${at}`)
  await call(`/grow?to=${size}`)
  const ticks: Took[] = []
  for (let n = 0; n < DAY; n++, at += QUARTER)
    ticks.push((await (await call(`/tick?at=${at}`)).json()) as Took)
  await worker.stop()
  return ticks
}

function print(size: number, ticks: readonly Took[]) {
  const most = (of: keyof Took) => Math.max(...ticks.map((took) => took[of]))
  const mean = (of: keyof Took) => Math.round(ticks.reduce((sum, took) => sum + took[of], 0) / ticks.length)
  const cells = [
    ...[size, most('queries'), most('subrequests')],
    ...[mean('rowsRead'), most('rowsRead'), mean('rowsWritten')],
  ]
  console.log(`| ${cells.map((cell) => cell.toLocaleString('en')).join(' | ')} |`)
  if (most('queries') > 50 || most('subrequests') > 50)
    throw new Error('A tick leaves the Free plan: 50 queries, 50 subrequests.')
}
