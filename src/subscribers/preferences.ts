import { holdUntil, planMove, stay } from '../db/pending-changes.ts'
import { findSubscriber, slotOf } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { addDays, isDate } from '../time/dates.ts'
import { localTime } from '../time/zones.ts'
import { nextMove } from './pending-change.ts'
import { daysAsText, readWishes, topicFields, type Wishes } from './preferences-form.ts'
import { firstDate, type Slot } from './schedule.ts'
import { readToken, type TokenReading } from './tokens.ts'

type Problem = Extract<TokenReading, { problem: string }>

/** The longest pause (days). */
const LONGEST_PAUSE = 366

export type Preferences = {
  subscriberId: number
  /** What the reader has chosen last. */
  wishes: Wishes
  /** True while the last change waits for the end of the reader's day. */
  moving: boolean
  /** First local date after a pause; null when there is none. */
  pausedUntil: string | null
}

/** What an active reader has chosen. */
export async function readPreferences(deps: Deps, token: string): Promise<Preferences | Problem> {
  const found = await findReader(deps, token)
  if ('problem' in found) return found
  const { subscriber, slot } = found
  const chosen = subscriber.nextSlotId === null ? slot : await knownSlot(deps, subscriber.nextSlotId)
  const { id: _, ...wishes } = chosen
  const tomorrow = addDays(localTime(slot.timezone, deps.now()).date, 1)
  return {
    subscriberId: subscriber.id,
    wishes,
    moving: subscriber.nextSlotId !== null,
    pausedUntil: subscriber.slotFrom !== null && subscriber.slotFrom > tomorrow ? subscriber.slotFrom : null,
  }
}

/**
 * Moves a reader to other wishes when today is over in the time zone they wish: what is due today comes as it was, what
 * is due tomorrow as they wish. `sentence`: what could not be read, for the page.
 */
export async function changePreferences(
  deps: Deps,
  token: string,
  fields: Record<string, unknown>,
): Promise<{ done: true } | { sentence: string } | Problem> {
  const found = await findReader(deps, token)
  if ('problem' in found) return found
  const { subscriber, slot } = found
  const { timezone, hour, papers, topics } = slot
  const days = fields.cadence === undefined ? daysAsText(slot) : undefined
  const wishes = readWishes({ timezone, hour, papers, days, ...topicFields(topics), ...fields })
  if ('problem' in wishes) return { sentence: wishes.problem }
  if (sameWishes(slot, wishes)) await stay(deps.db, subscriber.id)
  else await planMove(deps.db, subscriber.id, { wishes, ...nextMove(wishes.timezone, deps.now()) })
  return { done: true }
}

/** Pauses until a local date (`YYYY-MM-DD`), or ends a pause when there is none. */
export async function pause(
  deps: Deps,
  token: string,
  until: unknown,
): Promise<{ done: true } | { sentence: string } | Problem> {
  const found = await findReader(deps, token)
  if ('problem' in found) return found
  const { subscriber, slot } = found
  const today = localTime(slot.timezone, deps.now()).date
  if (until === undefined || until === '') {
    await holdUntil(deps.db, subscriber.id, firstDate(slot, deps.now()))
    return { done: true }
  }
  if (typeof until !== 'string' || !isDate(until) || until <= today || until > addDays(today, LONGEST_PAUSE))
    return { sentence: `A pause ends on a date from tomorrow on, at most ${LONGEST_PAUSE} days ahead.` }
  await holdUntil(deps.db, subscriber.id, until)
  return { done: true }
}

const sameWishes = (a: Wishes, b: Wishes) =>
  a.kind === b.kind &&
  a.timezone === b.timezone &&
  a.hour === b.hour &&
  a.days === b.days &&
  a.papers === b.papers &&
  a.topics === b.topics

async function findReader(deps: Deps, token: string) {
  const reading = await readToken(deps.config.TOKEN_SECRET, 'preferences', token, deps.now())
  if ('problem' in reading) return reading
  const subscriber = await findSubscriber(deps.db, reading.subscriberId)
  if (subscriber?.state !== 'active') return { problem: 'expired' as const }
  return { subscriber, slot: await knownSlot(deps, subscriber.slotId) }
}

async function knownSlot(deps: Deps, id: number): Promise<Slot> {
  const slot = await slotOf(deps.db, id)
  if (!slot) throw new Error(`slot ${id} is gone`)
  return slot
}
