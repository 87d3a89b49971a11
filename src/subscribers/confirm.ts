import { resetCounts } from '../db/counters.ts'
import { findSignup } from '../db/signups.ts'
import {
  endSubscription,
  findByAddress,
  findSubscriber,
  startSubscription,
  whyStopped,
} from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { namesOf, stopHashes } from './address-hash.ts'
import { addressLimits } from './limits.ts'
import { hashNetwork } from './network.ts'
import { firstDate } from './schedule.ts'
import { readToken, type TokenError } from './tokens.ts'

/**
 * Makes the signup that the link names a subscription; a link that did its work before has nothing
 * left to do. An active reader stays as they are, and a link from before the end of a subscription
 * never brings it back.
 */
export async function confirm(
  deps: Deps,
  token: string,
  network: string,
): Promise<{ done: true } | TokenError> {
  const { db, config, now } = deps
  const reading = await readToken(config.TOKEN_SECRET, 'confirm', token, now())
  if ('error' in reading) return reading
  const signup = await findSignup(db, reading.subject)
  // Signups and subscribers had the same numbers once: the instant tells them apart.
  if (!signup?.preferences || signup.askedAt !== reading.at) return { error: 'expired' }
  const { email, preferences } = signup
  const stop = await whyStopped(db, await stopHashes(config, email))
  if (stop === 'never' || (stop === 'complained' && !signup.own)) return { error: 'expired' }
  const names = await namesOf(config, email)
  const reader = await findByAddress(db, names)
  if (reader?.state === 'active') return { done: true }
  if (signup.confirmedAt !== null || (reader?.endedAt ?? 0) > signup.askedAt) return { error: 'expired' }
  await startSubscription(db, {
    ...{ signup, email, names, preferences },
    from: firstDate(preferences, now()),
    network: await hashNetwork(config, network),
    counts: (await addressLimits(config, email, now())).map(({ key }) => key),
    now: now(),
  })
  return { done: true }
}

/**
 * Ends a subscription for good (RFC 8058: at once, without asking back). Whatever the reader's
 * state, also when they were erased: a good link has done its work.
 */
export async function unsubscribe(deps: Deps, token: string): Promise<{ done: true } | TokenError> {
  const { db, config, now } = deps
  const reading = await readToken(config.TOKEN_SECRET, 'unsubscribe', token, now())
  if ('error' in reading) return reading
  const reader = await findSubscriber(db, reading.subject)
  if (reader?.state !== 'active') return { done: true }
  if (await endSubscription(db, reader.id, now())) {
    // Only its owner can end it: what strangers asked for in the meantime keeps nobody from coming
    // back.
    const limits = await addressLimits(config, reader.email, now())
    await resetCounts(
      db,
      limits.map(({ key }) => key),
    )
  }
  return { done: true }
}
