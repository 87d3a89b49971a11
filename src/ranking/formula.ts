/**
 * Constants of the score. Stored with every edition, so that any edition can be recomputed.
 * Reasons: README.md.
 */
export type Formula = {
  version: number
  /** Votes still to come, as a multiple of those there: `grow / (age in hours + lead)`. */
  grow: number
  lead: number
  /**
   * What one e-fold of submitter's followers, of stars, of Hacker News points adds to the factor.
   */
  followers: number
  stars: number
  points: number
  /** ln(1 + followers or stars) that is neither good nor bad news. */
  typical: number
  /** The factor stays between these, so that fame alone cannot carry a paper. */
  least: number
  most: number
  /** Votes of a typical paper whose votes were not looked at yet. */
  unseen: number
  /**
   * Growth in a day that brings an old paper back: stars or points (counts), and as a share of
   * those there before.
   */
  backStars: number
  backPoints: number
  backShare: number
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
}

/**
 * What `name=value,name=value` changes of a formula. @throws RangeError for an unknown name or a
 * bad number
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
