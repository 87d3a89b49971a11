import type { BackAgain, Parts } from './parts.ts'

const count = new Intl.NumberFormat('en-US')

/**
 * The one sentence that says why a paper ranks. Made from the parts alone: it claims nothing
 * that the observations do not hold, and a missing signal is left out, not called zero.
 */
export function writeReason(parts: Parts): string {
  if (parts.upvotes === null) return 'No votes observed yet.'
  return `${[votes(parts, parts.upvotes), ...place(parts), ...code(parts), ...talk(parts)].join('; ')}.`
}

function votes(parts: Parts, upvotes: number): string {
  const total = plural(upvotes, 'upvote')
  const among = AMONG.find(([share]) => (parts.above ?? 0) >= share)?.[1] ?? ''
  if (parts.gained === null || parts.gainedOver === null)
    return `${total} in ${span(parts.listed)} on the daily list${among}`
  if (parts.gained === 0) return `${total} so far, none new in ${span(parts.gainedOver)}${among}`
  return `+${plural(parts.gained, 'upvote')} in ${span(parts.gainedOver)}, ${count.format(upvotes)} so far${among}`
}

const AMONG = [
  [0.99, ', more than 99 in 100 papers of its age'],
  [0.9, ', more than 9 in 10 papers of its age'],
  [0.75, ', more than 3 in 4 papers of its age'],
] as const

const PLACES = ['fastest', 'second fastest', 'third fastest']

function place({ place }: Parts): string[] {
  const name = place && PLACES[place.rank - 1]
  return place && name ? [`${name} of ${count.format(place.of)} on its list`] : []
}

function code({ stars, starsGained }: Parts): string[] {
  if (stars === null || stars <= 0) return []
  const gain = starsGained ? ` (+${count.format(starsGained)})` : ''
  return [`its code has ${plural(stars, 'star')}${gain}`]
}

const talk = ({ points }: Parts): string[] =>
  points === null || points < 2 ? [] : [`${plural(points, 'point')} on Hacker News`]

const NOUNS = {
  stars: (gained: number) => plural(gained, 'star'),
  points: (gained: number) => `${plural(gained, 'point')} on Hacker News`,
}

/** Why an old paper is in an edition. `listed`: the day of its first list, in words. */
export const writeBackAgain = ({ signal, gained, over, total }: BackAgain, listed: string): string =>
  `Back again: +${NOUNS[signal](gained)} in ${span(over)}, ${count.format(total)} so far; first listed on ${listed}.`

const plural = (n: number, noun: string) => `${count.format(n)} ${noun}${n === 1 ? '' : 's'}`

/** Hours as a reader says them. */
export function span(hours: number): string {
  if (hours < 48) return plural(Math.max(1, Math.round(hours)), 'hour')
  return plural(Math.round(hours / 24), 'day')
}
