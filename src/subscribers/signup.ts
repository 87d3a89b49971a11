import { z } from 'zod'
import {
  confirmationsOwed,
  findSubscriber,
  noteConfirmation,
  noteSignup,
  type Subscriber,
  slotOf,
} from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { renderConfirmation } from '../mail/confirmation.tsx'
import type { Mail } from '../mail/mail.ts'
import { DAY } from '../time/dates.ts'
import { readAddress } from './address.ts'
import { hashNetwork } from './network.ts'
import { readWishes } from './preferences-form.ts'
import { signToken } from './tokens.ts'

/** Version of the words on the form and in the confirmation mail that a reader agrees to. */
const CONSENT_TEXT = '2026-11'
/** Confirmation mails that a tick catches up on (count), after the request that asked for them was cut off. */
const OWED_PER_TICK = 20

/** Ticks that the provider leaves without an answer stop after so many calls (count): each may take 30 s. */
const SILENCE = 3

/**
 * Hands one mail to the provider under an idempotency key. `refused`: it takes none of this content to this address;
 * `closed`: it takes nothing from us at present; `unknown`: it gave no answer.
 */
export type Post = (key: string, mail: Mail) => Promise<'taken' | 'refused' | 'closed' | 'unknown'>

export type SignupReading = { subscriberId: number | null } | { problem: string }

/**
 * Reads a signup from a form or JSON body and writes it down: what was answered "check your inbox" is not lost. A new, a
 * known and a suppressed address take the same statement. `subscriberId` is set when a confirmation mail is due: the
 * caller sends it after answering, so that the answer does not tell who subscribes. `mayAsk` limits one address.
 */
export async function signUp(
  deps: Deps,
  fields: Record<string, unknown>,
  network: string,
  mayAsk: (email: string) => Promise<boolean>,
): Promise<SignupReading> {
  const address = readAddress(fields.email)
  if ('problem' in address) return address
  const wishes = readWishes(fields)
  if ('problem' in wishes) return wishes
  // People leave a field that they cannot see empty; programs fill it in.
  const trapped = z.string().min(1).safeParse(fields.website).success
  if (trapped || !(await mayAsk(address.email))) return { subscriberId: null }
  const consent = { text: CONSENT_TEXT, network: await hashNetwork(deps.config, network) }
  return { subscriberId: await noteSignup(deps.db, address.email, wishes, consent, deps.now()) }
}

/** Sends the confirmation mail that a signup asked for. The key is its number: a second call sends nothing twice. */
export async function sendConfirmation(deps: Deps, post: Post, subscriberId: number): Promise<void> {
  const subscriber = await findSubscriber(deps.db, subscriberId)
  if (subscriber?.state === 'pending') await postConfirmation(deps, post, subscriber)
}

/**
 * Sends the confirmation mails that were asked for within the last day and not taken yet, in any order, so that none is
 * behind another for good. A provider that is closed or silent is left alone, and uses up nobody's attempts.
 */
export async function catchUpConfirmations(deps: Deps, post: Post): Promise<void> {
  const owed = await confirmationsOwed(deps.db, deps.now() - DAY + 60 * 60_000, OWED_PER_TICK)
  let silent = 0
  for (const subscriber of owed) {
    const answer = await postConfirmation(deps, post, subscriber)
    if (answer === 'unknown') silent++
    if (answer === 'closed' || silent === SILENCE) return
  }
}

async function postConfirmation(deps: Deps, post: Post, subscriber: Subscriber): ReturnType<Post> {
  const { config } = deps
  // Issued when it was asked for, not now: a retry has the same bytes.
  const token = await signToken(
    config.TOKEN_SECRET,
    'confirm',
    subscriber.id,
    subscriber.confirmationAt ?? subscriber.createdAt,
  )
  const slot = await slotOf(deps.db, subscriber.slotId)
  const mail = renderConfirmation({
    narrowed: slot !== undefined && slot.topics !== '',
    publicUrl: config.PUBLIC_URL,
    confirmUrl: `${config.PUBLIC_URL}/confirm?token=${token}`,
    postalAddress: config.MAIL_POSTAL_ADDRESS,
  })
  const key = `confirm.${subscriber.id}.${subscriber.confirmationAt}`
  const answer = await post(key, { ...mail, from: config.MAIL_FROM, to: subscriber.email, headers: {} })
  if (answer === 'taken' || answer === 'refused')
    await noteConfirmation(deps.db, subscriber, answer, deps.now())
  return answer
}
