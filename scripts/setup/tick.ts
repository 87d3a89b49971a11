import { type Door, StepError } from './door.ts'
import { readInstance, readSecrets } from './instance.ts'
import { makeWorkerApi } from './worker-api.ts'

/**
 * The deployed Worker's routes, with the token that is kept here. @throws StepError when nothing
 * was set up here
 */
export function openWorker(door: Door) {
  const url = readInstance(door)?.PUBLIC_URL
  const token = readSecrets(door).ADMIN_TOKEN?.value
  if (!url || !token) throw new StepError('Nothing is set up from this folder.', 'Run: npm run setup')
  return makeWorkerApi(door, url, token)
}

/** `npm run tick`: what is due is done now, not at the next quarter of an hour. */
export async function tick(door: Door): Promise<void> {
  await openWorker(door).tick()
  door.say(
    'What is due is being done: it takes seconds, or a few minutes after a long pause. See: npm run doctor',
  )
}
