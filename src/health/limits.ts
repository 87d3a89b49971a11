/** A tick comes every quarter of an hour; after this long without one (ms) something is wrong. */
export const LATE_TICK = 45 * 60_000
/** From this share of its largest size on, a database is a problem. */
export const NEARLY_FULL = 0.8
