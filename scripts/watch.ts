import { watch } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const SRC = join(import.meta.dirname, '../src')
/** A file may be written in several steps, and wrangler needs a moment to notice (ms). */
const SETTLE = 1_500
const TRIES = 10

/**
 * Calls `act` after files of src/ changed, and again while it fails: the Worker may be on its way
 * up.
 */
export function onChange(act: () => Promise<void>): void {
  let waiting: NodeJS.Timeout | undefined
  watch(SRC, { recursive: true }, (_, file) => {
    clearTimeout(waiting)
    waiting = setTimeout(() => void again(act, String(file)), SETTLE)
  })
  console.log('Watching src/: a change starts the Worker anew.')
}

async function again(act: () => Promise<void>, file: string) {
  for (let tried = 1; tried <= TRIES; tried++) {
    const error = await act().then(
      () => null,
      (reason: Error) => reason,
    )
    if (error === null) return console.log(`${file} changed: the new code runs.`)
    if (tried === TRIES) return console.error(`${file} changed, and the Worker fails: ${error.message}`)
    await wait(SETTLE)
  }
}
