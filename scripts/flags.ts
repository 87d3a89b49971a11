import { parseArgs } from 'node:util'

export const USAGE = `npm start [-- flags]

Runs Papertide on this machine without a key: recorded answers of Hugging Face and arXiv are played day by day,
and mail arrives in a local inbox. A second start goes on where the last one stopped.

  --live      ask the real Hugging Face and arXiv, at real time; mail still goes to the local inbox
  --dev       start the Worker anew when a file of src/ changes, at the same played instant (npm run dev)
  --channels  the reader has a Slack channel as well, and a page shows what it gets
  --days N    play at most N more recorded days, then stand
  --set VARIABLE=VALUE   a variable of the README, such as NAME="Lab Papers" or ADMIN_TOKEN=sixteen-or-longer
  --help      print this

  PORT         the product, 8787 unless set
  INBOX_PORT   the inbox, 8788 unless set
  REPLAY_PORT  the recorded answers, a free port unless set

Everything is kept in .papertide/ here, or in STATE_FOLDER; delete that folder to begin again.`

export type Flags = {
  live: boolean
  dev: boolean
  help: boolean
  channels: boolean
  /** Recorded days to play at most (count); null: as many as there are. */
  days: number | null
  /** Variables of the Worker, by name. */
  set: Record<string, string>
}

/**
 * What the command line or the environment says cannot be followed. The message says what to do.
 */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** @throws UsageError for an unknown flag or a bad value */
export function readFlags(args: string[]): Flags {
  const values = parse(args)
  const days = values.days === undefined ? null : Number(values.days)
  if (days !== null && !(Number.isInteger(days) && days >= 0)) {
    throw new UsageError(`--days takes a whole number, not "${values.days}".`)
  }
  if (values.live && days !== null) throw new UsageError('--days plays recorded days; --live has none.')
  if (values.live && values.dev) throw new UsageError('--dev works on recorded days; --live has none.')
  if (values.live && values.channels)
    throw new UsageError('--channels works on recorded days; --live has none.')
  const set = Object.fromEntries((values.set ?? []).map(readVariable))
  const { live = false, dev = false, help = false, channels = false } = values
  return { live, dev, help, channels, days, set }
}

function readVariable(text: string): [string, string] {
  const [, name = '', value = ''] = /^([A-Z_]+)=([^"\n]*)$/.exec(text) ?? []
  if (name === '') throw new UsageError(`--set takes VARIABLE=VALUE, not "${text}".`)
  return [name, value]
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        live: { type: 'boolean' },
        dev: { type: 'boolean' },
        channels: { type: 'boolean' },
        days: { type: 'string' },
        set: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    // parseArgs says which argument it does not know.
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`)
  }
}
