import type { Observation } from '../papers/observation.ts'
import { HOUR, utcDate } from '../time/dates.ts'

/**
 * Growth is measured between an observation and one at least this much older (hours); for an old
 * paper, within this window (hours).
 */
const SPAN = 20
const WINDOW = 48

const SIGNALS = ['upvotes', 'comments', 'stars', 'points'] as const

/**
 * Which observations of one paper on a UTC day (`date`) can be deleted: all but the first ever, the
 * last and the highest of the day by each source, and those that a score at one of `instants` (ms,
 * when editions were published since that day) is made from. So an edition can still be recomputed.
 */
export function superfluous(
  observations: readonly Observation[],
  date: string,
  instants: readonly number[],
): Observation[] {
  const kept = new Set<Observation>()
  const keep = (one: Observation | undefined) => void (one && kept.add(one))
  for (const own of Map.groupBy(observations, ({ source }) => source).values()) {
    const series = own.toSorted((a, b) => a.at - b.at)
    keep(series[0])
    keep(series.findLast(({ at }) => utcDate(at) === date))
    for (const signal of SIGNALS) {
      const counted = series.filter((one) => one[signal] !== null)
      const ofDay = counted.filter(({ at }) => utcDate(at) === date)
      keep(counted[0])
      keep(ofDay.at(-1))
      keep(highest(ofDay, signal))
      for (const instant of instants) for (const one of needed(counted, signal, instant)) keep(one)
    }
  }
  return observations.filter((one) => utcDate(one.at) === date && !kept.has(one))
}

/**
 * The last observation by an instant, the one its growth is measured from, and the highest counts
 * up to both.
 */
function needed(
  counted: readonly Observation[],
  signal: (typeof SIGNALS)[number],
  instant: number,
): (Observation | undefined)[] {
  const known = counted.filter(({ at }) => at <= instant)
  const last = known.at(-1)
  if (!last) return []
  const before = known.filter(({ at }) => last.at - at >= SPAN * HOUR)
  const window = known.filter(({ at }) => last.at - at <= WINDOW * HOUR)
  return [last, before.at(-1), window[0], highest(known, signal), highest(before, signal)]
}

const highest = (some: readonly Observation[], signal: (typeof SIGNALS)[number]) =>
  some.reduce<Observation | undefined>(
    (most, one) => (most === undefined || (one[signal] ?? 0) > (most[signal] ?? 0) ? one : most),
    undefined,
  )
