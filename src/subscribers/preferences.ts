import { changeSlot, findSubscriber, slotOf } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { firstDate } from './slot.ts'
import { readToken, type TokenReading } from './tokens.ts'
import { daysAsText, readWishes, type Wishes } from './wishes.ts'

type Problem = Extract<TokenReading, { problem: string }>

/** What an active reader has chosen; `days` as the form words it. */
export async function readPreferences(
  deps: Deps,
  token: string,
): Promise<{ subscriberId: number; when: Omit<Wishes, 'days'> & { days: string } } | Problem> {
  const reading = await readToken(deps.config.TOKEN_SECRET, 'preferences', token, deps.now())
  if ('problem' in reading) return reading
  const subscriber = await findSubscriber(deps.db, reading.subscriberId)
  if (subscriber?.state !== 'active') return { problem: 'expired' }
  const slot = await slotOf(deps.db, subscriber.slotId)
  if (!slot) throw new Error(`subscriber ${subscriber.id} has no slot`)
  const { timezone, hour, days } = slot
  return { subscriberId: subscriber.id, when: { timezone, hour, days: daysAsText(days) } }
}

/** Moves a reader to other wishes. `sentence`: what could not be read in them, for the page. */
export async function changePreferences(
  deps: Deps,
  token: string,
  fields: Record<string, unknown>,
): Promise<{ done: true } | { sentence: string } | Problem> {
  const present = await readPreferences(deps, token)
  if ('problem' in present) return present
  const wishes = readWishes({ ...present.when, ...fields })
  if ('problem' in wishes) return { sentence: wishes.problem }
  await changeSlot(deps.db, present.subscriberId, wishes, firstDate(wishes, deps.now()))
  return { done: true }
}
