import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeLeaving } from '../leave.ts'
import { freePort } from '../ports.ts'
import { applyMigrations, startWorker } from '../wrangler.ts'
import { workerdCpu } from './workerd-cpu.ts'

/** Readers, each with marks of their own, by the marks they have (counts). */
const READERS = 160
const MARKS = [10, 50]
const TIMES = 100

/** What digests in an order of readers' own take: CPU of workerd and rows. Prints a table. */
export async function bench(): Promise<void> {
  if (!existsSync('/proc/self/schedstat'))
    return console.log('CPU time: not measured, this system has no /proc.')
  for (const marks of MARKS) console.log(`${marks} marks a reader: ${JSON.stringify(await measure(marks))}`)
}

async function measure(marks: number) {
  const folder = mkdtempSync(join(tmpdir(), 'papertide-bench-'))
  beforeLeaving(async () => rmSync(folder, { recursive: true, force: true }))
  await applyMigrations(folder)
  const port = await freePort()
  const env = { TOKEN_SECRET: 'a-secret-of-the-bench', RESEND_API_KEY: 're_bench' }
  const worker = await startWorker({ folder, port, script: 'scripts/bench/own-worker.ts', env })
  beforeLeaving(worker.stop)
  const call = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`)
    const text = await response.text()
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 300)}`)
    return text
  }
  const took = async (work: () => Promise<unknown>, times = 1) => {
    const before = workerdCpu(worker.processGroup)
    await work()
    return Number(((workerdCpu(worker.processGroup) - before) / times).toFixed(2))
  }
  await call(`/fill?readers=${READERS}&marks=${marks}`)
  const units: { cpu: number; written: number; queries: number; rowsRead: number; rowsWritten: number }[] = []
  for (;;) {
    let answer = ''
    const cpu = await took(async () => {
      answer = await call('/own')
    })
    const done = JSON.parse(answer)
    units.push({ cpu, ...done })
    if (!done.waits) break
  }
  const making = units.filter(({ written }) => written === 0)
  const writing = units.filter(({ written }) => written > 0)
  const mean = (of: typeof units, what: keyof (typeof units)[number]) =>
    Number((of.reduce((sum, unit) => sum + unit[what], 0) / Math.max(1, of.length)).toFixed(1))
  const table = (of: typeof units) => ({
    units: of.length,
    ...Object.fromEntries(
      (['cpu', 'written', 'queries', 'rowsRead', 'rowsWritten'] as const).map((what) => [
        what,
        mean(of, what),
      ]),
    ),
  })
  await call(`/order?times=${TIMES}`)
  await call(`/mail?times=${TIMES}`)
  const order = await took(() => call(`/order?times=${TIMES}`), TIMES)
  const mail = await took(() => call(`/mail?times=${TIMES}`), TIMES)
  await worker.stop()
  return { making: table(making), writing: table(writing.slice(10)), order, mail }
}
