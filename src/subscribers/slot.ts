import { addDays, HOUR, startOf, utcDate } from '../trending/day.ts'
import { lastHourBefore, localTime, seasonOffsets } from './local-time.ts'

/** When and what somebody wants. */
export type Slot = {
  id: number
  /** `weekly`: the best papers of the week on one chosen day. */
  kind: 'daily' | 'weekly'
  /** IANA name. */
  timezone: string
  /** Local hour, 0 to 23. */
  hour: number
  /** Bit 0 is Monday, bit 6 Sunday. */
  days: number
  /** At most so many papers (count). */
  papers: number
  /** What narrows the digest, as `writeTopics` (search/topics.ts) writes it; empty: nothing. */
  topics: string
}

/** A slot that is due, and the editions (dates, both included) its digest is chosen from. */
export type DueSlot = { slot: Slot; localDate: string; from: string; to: string }

export const DAILY = 0b111_1111
/** An edition is published this long (ms) after its UTC day began, if all goes well: when yesterday's list closed. */
const PUBLISHED_BY = 2 * HOUR

/**
 * The slots whose hour has come on their present local day, with that day. A tick that was missed is caught up
 * by any later one of the same local day; an hour that daylight saving skips counts as come at the next one, for its
 * own date: where that is the next day already, until the hour comes there.
 */
export function dueSlots(slots: readonly Slot[], at: number): DueSlot[] {
  const clocks = new Map<string, ReturnType<typeof localTime>>()
  const ends = new Map<string, number>()
  return slots.flatMap((slot) => {
    const { timezone, hour } = slot
    const local = clocks.get(timezone) ?? localTime(timezone, at)
    clocks.set(timezone, local)
    if (local.hour >= hour) return dueOn(slot, local.date, local.weekday)
    const end = ends.get(timezone) ?? lastHourBefore(timezone, at)
    ends.set(timezone, end)
    return end < hour ? dueOn(slot, addDays(local.date, -1), (local.weekday + 6) % 7) : []
  })
}

const dueOn = (slot: Slot, localDate: string, weekday: number): DueSlot[] =>
  (slot.days >> weekday) & 1 ? [{ slot, localDate, ...editionsFor(slot, localDate, weekday) }] : []

/**
 * The editions that a slot's digest of a local date is chosen from: those since its last chosen day. An edition
 * belongs to the first local date whose hour comes after it is usually published. That is reckoned in the zone's
 * standard time: so each edition belongs to one local date all year, and a change of the clocks skips and doubles
 * none. In summer the edition may then come after the hour; after the last hour of a day that could be too late, so
 * that one is reckoned in summer time. A week ends on the day before, which is surely complete.
 */
function editionsFor(slot: Slot, date: string, weekday: number): { from: string; to: string } {
  const { standard, summer } = seasonOffsets(slot.timezone, date.slice(0, 4))
  const due = startOf(date) + slot.hour * HOUR - (slot.hour === 23 ? summer : standard)
  const newest = utcDate(due - PUBLISHED_BY)
  if (slot.kind === 'weekly') return { from: addDays(newest, -7), to: addDays(newest, -1) }
  let gap = 1
  while (gap < 7 && !((slot.days >> ((weekday - gap + 7) % 7)) & 1)) gap++
  return { from: addDays(newest, 1 - gap), to: newest }
}

/** The first local date on which somebody who joins a slot at `at` can be due: today only if its hour is still ahead. */
export function firstDate(slot: Pick<Slot, 'timezone' | 'hour'>, at: number): string {
  const local = localTime(slot.timezone, at)
  return local.hour < slot.hour ? local.date : addDays(local.date, 1)
}
