import { addDays, DAY, HOUR, startOf } from '../time/dates.ts'

// The life of a paper on the daily list of Hugging Face.

/**
 * A Hugging Face list has closed by this long (ms) after its UTC day ended; observed 00:00 to 02:00
 * UTC.
 */
export const LIST_CLOSES_AFTER = 2 * HOUR
/**
 * How long after closing (ms) a list that could not be read, or was empty on a working day, is
 * waited for before the edition goes without it.
 */
export const PATIENCE = 3 * HOUR
/** Lists at most this many days old are still read: papers gather votes for a week. */
export const WATCHED_DAYS = 7
/**
 * Papers listed at most this many days ago can be back again, so the stars of their code are still
 * asked for.
 */
export const REMEMBERED_DAYS = 60

/**
 * The last look at most so long after a list's day began (ms) has its votes: it is read some
 * minutes after it closed.
 */
export const VOTES_CLOSE = 26.5 * HOUR
/** Where there was no such look, the first one counts that came at most so much later (ms). */
export const VOTES_LATE = 7 * DAY

/** The instant (ms) by which the list of a day has closed. */
export const closing = (date: string): number => startOf(addDays(date, 1)) + LIST_CLOSES_AFTER
