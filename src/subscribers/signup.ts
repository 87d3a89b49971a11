import { z } from 'zod'
import { forgetRefusal, noteRefusal } from '../db/provider-gate.ts'
import {
  confirmationsOwed,
  findSchedule,
  findSubscriber,
  noteConfirmation,
  noteSignup,
  type Subscriber,
} from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { renderConfirmation } from '../mail/confirmation.tsx'
import type { SingleOutcome } from '../mailer/resend.ts'
import { DAY } from '../time/dates.ts'
import { readAddress } from './address.ts'
import { hashNetwork } from './network.ts'
import { readPreferencesForm } from './preferences-form.ts'
import { signToken } from './tokens.ts'

/** Version of the words on the form and in the confirmation mail that a reader agrees to. */
const CONSENT_TEXT = '2026-11'
/** Confirmation mails that a tick catches up on (count), after the request that asked for them was cut off. */
const OWED_PER_TICK = 20

/** Ticks that the provider leaves without an answer stop after so many calls (count): each may take 30 s. */
const SILENCE = 3

export type SignupReading = { subscriberId: number | null } | { error: string }

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
  if ('error' in address) return address
  const preferences = readPreferencesForm(fields)
  if ('error' in preferences) return preferences
  // People leave a field that they cannot see empty; programs fill it in.
  const trapped = z.string().min(1).safeParse(fields.website).success
  if (trapped || !(await mayAsk(address.email))) return { subscriberId: null }
  const consent = { text: CONSENT_TEXT, network: await hashNetwork(deps.config, network) }
  return { subscriberId: await noteSignup(deps.db, address.email, preferences, consent, deps.now()) }
}

/** Sends the confirmation mail that a signup asked for. The key is its number: a second call sends nothing twice. */
export async function sendConfirmation(deps: Deps, subscriberId: number): Promise<void> {
  const subscriber = await findSubscriber(deps.db, subscriberId)
  if (subscriber?.state === 'pending') await postConfirmation(deps, subscriber)
}

/**
 * Sends the confirmation mails that were asked for within the last day and not taken yet, in any order, so that none is
 * behind another for good. A provider that is closed or silent is left alone, and uses up nobody's attempts.
 */
export async function catchUpConfirmations(deps: Deps): Promise<void> {
  const owed = await confirmationsOwed(deps.db, deps.now() - DAY + 60 * 60_000, OWED_PER_TICK)
  let silent = 0
  for (const subscriber of owed) {
    const answer = await postConfirmation(deps, subscriber)
    if (answer === 'unknown') silent++
    if (answer === 'closed' || answer === 'denied' || silent === SILENCE) return
  }
}

async function postConfirmation(deps: Deps, subscriber: Subscriber): Promise<SingleOutcome> {
  const { config } = deps
  // Issued when it was asked for, not now: a retry has the same bytes.
  const token = await signToken(
    config.TOKEN_SECRET,
    'confirm',
    subscriber.id,
    subscriber.confirmationAt ?? subscriber.createdAt,
  )
  const schedule = await findSchedule(deps.db, subscriber.scheduleId)
  const mail = renderConfirmation({
    narrowed: schedule !== undefined && schedule.topics !== '',
    publicUrl: config.PUBLIC_URL,
    confirmUrl: `${config.PUBLIC_URL}/confirm?token=${token}`,
    postalAddress: config.MAIL_POSTAL_ADDRESS,
  })
  const key = `confirm.${subscriber.id}.${subscriber.confirmationAt}`
  const answer = await deps.mailer.send(key, {
    ...mail,
    from: config.MAIL_FROM,
    to: subscriber.email,
    headers: {},
  })
  if (answer === 'taken' || answer === 'refused')
    await noteConfirmation(deps.db, subscriber, answer, deps.now())
  if (answer === 'denied') await noteRefusal(deps.db, 'a confirmation mail was refused', deps.now())
  if (answer === 'taken') await forgetRefusal(deps.db)
  return answer
}
