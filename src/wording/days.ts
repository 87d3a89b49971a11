import { counted } from './words.ts'

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

// Written out here, not by Intl: its punctuation changes between ICU versions, and mails are golden
// files.

/** `20 January 2026`, for `YYYY-MM-DD` or an instant (ms, UTC). */
export function shortDay(day: string | number): string {
  const date = new Date(day)
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/** `20 January`, for `YYYY-MM-DD`. */
export const dayAndMonth = (day: string) => shortDay(day).replace(/ \d+$/, '')

/** `Tuesday, 20 January 2026`, for `YYYY-MM-DD` or an instant (ms, UTC). */
export const longDay = (day: string | number) => `${WEEKDAYS[new Date(day).getUTCDay()]}, ${shortDay(day)}`

/** `20 Jan 2026`, for `YYYY-MM-DD` or an instant (ms, UTC); where there is little room. */
export function briefDay(day: string | number): string {
  const date = new Date(day)
  const month = MONTHS[date.getUTCMonth()]?.slice(0, 3)
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`
}

/** `20 Jan 2026, 02:30`, for an instant (ms, UTC); for tables whose heading says UTC. */
export const tableInstant = (instant: number): string =>
  `${briefDay(instant)}, ${isoInstant(instant).slice(11, 16)}`

/** `2026-01-20T02:30:00.000Z`, for `<time datetime>`. */
export const isoInstant = (instant: number) => new Date(instant).toISOString()

/** `02:30 UTC`. */
export const clockTime = (instant: number) => `${isoInstant(instant).slice(11, 16)} UTC`

/** A length of time (ms) in words: whole minutes up to two hours, then hours, then days. */
export function lasting(duration: number): string {
  const minutes = Math.max(0, Math.floor(duration / 60_000))
  if (minutes < 120) return counted(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day')
}
