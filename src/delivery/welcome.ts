import { editionDates } from '../db/digests.ts'
import type { Schedule } from '../db/schema.ts'
import { planWelcomes, welcomesOwed } from '../db/welcomes.ts'
import type { Deps } from '../deps.ts'
import { variantOf, withEarly } from '../mail/variants.ts'
import { dayOf } from '../subscribers/schedule.ts'
import { addDays, utcDate } from '../time/dates.ts'
import { localTime } from '../time/zones.ts'
import type { DueDigest, Published } from './due-topics.ts'
import { isHeld } from './memory.ts'
import { deliverBatch } from './send.ts'
import { writeTopicWelcomes } from './topic-digests.ts'
import { writeVariants } from './variants.ts'

/** Welcomes that a tick plans (count); those of readers who just confirmed need no tick. */
const PER_TICK = 100
/**
 * A welcome is never an edition older than this (days): what is older is settled, and nobody would
 * look at it again.
 */
const NEWEST = 14

/**
 * Gives who just confirmed the newest edition at once. It counts as given, so no digest of it comes
 * later. Before the first edition the reader is owed it, and a tick gives it.
 */
export async function welcome(deps: Deps, subscriberId: number): Promise<void> {
  const at = deps.now()
  if (await isHeld(deps)) return
  const published = await editionDates(deps.db, addDays(utcDate(at), -NEWEST), at)
  const moment = { at, published, unknown: 0, run: deps.randomId() }
  for (const id of (await planFor(deps, moment, 1, subscriberId)).planned) await deliverBatch(deps, id)
}

type Moment = { at: number; published: readonly Published[]; unknown: number; run: string }

/**
 * Plans the welcomes that are owed: before the first edition, or by a request that was cut off.
 * Renders at most `most` digests (count), and answers whether there is more to render.
 */
export const planOwedWelcomes = async (deps: Deps, moment: Moment, most: number): Promise<boolean> =>
  (await planFor(deps, moment, most, null)).more

async function planFor(
  deps: Deps,
  { at, published, unknown, run }: Moment,
  most: number,
  subscriberId: number | null,
): Promise<{ planned: number[]; more: boolean }> {
  const nothing = { planned: [], more: false }
  if (!deps.config.WELCOME) return nothing
  const owed = await welcomesOwed(deps.db, at, PER_TICK, subscriberId)
  const due = owed.flatMap(({ subscriberId, ...schedule }) => {
    const digest = welcomeOf(schedule, published, at)
    return digest ? [{ ...digest, subscriberId }] : []
  })
  if (due.length === 0) return nothing
  const whole = due.filter(({ schedule }) => schedule.topics === '')
  const variants = await writeVariants(deps, whole, most)
  const narrow = due.filter(({ schedule }) => schedule.topics !== '')
  const topics = await writeTopicWelcomes(deps, narrow, published, most - variants.written)
  const written = new Map(topics.written.map((each) => [each.scheduleId, each]))
  const ready = new Set(variants.ready.map(({ scheduleId }) => scheduleId))
  const waiting = new Set([
    ...whole.flatMap(({ scheduleId }) => (ready.has(scheduleId) ? [] : [scheduleId])),
    ...topics.waiting.map(({ scheduleId }) => scheduleId),
  ])
  const rows = due.flatMap(({ subscriberId, ...each }) => {
    if (waiting.has(each.scheduleId)) return []
    const { scheduleId, edition, digestDate } = each
    // No paper of their topics: nothing is mailed.
    const variant = each.schedule.topics === '' ? each.variant : (written.get(scheduleId)?.variant ?? null)
    return [{ subscriberId, scheduleId, edition, digestDate, variant }]
  })
  const planned = await planWelcomes(deps.db, rows, { at, unknownBefore: unknown, run })
  return { planned, more: waiting.size > 0 }
}

/**
 * The newest edition as a schedule's readers get it; for a week, the last one that is over. Null
 * when there is none.
 */
function welcomeOf(schedule: Schedule, published: readonly Published[], at: number): DueDigest | null {
  const { from, to } = schedule.kind === 'weekly' ? lastWeek(schedule, at) : { from: '', to: utcDate(at) }
  const newest = published.find(({ date, state }) => from <= date && date <= to && state !== 'quiet')
  if (!newest) return null
  const week = schedule.kind === 'weekly'
  return {
    schedule,
    scheduleId: schedule.id,
    kind: schedule.kind,
    localDate: newest.date,
    edition: newest.date,
    digestDate: week ? to : newest.date,
    variant: withEarly(variantOf(schedule.kind, schedule.papers), schedule.early),
    ...(week ? { from, to } : { from: newest.date, to: newest.date }),
  }
}

/** The editions of the last week of a schedule whose digest was due by `at` (ms). */
function lastWeek(schedule: Schedule, at: number): { from: string; to: string } {
  const today = localTime(schedule.timezone, at).date
  for (let back = 0; back <= 7; back++) {
    const day = dayOf(schedule, addDays(today, -back))
    if (day && day.at <= at) return day
  }
  return { from: '9', to: '0' }
}
