import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    faultSeeds: number
  }
}

/** FAULT_SEEDS of the environment: how many courses of chance are played (count). */
export const FAULT_SEEDS = inject('faultSeeds')
/** From two on, as in CI, tests look at all cases of which they sample otherwise. */
export const ALL = FAULT_SEEDS > 1
