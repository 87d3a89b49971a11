import { activate, endSubscription, findSubscriber, slotOf } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { hashNetwork } from './network.ts'
import { firstDate } from './schedule.ts'
import { readToken, type TokenReading } from './tokens.ts'

type Problem = Extract<TokenReading, { problem: string }>

/** Turns a pending subscriber active; a link that did its work before has nothing left to do. */
export async function confirm(deps: Deps, token: string, network: string): Promise<{ done: true } | Problem> {
  const reading = await readToken(deps.config.TOKEN_SECRET, 'confirm', token, deps.now())
  if ('problem' in reading) return reading
  const subscriber = await findSubscriber(deps.db, reading.subscriberId)
  if (subscriber?.state === 'active') return { done: true }
  if (subscriber?.state !== 'pending') return { problem: 'expired' }
  const slot = await slotOf(deps.db, subscriber.slotId)
  if (!slot) throw new Error(`subscriber ${subscriber.id} has no slot`)
  const from = firstDate(slot, deps.now())
  const hash = await hashNetwork(deps.config, network)
  await activate(deps.db, subscriber.id, from, deps.now(), hash)
  return { done: true }
}

/** Ends a subscription for good (RFC 8058: at once, without asking back). A link of nobody we know is no success. */
export async function unsubscribe(deps: Deps, token: string): Promise<{ done: true } | Problem> {
  const reading = await readToken(deps.config.TOKEN_SECRET, 'unsubscribe', token, deps.now())
  if ('problem' in reading) return reading
  const ended = await endSubscription(deps.db, reading.subscriberId, deps.now())
  if (!ended && !(await findSubscriber(deps.db, reading.subscriberId))) return { problem: 'expired' }
  return { done: true }
}
