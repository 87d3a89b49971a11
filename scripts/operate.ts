// The operator's commands: `node scripts/operate.ts COMMAND [flags]`, as package.json names them.
import { join } from 'node:path'
import { doctor } from './doctor/doctor.ts'
import { backup, restore } from './setup/backup.ts'
import { type Door, realDoor, StepError } from './setup/door.ts'
import { setup } from './setup/setup.ts'
import { tick } from './setup/tick.ts'
import { upgrade } from './setup/upgrade.ts'
import { subscribers } from './subscribers/subscribers.ts'

const COMMANDS: Record<string, (door: Door, args: string[]) => Promise<unknown>> = {
  setup,
  doctor,
  subscribers,
  tick,
  backup,
  restore,
  upgrade,
}

const [name = '', ...args] = process.argv.slice(2)
const command = COMMANDS[name]
if (!command) {
  console.error(`There is no command "${name}". There are: ${Object.keys(COMMANDS).join(', ')}.`)
  process.exit(2)
}
try {
  const code = await command(realDoor(process.env.PAPERTIDE_ROOT ?? join(import.meta.dirname, '..')), args)
  process.exit(typeof code === 'number' ? code : 0)
} catch (error) {
  if (!(error instanceof StepError)) throw error
  console.error(`\n! ${error.message}\n  How to go on: ${error.cure}`)
  process.exit(1)
}
