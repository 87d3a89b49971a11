import type { Observation } from '../papers/observation.ts'
import type { Paper } from '../papers/paper.ts'
import { HOUR, startOf } from '../time/dates.ts'

/**
 * The named parts of a score: with the formula they are all that it needs, and reasons use nothing
 * else.
 */
export type Parts = {
  /** Latest Hugging Face upvotes (count); null when never observed. */
  upvotes: number | null
  /**
   * Votes gained since about a day before the last observation, or since the first one of a younger
   * paper (count, never below zero); null after one observation, or when the last one is old.
   */
  gained: number | null
  /** Hours between the two observations that `gained` compares. */
  gainedOver: number | null
  /**
   * Latest GitHub stars (count), by GitHub or as Hugging Face reports them; null when never
   * observed.
   */
  stars: number | null
  /** Growth by the source that reported `stars` last (count, never below zero). */
  starsGained: number | null
  /** The most points of a Hacker News story about it (count); null when there is none. */
  points: number | null
  /** Followers of the person who put it on the daily list (count). */
  followers: number | null
  /** Hours since the paper was first seen, at least 1. */
  age: number
  /**
   * Hours from the birth of its listing to the last observation of its votes; to now if there is
   * none.
   */
  listed: number
  /** Hours of the first day of its list that passed after the last observation. */
  blind: number
  /**
   * Its place by votes gained among papers of its list that were observed at the same two instants:
   * 1 is the fastest, and no other is as fast; null when not comparable. `whole`: those papers are
   * all of its list.
   */
  place: { rank: number; of: number; whole?: true } | null
  /**
   * It has more upvotes than this share (0 to 1) of the last month's papers had at its age or
   * later; null when unknown.
   */
  above: number | null
  /** Why an edition has a paper older than those of its lists; absent for all others. */
  back?: BackAgain
}

/** Growth that brings an old paper back, between two of our observations of one source. */
export type BackAgain = {
  signal: 'stars' | 'points'
  /** Counts: the gain, and the present count. */
  gained: number
  total: number
  /** Hours between the two observations. */
  over: number
  /** The gain as a multiple of what the formula demands: at least 1. */
  times: number
}

export type Scored = Pick<Paper, 'firstSeenAt' | 'listedOn' | 'bornAt' | 'repoSince' | 'submitterFollowers'>

/**
 * Growth is measured from an observation that is at least this much older than the last (hours), if
 * there is one.
 */
const SPAN = 20
/**
 * If the last observation is older than this (hours), it says nothing about "now": no growth is
 * named.
 */
export const STALE = 36
/**
 * GitHub's own count is taken while it is at most this much older (hours) than the count of another
 * source.
 */
const OWN_WORD = 24

/** Reads the parts from what was observed up to `now` (ms, UTC) and nothing later, in any order. */
export function readParts(paper: Scored, observations: readonly Observation[], now: number): Parts {
  const known = inOrder(observations, now)
  const votesSeen = readingsOf(known, 'upvotes')
  const votes = growth(votesSeen, now)
  const stars = growth(starCounts(paper, known), now)
  const seenAt = votesSeen.at(-1)?.at ?? now
  const day = paper.listedOn === null ? paper.firstSeenAt : startOf(paper.listedOn)
  const born = paper.bornAt ?? day
  const firstDay = Math.min(24, (now - day) / HOUR)
  let points: number | null = null
  for (const told of known) if (told.points !== null) points = Math.max(points ?? 0, told.points)
  return {
    upvotes: votes.latest,
    gained: votes.gained,
    gainedOver: votes.over,
    stars: stars.latest,
    starsGained: stars.gained,
    points,
    followers: paper.submitterFollowers,
    age: Math.max(1, (now - paper.firstSeenAt) / HOUR),
    listed: Math.max(0, (seenAt - born) / HOUR),
    blind: Math.max(0, firstDay - (seenAt - day) / HOUR),
    place: null,
    above: null,
  }
}

/** What was observed up to `now`, in order of time. Most callers give just that. */
function inOrder(observations: readonly Observation[], now: number): readonly Observation[] {
  let before = Number.NEGATIVE_INFINITY
  for (const { at } of observations) {
    if (at > now || at < before)
      return observations.filter((each) => each.at <= now).sort((a, b) => a.at - b.at)
    before = at
  }
  return observations
}

export type Reading = { at: number; source: string; value: number }

/** The observed values of one signal, in the given order. */
export function readingsOf(
  known: readonly Observation[],
  signal: 'upvotes' | 'comments' | 'stars' | 'points',
): Reading[] {
  // A week of lists has some ten thousand of them: no list is made for each.
  const readings: Reading[] = []
  for (const told of known) {
    const value = told[signal]
    if (value !== null) readings.push({ at: told.at, source: told.source, value })
  }
  return readings
}

/**
 * The stars of a paper's code by one source: two sources count at different times, and their
 * difference is not growth.
 */
export function starCounts(
  { repoSince }: Pick<Paper, 'repoSince'>,
  known: readonly Observation[],
): Reading[] {
  // The stars of an earlier repository do not count.
  const counts = readingsOf(known, 'stars').filter(({ at }) => at >= (repoSince ?? 0))
  const own = counts.filter(({ source }) => source === 'github')
  const fresh = (counts.at(-1)?.at ?? 0) - (own.at(-1)?.at ?? 0) <= OWN_WORD * HOUR
  return own.length > 0 && fresh ? own : counts.filter(({ source }) => source === counts.at(-1)?.source)
}

/**
 * The latest value and its growth since the last observation that is SPAN hours older, or else
 * since the first; `longest`: none further back (hours). Growth is what exceeds the highest count
 * until then: a count that fell and comes back is not growth, nor is a vote taken back. The first
 * number after zeros counts as a first observation, since sources report zero before they have
 * counted.
 */
export function growth(series: readonly Reading[], now: number, longest = Number.POSITIVE_INFINITY) {
  const last = series.at(-1)
  if (!last) return { latest: null, gained: null, over: null }
  const first = Math.max(
    0,
    series.findIndex(({ value }) => value > 0),
  )
  const nothing = { latest: last.value, gained: null, over: null }
  let base: Reading | undefined
  for (let n = series.length - 1; n >= first; n--) {
    const each = series[n] as Reading
    const back = last.at - each.at
    if (back > longest * HOUR) break
    base = each
    if (back >= SPAN * HOUR) break
  }
  if (!base || base.at >= last.at || now - last.at > STALE * HOUR) return nothing
  let before = base.value
  for (let n = first; n < series.length; n++) {
    const { at, value } = series[n] as Reading
    if (at <= base.at) before = Math.max(before, value)
  }
  return { latest: last.value, gained: Math.max(0, last.value - before), over: (last.at - base.at) / HOUR }
}
