/** Dates are `YYYY-MM-DD`, days of the UTC calendar. */

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
/** The time between two ticks (ms). */
export const TICK = HOUR / 4

/** The UTC day of an instant (ms). */
export const utcDate = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** The first instant (ms) of a UTC day. */
export const startOf = (date: string): number => Date.parse(`${date}T00:00:00Z`)

/** The day `days` later (earlier, if negative). */
export const addDays = (date: string, days: number): string => utcDate(startOf(date) + days * DAY)

/** True for a `YYYY-MM-DD` that exists in the calendar. */
export const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(startOf(text)) && utcDate(startOf(text)) === text
