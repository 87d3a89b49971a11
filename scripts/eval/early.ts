import { newcomerPlaces } from '../../src/ranking/pick-early.ts'
import type { Field, Fields, Seen } from './early-fields.ts'

/** Papers that arXiv announces on a weekday in the categories read here (count). */
const A_DAY = 400

type Order = (seen: Seen) => number

/**
 * `auc`: the weeks' top 10 against unlisted papers; `at10`, `at20`: share of them among so many
 * picks a day.
 */
export type EarlyRow = { name: string; auc: number; at10: number; at20: number }

const ours: Order = ({ early }) => early.score
export const ORDERS: Record<string, Order> = {
  'our order': ours,
  'ln(1 + known authors)': ({ early }) => Math.log1p(early.parts.known),
  'number of authors': ({ early }) => early.parts.authors,
  random: () => 0,
}

/** Every order alone, and our picks: our order with two of ten places for newcomers. */
export function measureEarly(judged: Fields): EarlyRow[] {
  const [own, ...others] = Object.entries(ORDERS).map(([name, order]) => ({
    name,
    auc: aucOf(topOf(judged), judged.unlisted, order),
    at10: shareHeld(judged, (seen, field) => chance(seen, fieldOf(field), 10, order)),
    at20: shareHeld(judged, (seen, field) => chance(seen, fieldOf(field), 20, order)),
  }))
  if (!own) return []
  const at = (places: number) => shareHeld(judged, (seen, field) => chanceOfPick(seen, field, places))
  return [own, { name: 'our picks', auc: own.auc, at10: at(10), at20: at(20) }, ...others]
}

/**
 * Newcomers who were listed, in the top 10 or not (counts): `picked` of them in twenty picks a day,
 * `byChance` if places were drawn among newcomers; `auc`: the order of newcomers, listed against
 * unlisted.
 */
export function measureNewcomers({ fields, unlisted, top }: Fields) {
  const isNew = ({ early }: Seen) => early.newcomer
  const listed = fields.flatMap((field) => field.listed.filter(isNew).map((seen) => ({ seen, field })))
  const picked = (papers: typeof listed, order: Order) =>
    sum(papers.map(({ seen, field }) => chanceOfPick(seen, field, 20, order)))
  const best = listed.filter(({ seen }) => seen.top)
  return {
    listed: listed.length,
    top: best.length,
    ofTop: top,
    picked: picked(listed, ours),
    byChance: picked(listed, () => 0),
    topPicked: picked(best, ours),
    auc: aucOf(
      listed.map(({ seen }) => seen),
      unlisted.filter(isNew),
      ours,
    ),
  }
}

type Weighed = { seen: Seen; weight: number }

/**
 * A day of 400: the listed papers, and unlisted ones that each stand for as many as are missing.
 */
function fieldOf({ listed, unlisted }: Field): Weighed[] {
  const weight = Math.max(0, A_DAY - listed.length) / Math.max(1, unlisted.length)
  return [...listed.map((seen) => ({ seen, weight: 1 })), ...unlisted.map((seen) => ({ seen, weight }))]
}

/**
 * How likely a paper is among so many picks of a field, papers of equal score being drawn by lot.
 */
function chance(own: Seen, field: readonly Weighed[], places: number, order: Order): number {
  const score = order(own)
  const weighing = (is: (score: number) => boolean) =>
    sum(field.map(({ seen, weight }) => (is(order(seen)) ? weight : 0)))
  const [above, equal] = [weighing((other) => other > score), weighing((other) => other === score)]
  return Math.min(1, Math.max(0, (places - above) / equal))
}

/** As `pickEarly` does: newcomers among themselves, the others among themselves. */
function chanceOfPick(own: Seen, field: Field, places: number, order = ours): number {
  const { newcomer } = own.early
  const kind = fieldOf(field).filter(({ seen }) => seen.early.newcomer === newcomer)
  return chance(own, kind, newcomer ? newcomerPlaces(places) : places - newcomerPlaces(places), order)
}

const topOf = ({ fields }: Fields) => fields.flatMap(({ listed }) => listed.filter(({ top }) => top))

const shareHeld = ({ fields, top }: Fields, held: (seen: Seen, field: Field) => number) =>
  sum(fields.flatMap((field) => field.listed.filter((seen) => seen.top).map((seen) => held(seen, field)))) /
  top

/**
 * How likely a paper of the first kind has the greater score, half for equal ones (area under the
 * ROC curve).
 */
function aucOf(positives: readonly Seen[], negatives: readonly Seen[], order: Order): number {
  const others = negatives.map(order)
  const wins = positives.map((seen) => {
    const score = order(seen)
    return sum(others.map((other) => (score > other ? 1 : score === other ? 0.5 : 0)))
  })
  return sum(wins) / (positives.length * others.length)
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)
