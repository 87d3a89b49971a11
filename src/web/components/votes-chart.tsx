import type { Observation } from '../../papers/observation.ts'
import { isoInstant, shortDay } from '../../wording/days.ts'
import { counted, grouped } from '../../wording/words.ts'

const WIDTH = 640
const HEIGHT = 150
/** Room for the last point and its ring. */
const EDGE = 6
const CHANGES = 4

/**
 * The upvotes of a paper as a water level over time. A curve with fewer than four changes would say
 * less than its numbers.
 */
export const VotesChart = ({ observations }: { observations: readonly Observation[] }) => {
  const observed = observations.flatMap(({ at, upvotes }) => (upvotes === null ? [] : [{ at, upvotes }]))
  const first = observed[0]
  const last = observed.at(-1)
  const changes = observed.filter(
    ({ upvotes }, index) => index > 0 && upvotes !== observed[index - 1]?.upvotes,
  ).length
  if (!first || !last || changes < CHANGES) return null
  const highest = Math.max(1, ...observed.map(({ upvotes }) => upvotes))
  const points = observed.map(({ at, upvotes }) => ({
    x: EDGE + ((at - first.at) / (last.at - first.at)) * (WIDTH - 2 * EDGE),
    y: HEIGHT - (upvotes / highest) * (HEIGHT - 2 * EDGE),
  }))
  const line = points
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join('')
  const end = points.at(-1) ?? { x: 0, y: 0 }
  return (
    <figure class="tide">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Upvotes went from ${grouped(first.upvotes)} on ${shortDay(first.at)} to ${grouped(last.upvotes)} on ${shortDay(last.at)}.`}
      >
        <path class="water" d={`${line}V${HEIGHT}H${EDGE}Z`} />
        <path class="floor" d={`M0 ${HEIGHT}H${WIDTH}`} />
        <path class="line" d={line} />
        {/* A line of no length with round ends: a dot that stays round when the picture is stretched. */}
        <path class="mark-point" d={`M${end.x.toFixed(1)} ${end.y.toFixed(1)}h.01`} />
      </svg>
      <figcaption>
        <span>
          {counted(first.upvotes, 'upvote')},{' '}
          <time datetime={isoInstant(first.at)}>{shortDay(first.at)}</time>
        </span>
        <span>
          {counted(last.upvotes, 'upvote')}, <time datetime={isoInstant(last.at)}>{shortDay(last.at)}</time>
        </span>
      </figcaption>
    </figure>
  )
}
