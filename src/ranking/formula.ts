import { ONE_TOPIC } from './diverse.ts'

/**
 * The constants of the score. They are stored with every edition, so that any edition can be
 * recomputed. For the reasons see README.md.
 */
export type Formula = {
  version: number
  /** Votes still to come, as a multiple of the present ones: `grow / (age in hours + lead)`. */
  grow: number
  lead: number
  /**
   * What each e-fold of the submitter's followers, of stars, of Hacker News points adds to the
   * factor.
   */
  followers: number
  stars: number
  points: number
  /** ln(1 + followers or stars) of a usual paper, which changes nothing. */
  typical: number
  /** The limits of the factor, so that fame alone cannot lift a paper. */
  least: number
  most: number
  /** The votes assumed for a usual paper whose votes were not observed yet. */
  unseen: number
  /**
   * The growth in a day that brings an old paper back: stars or points (counts), and as a share of
   * those before.
   */
  backStars: number
  backPoints: number
  backShare: number
  /**
   * Two of an edition's papers in full are at most this alike (cosine), if others can take their
   * place; absent in editions made before that was a rule.
   */
  oneTopic?: number
}

export const FORMULA: Formula = {
  version: 3,
  grow: 10,
  lead: 1,
  followers: 0.08,
  stars: 0.04,
  points: 0.04,
  typical: 3,
  least: 0.5,
  most: 2,
  unseen: 5,
  backStars: 100,
  backPoints: 100,
  backShare: 0.1,
  oneTopic: ONE_TOPIC,
}

/**
 * Applies `name=value,name=value` to a formula.
 * @throws RangeError for an unknown name or a bad number
 */
export function changeFormula(formula: Formula, changes: string): Formula {
  const changed: Formula = { ...formula }
  for (const change of changes.split(',').filter((part) => part !== '')) {
    const [name = '', value = ''] = change.split('=')
    if (!(name in formula)) throw new RangeError(`"${name}" is none of ${Object.keys(formula).join(', ')}`)
    const number = Number(value)
    if (value.trim() === '' || !Number.isFinite(number))
      throw new RangeError(`"${change}" gives ${name} no number`)
    changed[name as keyof Formula] = number
  }
  return changed
}
