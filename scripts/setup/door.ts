import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { resolveTxt } from 'node:dns/promises'
import { dirname, join } from 'node:path'
import { makeAsker } from './ask.ts'

export type Said = { code: number; out: string; err: string }

/** What the operator's commands reach of the outside world. Tests pass their own. */
export type Door = {
  /** The folder of the repository. */
  root: string
  env: Record<string, string | undefined>
  /** Runs wrangler and waits. `env`: on top of ours. */
  wrangler: (args: string[], env?: Record<string, string>) => Promise<Said>
  fetch: typeof fetch
  /** TXT records of a name; throws when there are none. */
  resolveTxt: (name: string) => Promise<string[][]>
  /** Asks a person; `hidden`: what is typed is not shown. */
  ask: (question: string, hidden?: boolean) => Promise<string>
  say: (line: string) => void
  /** Ms since the epoch, UTC. */
  now: () => number
  randomSecret: () => string
}

/** Something did not work, and `cure` is how to go on: a command or a sentence. */
export class StepError extends Error {
  override name = 'StepError'
  cure: string
  constructor(message: string, cure: string) {
    super(message)
    this.cure = cure
  }
}

/** The real outside world. `wrangler` is the first on the PATH, or else this repository's own. */
export function realDoor(root: string): Door {
  const env = process.env
  return {
    root,
    env,
    wrangler: (args, more) => runWrangler(root, args, { ...env, ...more }),
    fetch,
    resolveTxt,
    ask: makeAsker(),
    say: (line) => console.log(line),
    now: () => Date.now(),
    randomSecret: () => randomBytes(32).toString('hex'),
  }
}

function runWrangler(root: string, args: string[], env: NodeJS.ProcessEnv): Promise<Said> {
  const child = spawn('wrangler', args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...env,
      // Wrangler runs on the Node that runs us: an older one may be first on the PATH.
      PATH: [dirname(process.execPath), env.PATH, join(root, 'node_modules/.bin')].join(':'),
      // No question of its own, no colours, no banner: what it prints is read.
      CI: '1',
      NO_COLOR: '1',
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_HIDE_BANNER: 'true',
    },
  })
  const said: Said = { code: 1, out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    said.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    said.err += chunk
  })
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ...said, err: `wrangler cannot be run: ${error.message}` }))
    child.once('close', (code) => resolve({ ...said, code: code ?? 1 }))
  })
}
