// `npm start`: the whole product on this machine. What it does and how to use it: flags.ts.
import { join } from 'node:path'
import { whenOrphaned } from './family.ts'
import { readFlags, USAGE } from './flags.ts'
import { beforeLeaving, giveUp, leave } from './leave.ts'
import { runLive } from './live.ts'
import { findPorts } from './ports.ts'
import { runRecorded } from './recorded.ts'
import { openState } from './state.ts'

const FOLDER = process.env.STATE_FOLDER || join(import.meta.dirname, '../.papertide')

async function main() {
  const flags = readFlags(process.argv.slice(2))
  if (flags.help) return console.log(USAGE)
  const ports = await findPorts(process.env)
  const state = await openState(flags.live ? join(FOLDER, 'live') : FOLDER, ports.product)
  beforeLeaving(state.release)
  // SIGHUP: the terminal was closed; without us wrangler would go on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void leave(0))
  whenOrphaned(() => void leave(0))
  if (flags.live) await runLive(ports, state, flags)
  else await runRecorded(ports, state, flags)
}

await main().catch(giveUp)
