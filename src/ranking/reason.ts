import type { BackAgain, Parts } from './parts.ts'

const count = new Intl.NumberFormat('en-US')

/**
 * The one sentence that says why a paper ranks. It is made from the parts alone: it claims nothing
 * beyond the observations, and a missing signal is left out, not called zero.
 */
export const writeReason = (parts: Parts): string => sentence(parts, false)

/** The same for the page of the paper, which also says when nothing was gained. */
export const writeWholeReason = (parts: Parts): string => sentence(parts, true)

function sentence(parts: Parts, whole: boolean): string {
  if (parts.upvotes === null) return 'No votes observed yet.'
  return `${[votes(parts, parts.upvotes, whole), ...place(parts), ...code(parts), ...talk(parts)].join('; ')}.`
}

function votes({ gained, gainedOver, above, listed }: Parts, upvotes: number, whole: boolean): string {
  const total = plural(upvotes, 'Hugging Face upvote')
  const among = AMONG.find(([share]) => (above ?? 0) >= share)?.[1] ?? ''
  if (gained !== null && gainedOver !== null) {
    const over = span(gainedOver)
    if (gained > 0)
      return `+${plural(gained, 'Hugging Face upvote')} in ${over}, ${count.format(upvotes)} so far${among}`
    if (whole) return `${total} so far, none new in ${over}${among}`
  }
  return `${total} in ${span(listed)} on the daily list${among}`
}

const AMONG = [
  [0.99, ', more than 99 of 100 papers as old'],
  [0.9, ', more than 9 of 10 papers as old'],
  [0.75, ', more than 3 of 4 papers as old'],
] as const

const PLACES = ['fastest', 'second fastest', 'third fastest']

function place({ place }: Parts): string[] {
  const name = place && PLACES[place.rank - 1]
  if (!place || !name) return []
  // Papers that joined the list later are not compared: then these are not all of that day.
  return [`${name} of ${place.whole ? 'the ' : ''}${count.format(place.of)} papers listed that day`]
}

function code({ stars, starsGained }: Parts): string[] {
  if (stars === null || stars <= 0) return []
  const gain = starsGained ? ` (+${count.format(starsGained)})` : ''
  return [`its code has ${plural(stars, 'GitHub star')}${gain}`]
}

const talk = ({ points }: Parts): string[] =>
  points === null || points < 2 ? [] : [`${plural(points, 'point')} on Hacker News`]

const NOUNS = {
  stars: (gained: number) => plural(gained, 'GitHub star'),
  points: (gained: number) => `${plural(gained, 'point')} on Hacker News`,
}

/** Why an old paper is in an edition. `listed`: the day of its first list, in words. */
export const writeBackAgain = ({ signal, gained, over, total }: BackAgain, listed: string): string =>
  `Back again: +${NOUNS[signal](gained)} in ${span(over)}, ${count.format(total)} so far; first listed on ${listed}.`

const plural = (n: number, noun: string) => `${count.format(n)} ${noun}${n === 1 ? '' : 's'}`

/**
 * Splits off the gain at the beginning of a reason, which is shown in bold; `gain` is empty if
 * there is none.
 */
export function splitGain(reason: string): { before: string; gain: string; rest: string } {
  const [, before = '', gain = ''] = /^(Back again: )?(\+[\d,]+)/.exec(reason) ?? []
  return { before, gain, rest: reason.slice(before.length + gain.length) }
}

/** A number of hours in words. */
export function span(hours: number): string {
  if (hours < 48) return plural(Math.max(1, Math.round(hours)), 'hour')
  return plural(Math.round(hours / 24), 'day')
}
