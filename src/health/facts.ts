import { asks } from '../config.ts'
import { lastRuns, type Run, type Undecided, undecidedSums } from '../db/delivery-sums.ts'
import { latestEdition, publishedSince } from '../db/editions.ts'
import {
  failuresSince,
  firstAsked,
  listsWithoutVotes,
  oldestConfirmation,
  type SourceState,
  sizeOf,
  sourceStates,
} from '../db/health.ts'
import { type JobRun, lastJobRuns } from '../db/job-runs.ts'
import { holdsOf } from '../db/operator.ts'
import { passedOverSince } from '../db/passed-over.ts'
import { refusalOf } from '../db/provider-gate.ts'
import { isHeld } from '../delivery/memory.ts'
import { decidedSince } from '../delivery/plan.ts'
import type { Deps } from '../deps.ts'
import { SOURCE_NAMES, SOURCES } from '../papers/observation.ts'
import { NO_VOTES } from '../papers/votes.ts'
import type { Edition } from '../ranking/edition.ts'
import { addDays, DAY, HOUR, utcDate } from '../time/dates.ts'

/** The facts by which the status is judged, as of `now` (ms). */
export type Facts = {
  now: number
  /** The newest tick (ms) of which any unit ran; null before the first. */
  tick: number | null
  /** When a source was asked for the first time in the last month (ms); null: never. */
  beganAt: number | null
  jobs: JobRun[]
  sources: (Pick<SourceState, 'lastGoodAt' | 'failed' | 'reason'> & { name: string; asked: boolean })[]
  /** Lists (dates) that had papers without votes when they were last read. */
  withoutVotes: string[]
  edition: Pick<Edition, 'date' | 'state'> | null
  /** Dates of the editions of the last days, quiet ones included. */
  published: string[]
  refusal: { at: number; error: string } | null
  confirmation: { at: number; count: number } | null
  failures: { failure: string; count: number }[]
  passedOver: Awaited<ReturnType<typeof passedOverSince>>
  undecided: (Omit<Undecided, 'id'> & { batches: number })[]
  runs: Run[]
  /** What the operator holds (db/operator.ts), and since when (ms). */
  holds: { what: string; at: number }[]
  /** True if RESTORED names a restore that the operator has not noted yet. */
  held: boolean
  sizes: { name: string; bytes: number | null; limit: number }[]
}

/** How far back the answers of sources are read (ms). */
const LOOK_BACK = 3 * DAY
/** The deliveries that are shown (count): older ones are settled or decided. */
const RUNS_SHOWN = 5
/**
 * A confirmation mail should be accepted within this time (ms); only those that were asked for
 * within the second time (ms) are checked.
 */
const CONFIRMED_WITHIN = HOUR
const CONFIRMATIONS_CHECKED = DAY
/** How long readers who were passed over, and failures, are reported (ms). */
const REPORTED_FOR = 2 * DAY
/** The largest size of a database (bytes): https://developers.cloudflare.com/d1/platform/limits/ */
const LARGEST = { free: 500e6, paid: 10e9 }

/** Reads the facts. Throws when a database cannot be reached. */
export async function readFacts(deps: Deps): Promise<Facts> {
  const { db, config } = deps
  const now = deps.now()
  const [edition, states, withoutVotes, published, jobs, refusal, confirmation] = await Promise.all([
    latestEdition(db),
    sourceStates(db, now - LOOK_BACK),
    listsWithoutVotes(db, now - DAY, NO_VOTES),
    publishedSince(db, addDays(utcDate(now), -2)),
    lastJobRuns(db),
    refusalOf(db),
    oldestConfirmation(db, now - CONFIRMATIONS_CHECKED, now - CONFIRMED_WITHIN),
  ])
  const [beganAt, failures, passedOver, undecided, runs, held, sizes, holds] = await Promise.all([
    firstAsked(db),
    failuresSince(db, now - REPORTED_FOR),
    passedOverSince(db, now - REPORTED_FOR),
    undecidedSums(db, decidedSince(now)),
    lastRuns(db, RUNS_SHOWN),
    isHeld(deps),
    readSizes(deps),
    holdsOf(db),
  ])
  return {
    now,
    beganAt,
    jobs,
    withoutVotes,
    published,
    refusal,
    confirmation,
    failures,
    passedOver,
    undecided,
    runs,
    held,
    holds,
    tick: Math.max(0, ...jobs.map(({ at }) => at)) || null,
    sources: SOURCES.filter((source) => asks(config, source)).map((source) => {
      const state = states.find((one) => one.source === source)
      const { lastGoodAt = null, failed = false, reason = null } = state ?? {}
      return { name: SOURCE_NAMES[source], lastGoodAt, failed, reason, asked: state !== undefined }
    }),
    edition: edition ? { date: edition.date, state: edition.state } : null,
    sizes,
  }
}

/** How full the databases are. */
export async function readSizes({ db, search, config }: Deps): Promise<Facts['sizes']> {
  const limit = LARGEST[config.PLAN]
  const [size, searchSize] = await Promise.all([sizeOf(db.$client), sizeOf(search)])
  return [
    { name: 'DB', bytes: size, limit },
    { name: 'SEARCH', bytes: searchSize, limit },
  ]
}
