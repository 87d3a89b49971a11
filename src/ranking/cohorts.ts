import type { Parts } from './parts.ts'

/**
 * How many upvotes papers of the last 30 days had by an age, from our own observations: for reasons
 * only. It does not enter the score, where it was measured to make the ranking worse (README.md).
 * Ages in hours since the birth of the listing.
 */
export type Cohorts = readonly {
  age: number
  /** Papers that were observed by that age (count). */
  of: number
  /** Upvotes that 3 in 4, 9 in 10, 99 in 100 of them did not exceed. */
  q75: number
  q90: number
  q99: number
}[]

export const COHORT_AGES = [8, 24, 48, 72, 168]
/** Fewer papers than this (count) are too few to compare with. */
const ENOUGH = 50

/** `observed`: the upvotes of one paper at its last observation before an age (hours). */
export function makeCohorts(observed: readonly { age: number; upvotes: number }[]): Cohorts {
  const byAge = Map.groupBy(observed, ({ age }) => age)
  return COHORT_AGES.flatMap((age) => {
    const votes = (byAge.get(age) ?? []).map(({ upvotes }) => upvotes).sort((a, b) => a - b)
    if (votes.length < ENOUGH) return []
    const quantile = (share: number) => votes[Math.ceil(share * votes.length) - 1] ?? 0
    return [{ age, of: votes.length, q75: quantile(0.75), q90: quantile(0.9), q99: quantile(0.99) }]
  })
}

/**
 * The share of papers that it exceeds. It is compared with papers at least as old, so the share is
 * never too high.
 */
export function aboveOf({ upvotes, listed }: Parts, cohorts: Cohorts): number | null {
  const cohort = cohorts.find(({ age }) => age >= listed)
  if (upvotes === null || !cohort) return null
  if (upvotes > cohort.q99) return 0.99
  if (upvotes > cohort.q90) return 0.9
  return upvotes > cohort.q75 ? 0.75 : null
}
