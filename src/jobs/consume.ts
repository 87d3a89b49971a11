import { noteNewVersion } from '../db/data-version.ts'
import { isPublishedSince } from '../db/due.ts'
import { within } from '../db/in-time.ts'
import { noteJob } from '../db/job-runs.ts'
import type { Deps, UnitMessage } from '../deps.ts'
import { HOUR, utcDate } from '../time/dates.ts'
import { readMessage } from './message.ts'
import { UNITS } from './table.ts'
import type { Done } from './unit.ts'

/** How the name of the queue for dead letters ends: each instance has names of its own. */
const DEAD_LETTERS = '-dead'
/** Work of a tick so long ago (ms) is left to newer ticks, and none is begun ahead of its time. */
const LATE = HOUR
/**
 * A unit that throws is tried so often (count), after so many seconds; then what comes after it has
 * its turn.
 */
const TRIES = 3
const TRY_AGAIN = 20
/**
 * A unit that finds more to do again and again is left to the next tick after so many times
 * (count).
 */
const REPEATED = 400
/** A unit that takes so long (ms) hangs: the database or a host does not answer. */
const LIMIT = 120_000

type Messages = Pick<MessageBatch<unknown>, 'queue' | 'messages'>

/**
 * Answers the queue. A message says only which unit to run; what is to be done is in DB, so
 * a lost, doubled or late one changes nothing. One that cannot be understood is forgotten; one
 * whose unit throws comes again, and holds up no other.
 */
export async function consumeMessages(deps: Deps, batch: Messages, limit = LIMIT): Promise<void> {
  for (const message of batch.messages) {
    const read = readMessage(message.body)
    if ('error' in read) {
      deps.log({ unit: 'unknown', outcome: 'forgotten', reason: read.error })
      message.ack()
      continue
    }
    const ended = batch.queue.endsWith(DEAD_LETTERS)
      ? await bury(deps, read)
      : await runOnce(deps, read, message.attempts, limit)
    if (ended) {
      deps.unitEnded(read.tick)
      message.ack()
    } else message.retry({ delaySeconds: deps.config.CLOCK === 'ticks' ? 0 : TRY_AGAIN })
  }
}

/** Runs a unit and sends what comes next. False: it threw, and may be tried again. */
async function runOnce(deps: Deps, message: UnitMessage, attempts: number, limit: number): Promise<boolean> {
  const { unit, tick, batchId, postId } = message
  const about = {
    unit,
    tick,
    ...(batchId === undefined ? {} : { batch: batchId }),
    ...(postId === undefined ? {} : { post: postId }),
  }
  try {
    const done = await within(limit, runUnit(deps, message), `no end after ${limit / 1000} s`)
    await sendNext(deps, message, done)
    const { again: _, ...result } = done
    deps.log({ ...about, ...result })
    return true
  } catch (error) {
    const reason = reasonOf(error)
    const last = attempts >= TRIES
    deps.log({ ...about, outcome: last ? 'failed' : 'thrown', attempts, reason })
    if (!last) return false
    // The database may be what is away; then the queue itself tries once more, and lastly buries
    // the message.
    await noteJob(deps.db, { job: unit, at: tick, status: 'failed', error: reason })
    await sendNext(deps, message, { outcome: 'failed' })
    return true
  }
}

async function runUnit(deps: Deps, message: UnitMessage): Promise<Done> {
  const unit = UNITS.find(({ name }) => name === message.unit)
  if (!unit) return { outcome: 'nothing', reason: 'there is no such unit' }
  // A batch and a post know their own time.
  const isOwn = message.batchId !== undefined || message.postId !== undefined
  const far = Math.abs(deps.now() - message.tick) > LATE && !isOwn
  if (far) return { outcome: 'old' }
  if (unit.observes && (await isPublishedSince(deps.db, utcDate(message.tick), message.tick)))
    return { outcome: 'late' }
  const done = await unit.run(deps, message)
  if (isOwn) return done
  await noteJob(deps.db, { job: unit.name, at: message.tick, status: 'done', error: null })
  // Pages that are kept anywhere are made anew, once for all that a unit did in several runs.
  const changed = done.outcome === 'done' || (message.again ?? 0) > 0
  if (unit.shown && changed && done.again === undefined) await noteNewVersion(deps.db)
  return done
}

/** The same unit again while there is more to do, then what comes after it. */
async function sendNext({ queue }: Deps, message: UnitMessage, done: Done): Promise<void> {
  const { next = [], again = 0 } = message
  const [unit, ...rest] = next
  if (done.again !== undefined && again < REPEATED) {
    const delaySeconds = done.again
    await queue.send({ ...message, again: again + 1 }, { delaySeconds })
  } else if (unit !== undefined && done.outcome !== 'held' && done.outcome !== 'old')
    await queue.send({ v: message.v, unit, tick: message.tick, next: rest })
}

/** A message that failed every try, or whose invocation was ended each time. */
async function bury(deps: Deps, message: UnitMessage): Promise<boolean> {
  deps.log({ unit: message.unit, tick: message.tick, outcome: 'buried' })
  await sendNext(deps, message, { outcome: 'failed' })
  return true
}

/** What an error says, without what may hold an address: SQL and its parameters. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const text = cause instanceof Error ? cause.message : String(cause)
  return text.replace(/\S+@\S+/g, '(address)').slice(0, 200)
}
