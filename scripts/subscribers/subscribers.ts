import { type Door, StepError } from '../setup/door.ts'
import { exportReaders } from './export.ts'
import { readImportFlags, USAGE } from './flags.ts'
import { importReaders } from './import.ts'

/** `npm run subscribers -- import|export …`. @throws StepError */
export async function subscribers(door: Door, [what, ...args]: string[]): Promise<void> {
  if (what === 'export' && args.length <= 1) await exportReaders(door, args)
  else if (what === 'import' && !args.includes('--help')) await importReaders(door, readImportFlags(args))
  else if (what === '--help' || args.includes('--help')) door.say(USAGE)
  else throw new StepError('import or export?', 'Run: npm run subscribers -- --help')
}
