import type { Hono } from 'hono'
import { mailboxOf } from '../../subscribers/address-hash.ts'
import { sendConfirmation } from '../../subscribers/confirmation-mail.ts'
import { wideNetworkOf } from '../../subscribers/network.ts'
import { askForLink, type SignupReading, signUp } from '../../subscribers/signup.ts'
import { askedFrom, isWithinLimit, say } from '../answer.tsx'
import { unknownTopics } from '../categories.ts'
import { GUESS } from '../components/signup-form.tsx'
import { type AppContext, type AppEnv, guessZone, readFields } from '../context.ts'
import { understandNames } from '../interests.ts'
import { ownPagesOnly } from '../own-pages.ts'
import { badRequest, checkInbox, limitReached, linkAsked, notHuman, tooMany } from '../pages/messages.ts'
import { isHuman } from '../turnstile.ts'

/**
 * Signup, and a new link for readers who lost theirs. The answers are the same whether the address
 * is new or known.
 */
export function addSubscribe(app: Hono<AppEnv>): void {
  app.post('/subscribe', ownPagesOnly, async (c) => {
    if (await isOver(c)) return waitAMinute(c)
    const deps = c.get('deps')
    const fields = await understandNames(deps, await readFields(c))
    if (fields.timezone === GUESS) fields.timezone = guessZone(c)
    if (!(await isHuman(deps, fields))) return say(c, notHuman, 400)
    const unknown = await unknownTopics(deps, fields)
    if (unknown !== null) return say(c, badRequest(unknown), 400)
    return answer(c, await signUp(deps, fields, askedFrom(c), mayAsk(c)), checkInbox)
  })
  // After a signup the address bar shows this address: pressing Enter in it must work.
  app.get('/subscribe', (c) => c.redirect('/', 303))

  app.post('/preferences/link', ownPagesOnly, async (c) => {
    if (await isOver(c)) return waitAMinute(c)
    return answer(c, await askForLink(c.get('deps'), await readFields(c), askedFrom(c), mayAsk(c)), linkAsked)
  })
}

/** Answers a signup. Its mail, if one may be sent, is sent after the answer. */
export function answer(c: AppContext, asked: SignupReading, said: typeof checkInbox) {
  const deps = c.get('deps')
  if ('error' in asked) return say(c, badRequest(asked.error), 400)
  if ('reached' in asked) return say(c, limitReached(asked.reached, asked.endsAt), 429)
  const { signupId, hours } = asked
  if (signupId !== null) c.get('later').push(() => sendConfirmation(deps, signupId))
  return say(c, said(hours))
}

/** True if this network, or those around it, asked too often. */
async function isOver(c: AppContext): Promise<boolean> {
  const [near, wide] = await Promise.all([
    c.env.SIGNUP_LIMIT.limit({ key: askedFrom(c) }),
    isWithinLimit(c, c.env.WIDE_LIMIT, wideNetworkOf),
  ])
  return !near.success || !wide
}

const mayAsk = (c: AppContext) => async (email: string) =>
  (await c.env.ADDRESS_LIMIT.limit({ key: mailboxOf(email) })).success

function waitAMinute(c: AppContext) {
  c.header('retry-after', '60')
  return say(c, tooMany, 429)
}
