import { takeOne } from '../db/counters.ts'
import { titlesOf } from '../db/papers.ts'
import { cancelChange, holdUntil, requestChange } from '../db/pending-changes.ts'
import { findSchedule } from '../db/schedules.ts'
import type { Preferences, Schedule, Wanted } from '../db/schema.ts'
import { findSubscriber, type Subscriber } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { maskAddress } from '../mail/masked-address.ts'
import { type DatedMark, readMarks } from '../ranking/marks.ts'
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
  /** What they marked, newest first; the title is null where the paper is not known any more. */
  marks: readonly (DatedMark & { title: string | null })[]
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
  const { id: _, marks: written, ...preferences } = next ?? schedule
  const marks = readMarks(written)
  const ids = marks.map(({ paperId }) => paperId)
  const titles = marks.length > 0 ? await titlesOf(deps.db, ids) : new Map<string, string>()
  const tomorrow = addDays(localTime(schedule.timezone, deps.now()).date, 1)
  return {
    subscriberId: subscriber.id,
    generation: subscriber.generation,
    preferences,
    marks: marks.map((mark) => ({ ...mark, title: titles.get(mark.paperId) ?? null })).toReversed(),
    isChanging: subscriber.nextScheduleId !== null,
    pausedUntil:
      subscriber.scheduleFrom !== null && subscriber.scheduleFrom > tomorrow ? subscriber.scheduleFrom : null,
    address: maskAddress(subscriber.email),
    nextMail: await nextMail(deps, subscriber, schedule, next),
  }
}

/**
 * Changes the preferences of a reader when today is over in the time zone they choose: what is due
 * today comes as it was, what is due tomorrow as they choose. `invalid`: what could not be read,
 * for the page.
 */
export async function changePreferences(
  deps: Deps,
  token: string,
  fields: Record<string, unknown>,
): Promise<{ done: true } | { invalid: string } | { over: true } | TokenError> {
  const found = await findReader(deps, token)
  if ('error' in found) return found
  const { timezone, hour, papers, topics, early } = found.schedule
  const days = fields.cadence === undefined ? daysAsText(found.schedule) : undefined
  const known = { timezone, hour, papers, days, early: earlyAsText(early), ...topicFields(topics) }
  const preferences = readPreferencesForm({ ...known, ...fields })
  if ('error' in preferences) return { invalid: preferences.error }
  if (await isOver(deps, found.subscriber.id)) return { over: true }
  return change(deps, token, 'preferences', ({ marks }) => ({ ...preferences, marks }))
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
  const uses = ['preferences', 'unsubscribe'] as const
  const found = await findReader(deps, token, uses)
  if ('error' in found) return found
  const next = await nextSchedule(deps, found.subscriber)
  if ((next ?? found.schedule).kind === 'weekly') return { done: true }
  if (await isOver(deps, found.subscriber.id)) return { over: true }
  return change(deps, token, uses, (chosen) => ({ ...chosen, kind: 'weekly', days: MONDAY }))
}

/** Requests of one reader that came between (count) before it is given up. */
const TRIES = 5

/**
 * Asks for what `choose` makes of what the reader has chosen last (`chosen`), whatever other
 * request of theirs comes between. Nothing is written when it is the same.
 */
export async function change(
  deps: Deps,
  token: string,
  use: Purpose | readonly Purpose[],
  choose: (chosen: Wanted & { marks: string }) => Wanted,
): Promise<{ done: true } | TokenError> {
  for (let tried = 0; tried < TRIES; tried++) {
    const found = await findReader(deps, token, use)
    if ('error' in found) return found
    const { subscriber, schedule } = found
    const { id: chosenId, ...chosen } = (await nextSchedule(deps, subscriber)) ?? schedule
    const preferences = choose(chosen)
    if (same(chosen, preferences)) return { done: true }
    const isTaken = same(schedule, preferences)
      ? await cancelChange(deps.db, subscriber.id, chosenId)
      : await requestChange(
          deps.db,
          subscriber.id,
          { preferences, ...nextChange(preferences.timezone, deps.now()) },
          chosenId,
        )
    if (isTaken) return { done: true }
  }
  throw new Error('a reader’s preferences were changed again and again meanwhile')
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

const same = (a: Wanted, b: Wanted) =>
  a.kind === b.kind &&
  a.timezone === b.timezone &&
  a.hour === b.hour &&
  a.days === b.days &&
  a.papers === b.papers &&
  a.topics === b.topics &&
  (a.early ?? false) === (b.early ?? false) &&
  (a.marks ?? '') === (b.marks ?? '')

/** The active reader of a link that was not ended, and their present schedule. */
export async function findReader(
  deps: Deps,
  token: string,
  use: Purpose | readonly Purpose[] = 'preferences',
) {
  const reading = await readToken(deps.config.TOKEN_SECRET, use, token, deps.now())
  if ('error' in reading) return reading
  const subscriber = await findSubscriber(deps.db, reading.subject)
  if (subscriber?.state !== 'active' || subscriber.generation !== reading.generation)
    return { error: 'expired' as const }
  return { subscriber, schedule: await knownSchedule(deps, subscriber.scheduleId) }
}

/** That of the pending change; null when none waits. */
export const nextSchedule = async (deps: Deps, { nextScheduleId }: Subscriber): Promise<Known | null> =>
  nextScheduleId === null ? null : knownSchedule(deps, nextScheduleId)

type Known = Schedule & { marks: string }

async function knownSchedule(deps: Deps, id: number): Promise<Known> {
  const schedule = await findSchedule(deps.db, id)
  if (!schedule) throw new Error(`schedule ${id} is gone`)
  return schedule
}
