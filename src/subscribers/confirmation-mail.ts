import { countsOf } from '../db/counters.ts'
import { forgetRefusal, noteRefusal } from '../db/provider-gate.ts'
import { knownCategories } from '../db/search.ts'
import { claimSignup, findSignup, type Signup, settleSignup, signupsOwed } from '../db/signups.ts'
import { findByAddress, type Subscriber, whyStopped } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { chosenInWords } from '../mail/chosen.ts'
import { renderConfirmation } from '../mail/confirmation.tsx'
import { renderLinkMail } from '../mail/link-mail.tsx'
import { siteOf } from '../mail/mail.ts'
import type { SingleOutcome } from '../mailer/resend.ts'
import { DAY, HOUR } from '../time/dates.ts'
import { hashMailbox, namesOf, stopHashes } from './address-hash.ts'
import { budgets } from './limits.ts'
import { readerLinks } from './links.ts'
import { signToken } from './tokens.ts'

/**
 * Confirmation mails that a tick catches up on (count): those that wait for a budget or were cut
 * off.
 */
const OWED_PER_TICK = 20
/**
 * A mail is owed so long (ms) when the provider was never asked, and so long when it was: it keeps
 * keys for 24 h.
 */
export const OWED = 3 * DAY
const ASKED = 23 * HOUR
/**
 * What the provider left without an answer has its place so much later (ms), behind what was never
 * asked.
 */
const BACK = HOUR
/**
 * Ticks that the provider leaves without an answer stop after so many calls (count): each may take
 * 30 s.
 */
const SILENCE = 3

/**
 * Sends the mail that a signup asked for, if it may go now. The key is its number: a second call
 * sends nothing twice. Null when none is owed.
 */
export async function sendConfirmation(deps: Deps, signupId: number): Promise<Answer | null> {
  const signup = await findSignup(deps.db, signupId)
  return signup && signup.queueAt !== null ? send(deps, signup) : null
}

/**
 * Sends what is owed, in the order of its place, as far as the budgets go. A provider that is
 * closed or silent is left alone, and uses up nobody's attempts.
 */
export async function catchUpConfirmations(deps: Deps): Promise<void> {
  const now = deps.now()
  const limits = budgets(deps.config, now)
  const used = await countsOf(
    deps.db,
    limits.map(({ key }) => key),
    now,
  )
  const left = Math.min(OWED_PER_TICK, ...limits.map(({ key, limit }) => limit - (used.get(key) ?? 0)))
  // Nothing is read for what cannot be sent.
  if (left <= 0) return
  let silent = 0
  for (const signup of await signupsOwed(deps.db, now - OWED, now - ASKED, left)) {
    const answer = await send(deps, signup)
    if (answer === 'unknown') silent++
    if (answer === 'closed' || answer === 'denied' || answer === 'over' || silent === SILENCE) return
  }
}

/** `none`: there is nothing to say to that address; `over`: a budget is used up. */
type Answer = SingleOutcome | 'none' | 'over'

async function send(deps: Deps, signup: Signup): Promise<Answer> {
  const { db, config, now } = deps
  const reader = await findByAddress(db, await namesOf(config, signup.email))
  const stop = await whyStopped(db, await stopHashes(config, signup.email))
  if (!mayWrite(signup, reader, stop)) {
    await settleSignup(db, signup.id, { queueAt: null })
    return 'none'
  }
  if (!(await claimSignup(db, signup.id, budgets(config, now()), now()))) return 'over'
  const mail = await (signup.wants === 'link' && reader
    ? linkMail(deps, reader)
    : confirmationMail(deps, signup))
  const answer = await deps.mailer.send(`confirm.${signup.id}.${signup.askedAt}`, {
    ...mail,
    from: config.MAIL_FROM,
    to: signup.email,
    headers: {},
  })
  if (answer === 'denied') await noteRefusal(db, 'a confirmation mail was refused', now())
  if (answer === 'taken') await forgetRefusal(db)
  if (answer === 'taken') await settleSignup(db, signup.id, { queueAt: null, acceptedAt: now() })
  if (answer === 'refused') await settleSignup(db, signup.id, { queueAt: null })
  if (answer === 'unknown') await settleSignup(db, signup.id, { queueAt: now() + BACK })
  return answer
}

/** A stranger has us write to nobody who subscribes, complained, or said never. */
function mayWrite({ wants, own }: Signup, reader: Subscriber | undefined, stop: string | null): boolean {
  if (stop === 'never' || stop === 'blocked') return false
  if (!own && (stop === 'complained' || reader?.suppression === 'complained')) return false
  return wants === 'link' ? reader !== undefined : reader?.state !== 'active'
}

/** Its links were issued when it was asked for, not now: a retry has the same bytes. */
async function confirmationMail({ config, search }: Deps, { id, askedAt, email, preferences }: Signup) {
  const [confirm, never] = await Promise.all([
    signToken(config.TOKEN_SECRET, 'confirm', id, askedAt),
    signToken(config.TOKEN_SECRET, 'never', id, 0, { mailbox: await hashMailbox(config, email) }),
  ])
  // Only for topics is it read which categories there are.
  const known = preferences?.topics ? await knownCategories(search) : []
  return renderConfirmation({
    chosen: preferences === null ? 'a digest' : chosenInWords(preferences, new Set(known)),
    ...siteOf(config),
    confirmUrl: `${config.PUBLIC_URL}/confirm?token=${confirm}`,
    neverUrl: `${config.PUBLIC_URL}/never?token=${never}`,
  })
}

async function linkMail({ config }: Deps, { id, generation }: Subscriber) {
  const { preferences } = await readerLinks(config, id, generation)
  return renderLinkMail({ ...siteOf(config), preferencesUrl: preferences })
}
