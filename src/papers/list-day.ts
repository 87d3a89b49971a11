import { addDays, DAY, HOUR, startOf } from '../time/dates.ts'

// The life of a paper on the daily list of Hugging Face.

/**
 * A Hugging Face list has closed this long (ms) after the end of its UTC day; observed 00:00 to
 * 02:00 UTC.
 */
export const LIST_CLOSES_AFTER = 2 * HOUR
/**
 * How long (ms) after it closed we wait for a list that could not be read, or was empty on a
 * working day, before the edition is made without it.
 */
export const PATIENCE = 3 * HOUR
/** Lists up to this many days old are still read: papers gather votes for a week. */
export const WATCHED_DAYS = 7
/**
 * Papers listed up to this many days ago can be back again, so the stars of their code are still
 * read.
 */
export const REMEMBERED_DAYS = 60

/**
 * The last observation up to this long (ms) after a list's day began has its final votes: the list
 * is read some minutes after it closed.
 */
export const VOTES_CLOSE = 26.5 * HOUR
/** If there was no such observation, the first one up to this much later (ms) counts. */
export const VOTES_LATE = 7 * DAY

/** The instant (ms) by which the list of a day has closed. */
export const closing = (date: string): number => startOf(addDays(date, 1)) + LIST_CLOSES_AFTER
