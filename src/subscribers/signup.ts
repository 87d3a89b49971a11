import { holdName, settingsNamed } from '../db/operator.ts'
import type { Preferences } from '../db/schema.ts'
import { noteSignup } from '../db/signups.ts'
import type { Deps } from '../deps.ts'
import { readAddress } from '../mail/address.ts'
import { blockNames } from './block.ts'
import {
  addressLimits,
  budgetOf,
  DAY_KEY,
  HOUR_KEY,
  hoursToWait,
  linkLimits,
  strangerLimits,
} from './limits.ts'
import { hashNetwork } from './network.ts'
import { readPreferencesForm } from './preferences-form.ts'

/** Version of the words on the form and in the confirmation mail that a reader agrees to. */
export const CONSENT_TEXT = '2026-11'
/** A mail that has to wait longer than so many days of the budget is not promised. */
const LONGEST_QUEUE = 3

const PAUSED = 'New signups are paused for now. Please come back later; the feeds are open to everybody.'

export type SignupReading =
  /**
   * Written down, or one is on its way. `signupId` is set when its mail may go at once. `hours`:
   * how long it waits.
   */
  | { signupId: number | null; hours: number }
  /**
   * A limit, by name, and when it ends (ms). The same for every address that was asked for as
   * often.
   */
  | { reached: string; endsAt: number }
  | { error: string }

/**
 * Reads a signup from a form or JSON body and writes it down: what was answered "check your inbox"
 * is not lost. Every address takes the same statements and rows, whoever has it. The caller sends
 * the mail after answering. `mayAsk` limits one address in a minute.
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
  const trapped = typeof fields.website === 'string' && fields.website !== ''
  if (trapped || !(await mayAsk(address.email))) return { signupId: null, hours: 0 }
  return askFor(deps, { email: address.email, preferences, own: false }, network)
}

/** Asks for a new link to preferences, by mail: the same answer for every address. */
export async function askForLink(
  deps: Deps,
  fields: Record<string, unknown>,
  network: string,
  mayAsk: (email: string) => Promise<boolean>,
): Promise<SignupReading> {
  const address = readAddress(fields.email)
  if ('error' in address) return address
  if (!(await mayAsk(address.email))) return { signupId: null, hours: 0 }
  return askFor(deps, { email: address.email, preferences: null, own: false }, network)
}

/**
 * `own`: asked for by a link that was mailed to the address. Without preferences a link to them is
 * asked for.
 */
export async function askFor(
  deps: Deps,
  { email, preferences, own }: { email: string; preferences: Preferences | null; own: boolean },
  network: string,
): Promise<SignupReading> {
  const { db, config, now, randomId } = deps
  const at = now()
  const blocks = blockNames(email, network)
  const set = await settingsNamed(db, [holdName('signups'), ...blocks])
  if (preferences !== null && !own && set.has(holdName('signups'))) return { error: PAUSED }
  // The answer does not say that somebody is blocked.
  if (blocks.some((name) => set.has(name))) return { signupId: null, hours: 0 }
  const budget = budgetOf(config)
  const stranger = await strangerLimits(config, email, network, at)
  const ofAddress = await (preferences === null ? linkLimits : addressLimits)(config, email, at)
  const noted = await noteSignup(
    db,
    {
      email,
      wants: preferences === null ? 'link' : 'digest',
      preferences,
      own,
      consentText: CONSENT_TEXT,
      network: await hashNetwork(config, network),
    },
    [...ofAddress, ...stranger.limits],
    { crowd: stranger.crowd, hour: HOUR_KEY, day: DAY_KEY, most: LONGEST_QUEUE * budget.daily },
    at,
    randomId(),
  )
  if ('reached' in noted) return noted
  const hours = hoursToWait(budget, noted.used, noted.ahead, at)
  return { signupId: hours === 0 ? noted.id : null, hours }
}
