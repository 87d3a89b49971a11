import { deleteSignups, findSignup } from '../db/signups.ts'
import { allowAddress, endSubscription, findByAddress, findBySignup, stopAddress } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { namesOf } from './address-hash.ts'
import { readToken, type TokenError } from './tokens.ts'

/**
 * Never writes to an address again: its mailbox is kept as a keyed hash, what was asked for is
 * forgotten, and a subscription of it ends. `allow`: takes that back.
 */
export async function neverWrite(
  deps: Deps,
  token: string,
  allow: boolean,
): Promise<{ done: true } | TokenError> {
  const { db, config, now } = deps
  const reading = await readToken(config.TOKEN_SECRET, 'never', token, now())
  if ('error' in reading) return reading
  const { subject, mailbox } = reading
  if (mailbox === undefined) return { error: 'malformed' }
  if (allow) {
    await allowAddress(db, [mailbox])
    return { done: true }
  }
  await stopAddress(db, mailbox, 'never', now())
  const signup = await findSignup(db, subject)
  const reader = signup
    ? await findByAddress(db, await namesOf(config, signup.email))
    : await findBySignup(db, subject)
  if (reader) await endSubscription(db, reader.id, now(), 'never link')
  const email = signup?.email ?? reader?.email
  if (email !== undefined) await deleteSignups(db, email)
  return { done: true }
}
