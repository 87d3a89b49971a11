import type { EarlyScore } from './early.ts'

/**
 * Papers picked for a day (count), and how many of every ten places go to papers without a known
 * author.
 */
export const PICKS = 20
const TEN = 10
export const NEWCOMER_PLACES = 2

/**
 * How many of the places go to newcomers (count): none of the first four, two of ten, four of
 * twenty.
 */
export const newcomerPlaces = (places: number): number => Math.floor((places * NEWCOMER_PLACES) / TEN)

type Scored = { id: string; early: Pick<EarlyScore, 'score' | 'newcomer'> }

/**
 * Picks the papers of a day, best first; every fifth place goes to the best paper without a known
 * author. Places that one kind cannot fill go to the other. Of equal scores, the newer arXiv id
 * comes first. Pass each paper once.
 */
export function pickEarly<P extends Scored>(papers: readonly P[], places = PICKS): P[] {
  const ranked = papers.toSorted(
    (a, b) => b.early.score - a.early.score || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0),
  )
  const known = ranked.filter(({ early }) => !early.newcomer)
  const newcomers = ranked.filter(({ early }) => early.newcomer)
  const picks: P[] = []
  while (picks.length < Math.min(places, papers.length)) {
    const forNewcomer = newcomerPlaces(picks.length + 1) > newcomerPlaces(picks.length)
    const next = forNewcomer ? (newcomers.shift() ?? known.shift()) : (known.shift() ?? newcomers.shift())
    if (next) picks.push(next)
  }
  return picks
}
