import type { ArxivDay } from '../db/arxiv-days.ts'
import type { Waiting } from '../db/due.ts'
import type { RunSummary } from '../db/source-runs.ts'
import type { Deps, UnitMessage } from '../deps.ts'
import type { Source } from '../papers/observation.ts'

/** What the scheduler knows when a tick comes: a few rows. */
export type Situation = Waiting & {
  /** The tick (ms, UTC). */
  at: number
  /** Runs of the sources within 24 h, newest first, without arXiv's. */
  runs: readonly RunSummary[]
  /** What was read of arXiv's days, oldest first. */
  days: readonly ArxivDay[]
  /** A list has closed whose authors were not added to what is known of them. */
  closes: boolean
  /** The sources that are asked. */
  sources: readonly Source[]
  /** Papers of the index that were not compared. */
  uncompared: boolean
}

/** What came of one run of a unit. */
export type Done = {
  /**
   * `nothing`: it was not due. `held`: another run has its source. `closed`: the source is to be
   * left alone. `late`: the edition of its tick is published. `old`: its tick is long over, and
   * what comes after it is left to newer ones.
   */
  outcome: 'done' | 'nothing' | 'failed' | 'held' | 'closed' | 'late' | 'old'
  /** There is more to do, in so many seconds. */
  again?: number
  /** For the log: numbers and plain words, never an address or a token. */
  [detail: string]: unknown
}

/**
 * One unit of work: small enough for one invocation, and the same in effect when it runs twice, at
 * once, late or never.
 */
export type Unit = {
  name: string
  /** Whether a tick sends a message for it; absent: only other units do. */
  due?: (situation: Situation) => boolean
  run: (deps: Deps, message: UnitMessage) => Promise<Done>
  /** Pages show what it stores. */
  shown?: true
  /** It writes what an edition is made of, so it must not run after the edition of its tick. */
  observes?: true
}
