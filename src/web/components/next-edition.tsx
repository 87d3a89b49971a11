import { clockTime, isoInstant, longDay } from '../../wording/days.ts'

/** When the next edition should come, in words. `at`: instant (ms, UTC). */
export const NextEdition = ({ at }: { at: number }) => (
  <time datetime={isoInstant(at)}>{`${longDay(at)}, about ${clockTime(at)}`}</time>
)
