import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { endWithUs } from './family.ts'

const ROOT = join(import.meta.dirname, '..')
const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js')
/** How long the first answer may take (ms). */
const PATIENCE = 60_000

export type WranglerPlan = {
  /** Where the database, the environment and the log are kept. */
  folder: string
  port: number
  /** The Worker's environment, on top of wrangler.toml. */
  env: Record<string, string>
  /** Another entry than the product's. */
  script?: string
}

export type RunningWorker = {
  /** The id of its process group, in which workerd runs. */
  processGroup: number
  /** Resolves, with words, when it stops without being asked to. */
  died: Promise<string>
  /** The end of its log. */
  lastWords: () => string
  stop: () => Promise<void>
  /** Ends it as a power cut would. */
  kill: () => Promise<void>
}

/** Applies the migrations to the local databases. @throws Error with wrangler's own words */
export async function applyMigrations(folder: string) {
  for (const database of ['papertide', 'papertide-search']) {
    const log = join(folder, `migrations-${database}.log`)
    const args = ['d1', 'migrations', 'apply', database, '--local', '--persist-to', stateOf(folder)]
    const code = await exitOf(run(args, folder, log))
    if (code !== 0) throw new Error(`The migrations failed:\n${tail(log)}`)
  }
}

/** Starts the Worker and waits until it answers. @throws Error with the end of its log */
export async function startWorker(plan: WranglerPlan): Promise<RunningWorker> {
  const log = join(plan.folder, 'wrangler.log')
  // A file of its own: with --env-file wrangler leaves .dev.vars alone, which may hold keys for the
  // real Resend.
  const envFile = join(plan.folder, 'worker.env')
  writeFileSync(
    envFile,
    // Runs on this machine: placeholders will do.
    Object.entries({ LOCAL: 'true', ...plan.env })
      .map(([name, value]) => `${name}="${value}"\n`)
      .join(''),
    { mode: 0o600 },
  )

  const args = [
    'dev',
    ...(plan.script ? [plan.script] : []),
    '--ip',
    '127.0.0.1',
    '--port',
    String(plan.port),
    '--persist-to',
    stateOf(plan.folder),
  ]
  args.push('--env-file', envFile, '--show-interactive-dev-session=false')
  const child = run(args, plan.folder, log)
  const exited = exitOf(child)
  let stopping = false
  const died = exited.then((code) =>
    stopping
      ? new Promise<string>(() => {})
      : `wrangler dev stopped (${code}). The end of ${log}:\n${tail(log)}`,
  )
  const stop = async () => {
    stopping = true
    signalGroup(child, 'SIGTERM')
    const late = wait(5_000).then(() => signalGroup(child, 'SIGKILL'))
    await Promise.race([exited, late])
  }

  const kill = async () => {
    stopping = true
    signalGroup(child, 'SIGKILL')
    await exited
  }

  const trouble = await Promise.race([died, firstAnswer(plan.port)])
  if (trouble !== null) {
    await stop()
    throw new Error(`${trouble} The end of ${log}:\n${tail(log)}`)
  }
  return { processGroup: child.pid ?? 0, died, lastWords: () => tail(log), stop, kill }
}

/** Null once the Worker answers as it should, or what is wrong. */
async function firstAnswer(port: number): Promise<string | null> {
  const end = Date.now() + PATIENCE
  while (Date.now() < end) {
    const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(20_000) }).catch(
      () => null,
    )
    if (response && response.status < 500) return null
    if (response) return `The Worker answers ${response.status}: ${(await response.text()).slice(0, 500)}.`
    await wait(100)
  }
  return `The Worker did not answer within ${PATIENCE / 1000} seconds.`
}

function run(args: string[], folder: string, log: string): ChildProcess {
  const output = openSync(log, 'w')
  const child = spawn(process.execPath, [WRANGLER, ...args], {
    cwd: ROOT,
    // A group of its own: Ctrl-C reaches only us, and we can stop workerd along with wrangler.
    detached: true,
    stdio: ['ignore', output, output],
    env: {
      ...process.env,
      CI: '1',
      NO_COLOR: '1',
      // Nothing here needs the network: no telemetry, no look for updates (part of the banner), no
      // cf.json.
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_HIDE_BANNER: 'true',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      WRANGLER_WRITE_LOGS: 'false',
      WRANGLER_REGISTRY_PATH: join(folder, 'registry'),
    },
  })
  closeSync(output)
  endWithUs(child)
  const orphan = () => signalGroup(child, 'SIGKILL')
  process.once('exit', orphan)
  child.once('exit', () => process.off('exit', orphan))
  return child
}

function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  try {
    if (child.pid) process.kill(-child.pid, signal)
  } catch (error) {
    // No such process: it is gone already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Runs SQL from a file on the local database. @throws Error with wrangler's own words */
export async function executeSql(folder: string, file: string) {
  const log = join(folder, 'execute.log')
  const args = [
    'd1',
    'execute',
    'papertide',
    '--local',
    '--persist-to',
    stateOf(folder),
    '--file',
    file,
    '--yes',
  ]
  const code = await exitOf(run(args, folder, log))
  if (code !== 0) throw new Error(`The SQL failed:\n${tail(log)}`)
}

const stateOf = (folder: string) => join(folder, 'state')
const tail = (log: string) => readFileSync(log, 'utf8').trimEnd().split('\n').slice(-25).join('\n')
