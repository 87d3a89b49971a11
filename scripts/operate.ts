// The operator's commands: `node scripts/operate.ts COMMAND [flags]`, as package.json names them.
import { join } from 'node:path'
import { doctor } from './doctor/doctor.ts'
import { importHistory } from './history/import.ts'
import { backup, restore } from './setup/backup.ts'
import { type Door, realDoor, StepError } from './setup/door.ts'
import { setup } from './setup/setup.ts'
import { tick } from './setup/tick.ts'
import { upgrade } from './setup/upgrade.ts'
import { subscribers } from './subscribers/subscribers.ts'

type Command = {
  run: (door: Door, args: string[]) => Promise<unknown> /** Where it has no flags of its own. */
  about?: string
}

const COMMANDS: Record<string, Command> = {
  setup: { run: setup },
  doctor: { run: doctor },
  subscribers: { run: subscribers },
  import: { run: importHistory },
  restore: {
    run: restore,
    about:
      'npm run restore -- FILE.sql\n\nPuts a backup into an empty database, which is made if there is none.',
  },
  backup: {
    run: backup,
    about: 'npm run backup\n\nWrites the database (SQL) and the readers (CSV) to backups/.',
  },
  upgrade: {
    run: upgrade,
    about:
      'npm run upgrade\n\nBacks up, applies migrations, deploys this clone, ticks, and has the doctor look.',
  },
  tick: { run: tick, about: 'npm run tick\n\nDoes what is due now, not at the next quarter of an hour.' },
}

const [name = '', ...args] = process.argv.slice(2)
const command = COMMANDS[name]
if (!command) {
  console.error(`There is no command "${name}". There are: ${Object.keys(COMMANDS).join(', ')}.`)
  process.exit(2)
}
if (command.about && args.some((arg) => arg.startsWith('-'))) {
  console.log(command.about)
  process.exit(args.includes('--help') ? 0 : 2)
}
try {
  const code = await command.run(
    realDoor(process.env.PAPERTIDE_ROOT ?? join(import.meta.dirname, '..')),
    args,
  )
  process.exit(typeof code === 'number' ? code : 0)
} catch (error) {
  if (!(error instanceof StepError)) throw error
  console.error(`\n! ${error.message}\n  How to go on: ${error.cure}`)
  process.exit(1)
}
