import { HOUR } from './day.ts'
import type { Observation } from './observation.ts'

/** Constants of the score. Stored with every edition, so that any edition can be recomputed. */
export type Formula = {
  version: number
  /** Exponent on age for the page: rate counts. */
  nowDamping: number
  /** Exponent on age for the mail: near-total counts, each paper is mailed once. */
  mailDamping: number
}

/** Reasons for the shape and the constants: README.md in this folder. */
export const FORMULA: Formula = { version: 1, nowDamping: 0.5, mailDamping: 0.1 }

/** The named parts a score is made of; receipts speak of nothing else. */
export type Parts = {
  /** Latest Hugging Face upvotes (count); null when never observed. */
  upvotes: number | null
  /** Votes gained since about a day ago, or since the first look at a younger paper (count, never below zero); null after one look. */
  gained: number | null
  /** Hours between the two observations `gained` speaks of. */
  gainedOver: number | null
  /** Latest GitHub stars that Hugging Face carries (count); null when never observed. */
  stars: number | null
  starsGained: number | null
  /** Hours since the paper was first seen, at least 1. */
  age: number
}

export type Score = { now: number; mail: number; parts: Parts }

/** A day's difference is read from an observation at least this old (hours), if there is one: lists are read at uneven times. */
const BASELINE_AGE = 20

/**
 * Scores one paper from what was observed up to `now` (ms, UTC) and nothing later.
 * Without an upvote observation the score is 0: nothing is invented for a missing signal.
 */
export function scorePaper(
  paper: { firstSeenAt: number },
  observations: readonly Observation[],
  now: number,
  formula: Formula = FORMULA,
): Score {
  const age = Math.max(1, (now - paper.firstSeenAt) / HOUR)
  const known = observations.filter((o) => o.at <= now).sort((a, b) => a.at - b.at)
  const votes = change(known, 'upvotes', now)
  const stars = change(known, 'stars', now)
  const level = Math.max(0, votes.latest ?? 0)
  return {
    now: level / age ** formula.nowDamping,
    mail: level / age ** formula.mailDamping,
    parts: {
      upvotes: votes.latest,
      gained: votes.gained,
      gainedOver: votes.over,
      stars: stars.latest,
      starsGained: stars.gained,
      age,
    },
  }
}

/** Latest value of one signal and its growth since the last observation BASELINE_AGE hours old, or else since the first. */
function change(known: readonly Observation[], signal: 'upvotes' | 'stars', now: number) {
  const told = known.filter((o) => o[signal] !== null)
  const last = told.at(-1)
  if (!last) return { latest: null, gained: null, over: null }
  const base = told.findLast((o) => now - o.at >= BASELINE_AGE * HOUR) ?? told[0]
  if (!base || base.at >= last.at) return { latest: last[signal], gained: null, over: null }
  return {
    latest: last[signal],
    // A vote taken back is not news.
    gained: Math.max(0, (last[signal] ?? 0) - (base[signal] ?? 0)),
    over: (last.at - base.at) / HOUR,
  }
}
