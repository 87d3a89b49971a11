import { UsageError } from './flags.ts'

/** What has to be stopped before leaving, in the order in which it was started. */
const stops: (() => Promise<void> | void)[] = []

/** Once we leave, whatever breaks because of that is no news. */
let leaving = false
/** The end of the Worker's log. */
let lastWords: (() => string) | null = null

export const beforeLeaving = (stop: () => Promise<void> | void) => void stops.push(stop)
export const onTrouble = (words: () => string) => {
  lastWords = words
}

/**
 * Stops everything, what was started last first, and ends the process. Asked again meanwhile, it
 * goes on.
 */
export async function leave(code: number) {
  if (leaving) return
  leaving = true
  for (const stop of stops.splice(0).reverse()) {
    try {
      await stop()
    } catch (error) {
      console.error(`While stopping: ${(error as Error).message}`)
    }
  }
  process.exit(code)
}

/** Says what is wrong and leaves with 1. */
export async function giveUp(error: Error) {
  if (leaving) return
  console.error(error instanceof UsageError ? error.message : `\nPapertide stopped: ${error.message}`)
  if (lastWords) console.error(`The end of the Worker's log:\n${lastWords()}`)
  await leave(1)
}
