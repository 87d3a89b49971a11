import { forgetHosts } from '../db/channel-gate.ts'
import { forgetChannels } from '../db/channels.ts'
import { forgetCounts } from '../db/counters.ts'
import { forgetUnusedSchedules } from '../db/schedules.ts'
import { forgetSignups } from '../db/signups.ts'
import { endedBefore, forgetEnded, hashAddresses } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { DAY } from '../time/dates.ts'
import { hashAddress } from './address-hash.ts'
import { CODE_KEPT } from './channels.ts'
import { OWED } from './confirmation-mail.ts'

/**
 * A signup that was not confirmed is forgotten after this long (ms): its link is no longer good.
 */
export const SIGNUP_KEPT = 8 * DAY
/**
 * An address stands here so long (ms) after its subscription ended; then a keyed hash of it does.
 */
export const ADDRESS_KEPT = 30 * DAY
/** What was agreed to, and until when, is kept so long (ms) after that. */
export const CONSENT_KEPT = 3 * 365 * DAY
/**
 * A channel that ended, and what was posted to one, is kept so long (ms): its owner sees why.
 */
export const CHANNEL_KEPT = 30 * DAY
/**
 * Rows that one call looks through of each kind (count): what strangers stored makes no tick
 * longer.
 */
const MOST = 100
const MOST_SIGNUPS = 100
const MOST_SCHEDULES = 20
/** Only readers make schedules with marks, one with each mark, so many are left behind (count). */
const MOST_MARKED = 500
const MOST_COUNTS = 1000

/** Forgets what docs/privacy.md says is forgotten by `at` (ms). */
export async function forgetPeople(deps: Deps, at: number): Promise<void> {
  const { db, config } = deps
  await forgetSignups(db, at - SIGNUP_KEPT, at - OWED - DAY, MOST_SIGNUPS)
  const ended = await endedBefore(db, at - ADDRESS_KEPT, MOST)
  if (ended.length > 0) {
    const hashed = ended.map(async ({ id, email }) => ({ id, hash: `#${await hashAddress(config, email)}` }))
    await hashAddresses(db, await Promise.all(hashed), at)
  }
  await forgetEnded(db, at - CONSENT_KEPT, MOST)
  await forgetChannels(db, at, {
    expired: at - CODE_KEPT,
    ended: at - CHANNEL_KEPT,
    most: MOST,
    posts: Math.floor((at - CHANNEL_KEPT) / DAY),
  })
  await forgetHosts(db, at, MOST)
  await forgetUnusedSchedules(db, MOST_SCHEDULES, MOST_MARKED)
  await forgetCounts(db, at, MOST_COUNTS)
}
