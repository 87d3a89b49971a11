import { VERSION } from '../../src/wording/version.ts'
import { doctor } from '../doctor/doctor.ts'
import { isOlder } from '../doctor/facts.ts'
import { backup, requireInstance } from './backup.ts'
import { type Door, StepError } from './door.ts'
import { inspect } from './inspect.ts'
import { readSecrets, saveInstance } from './instance.ts'
import { setup } from './setup.ts'
import { openWorker } from './tick.ts'

/**
 * `npm run upgrade`: backs up, applies migrations, deploys this clone's code, ticks, and has the
 * doctor look. Refuses to go back to an older version. The doctor's exit code. @throws StepError
 */
export async function upgrade(door: Door): Promise<number> {
  const { databases } = await inspect(door, requireInstance(door), readSecrets(door))
  const newer = databases.flatMap(({ unknown }) => unknown)
  const running = await openWorker(door)
    .facts()
    .then(({ version }) => version)
    // A version before 0.2 has no such route, and a broken Worker none at all: both are older than
    // this one.
    .catch(() => '0.0.0')
  if (newer.length > 0 || isOlder(VERSION, running))
    throw new StepError(
      `This clone (${VERSION}) is older than what runs (${newer.length > 0 ? `its database has ${newer.join(', ')}` : running}); an upgrade does not go back.`,
      'Get the newer version (git pull), then run: npm run upgrade',
    )
  await backup(door)
  // Deployed whatever is noted of the last time.
  const { deployed: _, ...instance } = requireInstance(door)
  saveInstance(door, instance)
  await setup(door, ['--resume'])
  return doctor(door, [])
}
