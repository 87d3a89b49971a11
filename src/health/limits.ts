/** A tick comes every quarter of an hour; this long without one (ms), and something is wrong. */
export const LATE_TICK = 45 * 60_000
/** A database this full (share of the most it may hold) needs attention. */
export const NEARLY_FULL = 0.8
