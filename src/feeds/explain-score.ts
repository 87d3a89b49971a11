import type { Source } from '../papers/observation.ts'
import type { Formula } from '../ranking/formula.ts'
import type { BackAgain, Parts } from '../ranking/parts.ts'
import { span } from '../ranking/reason.ts'
import { contributions, type Score, toCome, weighing } from '../ranking/score.ts'
import { counted, grouped } from '../wording/words.ts'

/** A part of a score, and what it does to the score. */
export type Explained = { name: string; value: string; means: string }

const IN_REASON = 'named in the reason, not part of the score'

/**
 * Every part of a score in words, then the two scores. A missing signal is called missing, not
 * zero. `unasked`: sources that are turned off.
 */
export function explainScore(
  { parts, now, mail }: Score,
  formula: Formula,
  unasked: readonly Source[] = [],
): Explained[] {
  const { least, most } = formula
  const adds = contributions(parts, formula)
  return [
    ...votes(parts, formula),
    {
      name: 'Followers of who listed it',
      value: known(parts.followers),
      means: effect(adds.followers, parts.followers),
    },
    { name: 'Stars on GitHub', value: known(parts.stars), means: effect(adds.stars, parts.stars) },
    {
      name: 'Points on Hacker News',
      value: parts.points === null && unasked.includes('hackernews') ? 'not asked here' : known(parts.points),
      means: effect(adds.points, parts.points),
    },
    {
      name: 'The three together',
      value: `× ${weighing(parts, formula).toFixed(2)}`,
      means: `at least × ${least}, at most × ${most}; trending now is multiplied by it`,
    },
    ...named(parts),
    ...(parts.back ? [back(parts.back)] : []),
    { name: 'Score: trending now', value: now.toFixed(2), means: 'votes expected from now on, weighed' },
    { name: 'Score: worth mailing', value: mail.toFixed(2), means: 'votes expected in the end' },
  ]
}

function votes(parts: Parts, formula: Formula): Explained[] {
  const means =
    parts.upvotes === null
      ? `taken as ${formula.unseen}, more or fewer by its stars, until the first check`
      : 'what both scores start from'
  const age = {
    name: 'Age of its listing at that check',
    value: span(parts.listed),
    means: `${toCome(parts, formula).toFixed(2)} times as many votes are still to be expected`,
  }
  const blind = {
    name: 'Hours of its first day since then',
    value: counted(Math.round(parts.blind), 'hour'),
    means: 'it is taken to have grown meanwhile as papers do',
  }
  return [
    { name: 'Upvotes on Hugging Face', value: known(parts.upvotes), means },
    age,
    ...(Math.round(parts.blind) > 0 ? [blind] : []),
  ]
}

/** Parts that the reason may mention and that do not enter the score. */
function named({ gained, gainedOver, starsGained, place, above, age }: Parts): Explained[] {
  const over = gainedOver === null ? '' : ` in ${span(gainedOver)}`
  return [
    { name: `Upvotes gained${over}`, value: known(gained, '+'), means: IN_REASON },
    { name: 'Stars gained', value: known(starsGained, '+'), means: IN_REASON },
    {
      name: 'Its place by upvotes gained',
      value: place ? `${grouped(place.rank)} of ${grouped(place.of)}` : 'not comparable',
      means: `among its list; ${IN_REASON}`,
    },
    {
      name: 'Ahead of papers of its age',
      value: above === null ? 'no more than most' : `more than ${grouped(Math.round(above * 100))} in 100`,
      means: `of the last 30 days; ${IN_REASON}`,
    },
    { name: 'Since we first saw it', value: span(age), means: 'not part of the score' },
  ]
}

const back = ({ signal, gained, over, times }: BackAgain): Explained => ({
  name: 'Back again',
  value: `+${counted(gained, signal === 'stars' ? 'star' : 'point')} in ${span(over)}`,
  means: `${times.toFixed(1)} times what brings an old paper back to an edition`,
})

const known = (count: number | null, sign = '') =>
  count === null ? 'not observed' : `${sign}${grouped(count)}`

function effect(share: number, count: number | null): string {
  const percent = Math.round(share * 100)
  if (count === null || percent === 0) return 'changes nothing'
  return `${percent > 0 ? 'adds' : 'takes'} ${Math.abs(percent)} %`
}
