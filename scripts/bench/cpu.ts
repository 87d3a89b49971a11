import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeLeaving } from '../leave.ts'
import { freePort } from '../ports.ts'
import { applyMigrations, startWorker } from '../wrangler.ts'
import { workerdCpu } from './workerd-cpu.ts'

/** Mails a batch holds (counts): as many as the provider takes, and few. */
const SIZES = [100, 10]
/**
 * Batches that are measured, those before that warm workerd up, and those that are only rendered
 * (counts).
 */
const BATCHES = 50
const WARM = 30
const RENDERED = 200

/** The CPU time that a batch of mails takes workerd, and the parts of it. Prints a table. */
export async function bench(): Promise<void> {
  if (!existsSync('/proc/self/schedstat'))
    return console.log('CPU time: not measured, this system has no /proc.')
  const columns: Record<string, number>[] = []
  for (const size of SIZES) columns.push(await measure(size))
  console.log(
    `CPU milliseconds of workerd a batch, the mean of ${BATCHES}; ${availableParallelism()} x ${cpus()[0]?.model}\n`,
  )
  console.log(`| part | ${SIZES.map((size) => `${size} mails`).join(' | ')} |`)
  console.log(`|---|${SIZES.map(() => '--:|').join('')}`)
  for (const part of Object.keys(columns[0] ?? {}))
    console.log(`| ${part} | ${columns.map((column) => column[part]?.toFixed(1)).join(' | ')} |`)
}

async function measure(size: number): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'papertide-bench-'))
  beforeLeaving(async () => rmSync(folder, { recursive: true, force: true }))
  await applyMigrations(folder)
  const provider = await startProvider(size)
  const port = await freePort()
  const worker = await startWorker({
    folder,
    port,
    script: 'scripts/bench/cpu-worker.ts',
    env: {
      TOKEN_SECRET: 'a-secret-of-the-bench',
      RESEND_API_KEY: 're_bench',
      RESEND_BASE_URL: provider.url,
      MAIL_BATCH_SIZE: String(size),
    },
  })
  beforeLeaving(worker.stop)
  const call = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`)
    const text = await response.text()
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 300)}`)
    return text
  }
  const must = async (path: string, answer: string) => {
    const text = await call(path)
    if (text !== answer) throw new Error(`${path} answered ${text}`)
  }
  /** CPU milliseconds of each of `count` calls. */
  const took = async (count: number, work: () => Promise<void>) => {
    const before = workerdCpu(worker.processGroup)
    for (let n = 0; n < count; n++) await work()
    return (workerdCpu(worker.processGroup) - before) / count
  }

  const ids: number[] = JSON.parse(await call(`/fill?readers=${2 * size * (WARM + BATCHES)}`))
  const each = (path: string) => () => must(`${path}?id=${ids.shift()}`, 'accepted')
  const render = (json = '') => must(`/render?times=${RENDERED}${json}`, 'accepted')
  const idle = () => must('/', 'ready')
  await took(5 * WARM, idle)
  const idling = await took(10 * BATCHES, idle)
  await took(WARM, each('/deliver'))
  const whole = (await took(BATCHES, each('/deliver'))) - idling
  await took(WARM, each('/statements'))
  const statements = (await took(BATCHES, each('/statements'))) - idling
  await render()
  const rendering = (await took(1, () => render())) / RENDERED
  const withBody = (await took(1, () => render('&json'))) / RENDERED
  if (provider.calls() !== WARM + BATCHES)
    throw new Error(`the provider was called ${provider.calls()} times`)
  await worker.stop()
  await provider.stop()
  return {
    'rendering and signing': rendering,
    'the body of the call, as JSON': withBody - rendering,
    'the statements, with local SQLite and the calls to it': statements,
    'the rest: sending the body, reading the answer': whole - withBody - statements,
    'all of it, less a request that does nothing': whole,
    'a request that does nothing': idling,
  }
}

/** A mail provider that takes everything at once. */
export async function startProvider(size: number) {
  let count = 0
  const answer = JSON.stringify({ data: Array.from({ length: size }, (_, n) => ({ id: `mail-${n}` })) })
  const server = createServer((request, response) => {
    count++
    request.resume()
    request.on('end', () => response.setHeader('content-type', 'application/json').end(answer))
  })
  const port = await freePort()
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  const stop = async () => {
    server.closeAllConnections()
    server.close()
  }
  beforeLeaving(stop)
  return { url: `http://127.0.0.1:${port}`, calls: () => count, stop }
}
