import { resetCounts } from '../db/counters.ts'
import { newestEditionDate } from '../db/editions.ts'
import { findSchedule } from '../db/schedules.ts'
import { findSignup } from '../db/signups.ts'
import {
  endSubscription,
  findByAddress,
  findSubscriber,
  startSubscription,
  whyStopped,
} from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { utcDate } from '../time/dates.ts'
import { namesOf, stopHashes } from './address-hash.ts'
import { addressLimits } from './limits.ts'
import { hashNetwork } from './network.ts'
import { firstDate, type NextDigest, nextDigest } from './schedule.ts'
import { readToken, type TokenError } from './tokens.ts'

/**
 * Makes the signup that the link names a subscription; a link that did its work before has nothing
 * left to do. An active reader stays as they are, and a link from before the end of a subscription
 * never brings it back.
 */
export async function confirm(deps: Deps, token: string, network: string): Promise<Confirmed | TokenError> {
  const { db, config, now } = deps
  const reading = await readToken(config.TOKEN_SECRET, 'confirm', token, now())
  if ('error' in reading) return reading
  const signup = await findSignup(db, reading.subject)
  // Signups and subscribers had the same numbers once: the instant tells them apart.
  if (!signup?.preferences || signup.askedAt !== reading.at) return { error: 'expired' }
  const { email, preferences } = signup
  const stop = await whyStopped(db, await stopHashes(config, email))
  if (stop === 'never' || stop === 'blocked' || (stop === 'complained' && !signup.own))
    return { error: 'expired' }
  const names = await namesOf(config, email)
  const reader = await findByAddress(db, names)
  if (reader?.state === 'active') return { subscriberId: reader.id, ...(await whatComes(deps, reader.id)) }
  if (signup.confirmedAt !== null || (reader?.endedAt ?? 0) > signup.askedAt) return { error: 'expired' }
  const subscriberId = await startSubscription(db, {
    signup,
    email,
    names,
    preferences,
    from: firstDate(preferences, now()),
    network: await hashNetwork(config, network),
    counts: (await addressLimits(config, email, now())).map(({ key }) => key),
    now: now(),
    welcome: config.WELCOME,
  })
  return { subscriberId, ...(await whatComes(deps, subscriberId)) }
}

/**
 * `next`: when the next digest of their schedule comes, if the sources have a list as usual; null
 * when that is not known. `isWelcome`: the newest edition comes at once.
 */
export type Confirmed = {
  subscriberId: number | null
  next: NextDigest | null
  timezone: string
  isWelcome: boolean
}

async function whatComes(
  { db, now }: Deps,
  subscriberId: number | null,
): Promise<Omit<Confirmed, 'subscriberId'>> {
  const reader = subscriberId === null ? undefined : await findSubscriber(db, subscriberId)
  const schedule = reader && (await findSchedule(db, reader.scheduleId))
  if (!reader || !schedule) return { next: null, timezone: 'UTC', isWelcome: false }
  const newest = await newestEditionDate(db)
  const given = reader.editionAfter ?? ''
  const { timezone, kind, topics } = schedule
  const isNewer = newest !== null && newest > given
  const isWelcome = reader.welcomeDueAt !== null && isNewer && kind === 'daily' && topics === ''
  // Before the first edition today's is as good as there: a new instance waits for no night.
  const sure = newest ?? utcDate(now())
  return { next: nextDigest(schedule, now(), isWelcome ? newest : given, sure), timezone, isWelcome }
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
