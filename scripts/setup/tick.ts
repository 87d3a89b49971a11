import { type Door, StepError } from './door.ts'
import { readInstance, readSecrets } from './instance.ts'
import { makeWorkerApi } from './worker-api.ts'

/** The deployed Worker's routes, with the token that is kept here. @throws StepError when nothing was set up here */
export function openWorker(door: Door) {
  const url = readInstance(door)?.PUBLIC_URL
  const token = readSecrets(door).ADMIN_TOKEN?.value
  if (!url || !token) throw new StepError('Nothing is set up from this folder.', 'Run: npm run setup')
  return makeWorkerApi(door, url, token)
}

/** `npm run tick`: every job runs once, now. The exit code. */
export async function tick(door: Door): Promise<number> {
  const error = await openWorker(door).tick()
  door.say(error ? `A job failed: ${error}\nSee: npm run doctor` : 'Every job has run.')
  return error ? 1 : 0
}
