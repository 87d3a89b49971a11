import { activate, endSubscription, findSchedule, findSubscriber } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { hashNetwork } from './network.ts'
import { firstDate } from './schedule.ts'
import { readToken, type TokenReading } from './tokens.ts'

type TokenError = Extract<TokenReading, { error: string }>

/** Turns a pending subscriber active; a link that did its work before has nothing left to do. */
export async function confirm(
  deps: Deps,
  token: string,
  network: string,
): Promise<{ done: true } | TokenError> {
  const reading = await readToken(deps.config.TOKEN_SECRET, 'confirm', token, deps.now())
  if ('error' in reading) return reading
  const subscriber = await findSubscriber(deps.db, reading.subscriberId)
  if (subscriber?.state === 'active') return { done: true }
  if (subscriber?.state !== 'pending') return { error: 'expired' }
  const schedule = await findSchedule(deps.db, subscriber.scheduleId)
  if (!schedule) throw new Error(`subscriber ${subscriber.id} has no schedule`)
  const from = firstDate(schedule, deps.now())
  const hash = await hashNetwork(deps.config, network)
  await activate(deps.db, subscriber.id, from, deps.now(), hash)
  return { done: true }
}

/** Ends a subscription for good (RFC 8058: at once, without asking back). A link of nobody we know is no success. */
export async function unsubscribe(deps: Deps, token: string): Promise<{ done: true } | TokenError> {
  const reading = await readToken(deps.config.TOKEN_SECRET, 'unsubscribe', token, deps.now())
  if ('error' in reading) return reading
  const ended = await endSubscription(deps.db, reading.subscriberId, deps.now())
  if (!ended && !(await findSubscriber(deps.db, reading.subscriberId))) return { error: 'expired' }
  return { done: true }
}
