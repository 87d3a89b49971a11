import type { ReaderDay } from '../../db/reader-days.ts'
import { addDays } from '../../time/dates.ts'
import { shortDay } from '../../wording/days.ts'
import { counted } from '../../wording/words.ts'

const DAYS = 60
const BAR = 10
const HALF = 48

/** How many readers came (up) and left (down) on each of the 60 days to `today` (date). */
export const ReadersChart = ({ days, today }: { days: readonly ReaderDay[]; today: string }) => {
  const first = addDays(today, 1 - DAYS)
  const known = new Map(days.map((day) => [day.date, day]))
  const all = Array.from({ length: DAYS }, (_, index) => known.get(addDays(first, index)))
  const highest = Math.max(1, ...all.flatMap((day) => (day ? [day.came, day.left] : [])))
  const sum = (of: 'came' | 'left') => all.reduce((total, day) => total + (day?.[of] ?? 0), 0)
  const bars = (of: 'came' | 'left', sign: 1 | -1) =>
    all
      .map((day, index) => {
        const height = ((day?.[of] ?? 0) / highest) * (HALF - 2)
        return height === 0
          ? ''
          : `M${index * BAR + 1} ${HALF}h${BAR - 2}v${(-sign * height).toFixed(1)}h${2 - BAR}z`
      })
      .join('')
  const summary = `${counted(sum('came'), 'reader')} came and ${sum('left')} left since ${shortDay(first)}.`
  return (
    <figure class="tide readers">
      <svg
        viewBox={`0 0 ${DAYS * BAR} ${2 * HALF}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={summary}
      >
        <path class="came" d={bars('came', 1)} />
        <path class="left" d={bars('left', -1)} />
        <path class="floor" d={`M0 ${HALF}H${DAYS * BAR}`} />
      </svg>
      <figcaption>
        <span>{summary}</span>
        <span>At most {highest} a day; those who came are above the line.</span>
      </figcaption>
    </figure>
  )
}
