import { takeOne } from '../db/counters.ts'
import { cancelChange, holdUntil, requestChange } from '../db/pending-changes.ts'
import { findSchedule } from '../db/schedules.ts'
import type { Preferences, Schedule } from '../db/schema.ts'
import { findSubscriber } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { addDays, isDate } from '../time/dates.ts'
import { localTime } from '../time/zones.ts'
import { nextDay } from './limits.ts'
import { nextChange } from './pending-change.ts'
import { daysAsText, readPreferencesForm, topicFields } from './preferences-form.ts'
import { firstDate } from './schedule.ts'
import { readToken, type TokenError } from './tokens.ts'

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
}

/** What an active reader has chosen. */
export async function findPreferences(deps: Deps, token: string): Promise<PreferencesView | TokenError> {
  const found = await findReader(deps, token)
  if ('error' in found) return found
  const { subscriber, schedule } = found
  const chosen =
    subscriber.nextScheduleId === null ? schedule : await knownSchedule(deps, subscriber.nextScheduleId)
  const { id: _, ...preferences } = chosen
  const tomorrow = addDays(localTime(schedule.timezone, deps.now()).date, 1)
  return {
    subscriberId: subscriber.id,
    generation: subscriber.generation,
    preferences,
    isChanging: subscriber.nextScheduleId !== null,
    pausedUntil:
      subscriber.scheduleFrom !== null && subscriber.scheduleFrom > tomorrow ? subscriber.scheduleFrom : null,
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
  const days = fields.cadence === undefined ? daysAsText(schedule) : undefined
  const preferences = readPreferencesForm({ timezone, hour, papers, days, ...topicFields(topics), ...fields })
  if ('error' in preferences) return { invalid: preferences.error }
  if (await isOver(deps, subscriber.id)) return { over: true }
  if (samePreferences(schedule, preferences)) await cancelChange(deps.db, subscriber.id)
  else
    await requestChange(deps.db, subscriber.id, {
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
  a.topics === b.topics

async function findReader(deps: Deps, token: string) {
  const reading = await readToken(deps.config.TOKEN_SECRET, 'preferences', token, deps.now())
  if ('error' in reading) return reading
  const subscriber = await findSubscriber(deps.db, reading.subject)
  if (subscriber?.state !== 'active' || subscriber.generation !== reading.generation)
    return { error: 'expired' as const }
  return { subscriber, schedule: await knownSchedule(deps, subscriber.scheduleId) }
}

async function knownSchedule(deps: Deps, id: number): Promise<Schedule> {
  const schedule = await findSchedule(deps.db, id)
  if (!schedule) throw new Error(`schedule ${id} is gone`)
  return schedule
}
