import { newestEditionDate } from '../db/editions.ts'
import { activate, endSubscription, findSchedule, findSubscriber } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { utcDate } from '../time/dates.ts'
import { hashNetwork } from './network.ts'
import { firstDate, type NextDigest, nextDigest } from './schedule.ts'
import { readToken, type TokenReading } from './tokens.ts'

type TokenError = Extract<TokenReading, { error: string }>

/** Turns a pending subscriber active; a link that did its work before has nothing left to do. */
export async function confirm(deps: Deps, token: string, network: string): Promise<Confirmed | TokenError> {
  const reading = await readToken(deps.config.TOKEN_SECRET, 'confirm', token, deps.now())
  if ('error' in reading) return reading
  const subscriber = await findSubscriber(deps.db, reading.subscriberId)
  if (subscriber?.state !== 'pending' && subscriber?.state !== 'active') return { error: 'expired' }
  const schedule = await findSchedule(deps.db, subscriber.scheduleId)
  if (!schedule) throw new Error(`subscriber ${subscriber.id} has no schedule`)
  const { WELCOME } = deps.config
  const newest = await newestEditionDate(deps.db)
  const given = subscriber.editionAfter ?? ''
  const isNewer = newest !== null && newest > given
  const isNew = subscriber.state === 'pending'
  if (isNew) {
    const hash = await hashNetwork(deps.config, network)
    await activate(deps.db, subscriber.id, firstDate(schedule, deps.now()), deps.now(), hash, WELCOME)
  }
  const { timezone, kind, topics } = schedule
  const isWelcome = isNew && WELCOME && isNewer && kind === 'daily' && topics === ''
  // Before the first edition today's is as good as there: a new instance waits for no night.
  const sure = newest ?? utcDate(deps.now())
  const next = nextDigest(schedule, deps.now(), isWelcome ? newest : given, sure)
  return { subscriberId: subscriber.id, next, timezone, isWelcome }
}

/**
 * `next`: when the next digest of their schedule comes, if the sources have a list as usual. `isWelcome`: the newest edition
 * comes at once.
 */
export type Confirmed = {
  subscriberId: number
  next: NextDigest | null
  timezone: string
  isWelcome: boolean
}

/** Ends a subscription for good (RFC 8058: at once, without asking back). A link of nobody we know is no success. */
export async function unsubscribe(deps: Deps, token: string): Promise<{ done: true } | TokenError> {
  const reading = await readToken(deps.config.TOKEN_SECRET, 'unsubscribe', token, deps.now())
  if ('error' in reading) return reading
  const ended = await endSubscription(deps.db, reading.subscriberId, deps.now())
  if (!ended && !(await findSubscriber(deps.db, reading.subscriberId))) return { error: 'expired' }
  return { done: true }
}
