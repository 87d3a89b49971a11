import { takeOne } from '../db/counters.ts'
import { cancelChange, holdUntil, requestChange } from '../db/pending-changes.ts'
import { findSchedule } from '../db/schedules.ts'
import type { Preferences, Schedule } from '../db/schema.ts'
import { findSubscriber, type Subscriber } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { maskAddress } from '../mail/masked-address.ts'
import { addDays, isDate } from '../time/dates.ts'
import { localTime } from '../time/zones.ts'
import { nextDay } from './limits.ts'
import { type NextMail, nextMail } from './next-mail.ts'
import { nextChange } from './pending-change.ts'
import { daysAsText, earlyAsText, readPreferencesForm, topicFields } from './preferences-form.ts'
import { firstDate } from './schedule.ts'
import { type Purpose, readToken, type TokenError } from './tokens.ts'

/** The longest pause (days). */
const LONGEST_PAUSE = 366
/** Changes of one reader in a day (count): each writes rows. */
const CHANGES_DAILY = 50

export type PreferencesView = {
  subscriberId: number
  /** Of the reader's links. */
  generation: number
  /** What the reader has chosen last. */
  preferences: Preferences
  /** True while the last change waits for the end of the reader's day. */
  isChanging: boolean
  /** First local date after a pause; null when there is none. */
  pausedUntil: string | null
  /** Masked. */
  address: string
  /** When the next digest should come; null when none is in sight. */
  nextMail: NextMail | null
}

/** What an active reader has chosen. */
export async function findPreferences(deps: Deps, token: string): Promise<PreferencesView | TokenError> {
  const found = await findReader(deps, token)
  if ('error' in found) return found
  const { subscriber, schedule } = found
  const next = await nextSchedule(deps, subscriber)
  const { id: _, ...preferences } = next ?? schedule
  const tomorrow = addDays(localTime(schedule.timezone, deps.now()).date, 1)
  return {
    subscriberId: subscriber.id,
    generation: subscriber.generation,
    preferences,
    isChanging: subscriber.nextScheduleId !== null,
    pausedUntil:
      subscriber.scheduleFrom !== null && subscriber.scheduleFrom > tomorrow ? subscriber.scheduleFrom : null,
    address: maskAddress(subscriber.email),
    nextMail: await nextMail(deps, subscriber, schedule, next),
  }
}

/**
 * Changes the preferences of a reader when today is over in the time zone they wish: what is due
 * today comes as it was, what is due tomorrow as they wish. `invalid`: what could not be read, for
 * the page.
 */
export async function changePreferences(
  deps: Deps,
  token: string,
  fields: Record<string, unknown>,
): Promise<{ done: true } | { invalid: string } | { over: true } | TokenError> {
  const found = await findReader(deps, token)
  if ('error' in found) return found
  const { subscriber, schedule } = found
  const { timezone, hour, papers, topics } = schedule
  const early = earlyAsText(schedule.early)
  const days = fields.cadence === undefined ? daysAsText(schedule) : undefined
  const preferences = readPreferencesForm({
    timezone,
    hour,
    papers,
    early,
    days,
    ...topicFields(topics),
    ...fields,
  })
  if ('error' in preferences) return { invalid: preferences.error }
  return request(deps, subscriber.id, schedule, preferences)
}

/** The weekday on which a digest comes that was daily (bit mask): Monday, after a whole week. */
const MONDAY = 1

/**
 * What was chosen last, once a week from now on. The link that ends a subscription does it as well.
 */
export async function changeToWeekly(
  deps: Deps,
  token: string,
): Promise<{ done: true } | { over: true } | TokenError> {
  const found = await findReader(deps, token, ['preferences', 'unsubscribe'])
  if ('error' in found) return found
  const { subscriber, schedule } = found
  const next = await nextSchedule(deps, subscriber)
  const { id: _, ...chosen } = next ?? schedule
  if (chosen.kind === 'weekly') return { done: true }
  return request(deps, subscriber.id, schedule, { ...chosen, kind: 'weekly', days: MONDAY })
}

async function request(
  deps: Deps,
  id: number,
  schedule: Schedule,
  preferences: Preferences,
): Promise<{ done: true } | { over: true }> {
  if (await isOver(deps, id)) return { over: true }
  if (samePreferences(schedule, preferences)) await cancelChange(deps.db, id)
  else
    await requestChange(deps.db, id, {
      preferences,
      ...nextChange(preferences.timezone, deps.now()),
    })
  return { done: true }
}

/** Pauses until a local date (`YYYY-MM-DD`), or ends a pause when there is none. */
export async function pause(
  deps: Deps,
  token: string,
  until: unknown,
): Promise<{ done: true } | { invalid: string } | { over: true } | TokenError> {
  const found = await findReader(deps, token)
  if ('error' in found) return found
  const { subscriber, schedule } = found
  const today = localTime(schedule.timezone, deps.now()).date
  if (until === undefined || until === '') {
    if (await isOver(deps, subscriber.id)) return { over: true }
    await holdUntil(deps.db, subscriber.id, firstDate(schedule, deps.now()))
    return { done: true }
  }
  if (typeof until !== 'string' || !isDate(until) || until <= today || until > addDays(today, LONGEST_PAUSE))
    return { invalid: `A pause ends on a date from tomorrow on, at most ${LONGEST_PAUSE} days ahead.` }
  if (await isOver(deps, subscriber.id)) return { over: true }
  await holdUntil(deps.db, subscriber.id, until)
  return { done: true }
}

/**
 * What the page that ends a subscription says of it; null for a link that was ended, or a reader
 * who is none.
 */
export async function findEnding(
  deps: Deps,
  token: string,
): Promise<{ address: string; isDaily: boolean } | null> {
  const found = await findReader(deps, token, 'unsubscribe')
  if ('error' in found) return null
  const { subscriber, schedule } = found
  const next = await nextSchedule(deps, subscriber)
  return { address: maskAddress(subscriber.email), isDaily: (next ?? schedule).kind === 'daily' }
}

/** Counts a change; true when the reader made too many today. */
const isOver = async ({ db, now }: Deps, id: number): Promise<boolean> => {
  const limit = { name: 'changes', key: `p ${id}`, limit: CHANGES_DAILY, endsAt: nextDay(now()) }
  return (await takeOne(db, [limit], now())) !== null
}

const samePreferences = (a: Preferences, b: Preferences) =>
  a.kind === b.kind &&
  a.timezone === b.timezone &&
  a.hour === b.hour &&
  a.days === b.days &&
  a.papers === b.papers &&
  a.topics === b.topics &&
  a.early === b.early

/** The active reader of a link that was not ended, and their present schedule. */
async function findReader(deps: Deps, token: string, use: Purpose | readonly Purpose[] = 'preferences') {
  const reading = await readToken(deps.config.TOKEN_SECRET, use, token, deps.now())
  if ('error' in reading) return reading
  const subscriber = await findSubscriber(deps.db, reading.subject)
  if (subscriber?.state !== 'active' || subscriber.generation !== reading.generation)
    return { error: 'expired' as const }
  return { subscriber, schedule: await knownSchedule(deps, subscriber.scheduleId) }
}

/** That of the pending change; null when none waits. */
const nextSchedule = async (deps: Deps, { nextScheduleId }: Subscriber): Promise<Schedule | null> =>
  nextScheduleId === null ? null : knownSchedule(deps, nextScheduleId)

async function knownSchedule(deps: Deps, id: number): Promise<Schedule> {
  const schedule = await findSchedule(deps.db, id)
  if (!schedule) throw new Error(`schedule ${id} is gone`)
  return schedule
}
