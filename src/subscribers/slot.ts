import { addDays } from '../trending/day.ts'
import { localTime } from './local-time.ts'

/** When somebody wants their digest. */
export type Slot = {
  id: number
  /** IANA name. */
  timezone: string
  /** Local hour, 0 to 23. */
  hour: number
  /** Bit 0 is Monday, bit 6 Sunday. */
  days: number
}

export const DAILY = 0b111_1111

/**
 * The slots whose hour has come on their present local day, with that day. A tick that was missed is caught up
 * by any later one of the same local day; an hour that daylight saving skips counts as come at the next one.
 */
export function dueSlots(slots: readonly Slot[], at: number): { slotId: number; localDate: string }[] {
  return slots.flatMap((slot) => {
    const local = localTime(slot.timezone, at)
    const due = local.hour >= slot.hour && (slot.days >> local.weekday) & 1
    return due ? [{ slotId: slot.id, localDate: local.date }] : []
  })
}

/** The first local date on which somebody who joins a slot at `at` can be due: today only if its hour is still ahead. */
export function firstDate(slot: Omit<Slot, 'id'>, at: number): string {
  const local = localTime(slot.timezone, at)
  return local.hour < slot.hour ? local.date : addDays(local.date, 1)
}
