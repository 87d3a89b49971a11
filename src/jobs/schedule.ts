import { asks } from '../config.ts'
import { daysSince } from '../db/arxiv-days.ts'
import { nextToClose } from '../db/author-past.ts'
import { whatWaits } from '../db/due.ts'
import { noteJob } from '../db/job-runs.ts'
import { hasUncompared } from '../db/similar.ts'
import { runsBefore } from '../db/source-runs.ts'
import { type Deps, MESSAGE_VERSION, type UnitMessage } from '../deps.ts'
import { SOURCES } from '../papers/observation.ts'
import { utcDate } from '../time/dates.ts'
import { lastClosed } from './close-list.ts'
import { daysWatched } from './ingest-schedule.ts'
import { CHAINS, UNITS } from './table.ts'
import type { Situation } from './unit.ts'

/** The tick as `/status` knows it. */
export const TICK_JOB = 'tick'

/**
 * One tick: reads what is due at `at` (ms, UTC) and sends a message for the first unit of each
 * chain. It does nothing of it itself, so it costs little, and what it sends may be lost: the next
 * tick finds it due again.
 */
export async function scheduleTick(deps: Deps, at: number): Promise<void> {
  const situation = await readSituation(deps, at)
  const due = new Set(UNITS.filter((unit) => unit.due?.(situation)).map(({ name }) => name))
  const messages = CHAINS.flatMap((chain): UnitMessage[] => {
    if (chain[0] === 'page' && !due.has('page')) return []
    const [unit, ...next] = chain.filter((name) => due.delete(name))
    return unit === undefined ? [] : [{ v: MESSAGE_VERSION, unit, tick: at, next }]
  })
  await deps.queue.sendBatch(messages.map((body) => ({ body })))
  await noteJob(deps.db, { job: TICK_JOB, at, status: 'done', error: null })
  deps.log({ unit: TICK_JOB, tick: at, outcome: 'done', sent: messages.map(({ unit }) => unit) })
}

async function readSituation({ db, search, config }: Deps, at: number): Promise<Situation> {
  const [waiting, runs, days, uncompared, list] = await Promise.all([
    whatWaits(db, at, utcDate(at)),
    runsBefore(db, at),
    daysSince(db, daysWatched(at)),
    hasUncompared(search),
    nextToClose(db, lastClosed(at)),
  ])
  return {
    at,
    ...waiting,
    runs,
    days,
    uncompared,
    closes: list !== null,
    sources: SOURCES.filter((source) => asks(config, source)),
  }
}
