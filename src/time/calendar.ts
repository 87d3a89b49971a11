import { addDays, HOUR, startOf, utcDate } from './dates.ts'

/** 0 is Sunday. */
const weekday = (date: string) => new Date(startOf(date)).getUTCDay()

/**
 * Days of a month (`MM-DD`) that are always holidays in the United States, where arXiv and Hugging
 * Face's curators work.
 */
const FIXED = new Set(['01-01', '06-19', '07-04', '12-24', '12-25', '12-31'])

/**
 * True on a weekend or a holiday of the United States: the silence of a source then means nothing.
 */
export function isFree(date: string): boolean {
  if ([0, 6].includes(weekday(date)) || FIXED.has(date.slice(5))) return true
  const nth = Math.ceil(Number(date.slice(8)) / 7)
  switch (`${date.slice(5, 7)} ${weekday(date)}`) {
    // Martin Luther King Day, Memorial Day, Labor Day; Thanksgiving and the day after it.
    case '01 1':
      return nth === 3
    case '05 1':
      return addDays(date, 7).slice(5, 7) === '06'
    case '09 1':
      return nth === 1
    case '11 4':
      return nth === 4
    case '11 5':
      return Math.ceil((Number(date.slice(8)) - 1) / 7) === 4
    default:
      return false
  }
}

/**
 * A list closes this long (ms) after the end of its UTC day, and the tick that publishes may be the
 * next one.
 */
const PUBLISHED_AFTER = 2.25 * HOUR

/**
 * When the next edition is expected after `at` (ms): in the night after the next working day, from
 * whose list it is made. Days without a list have no edition.
 */
export function nextEdition(at: number): number {
  let date = utcDate(at)
  while (startOf(date) + PUBLISHED_AFTER <= at || isFree(addDays(date, -1))) date = addDays(date, 1)
  return startOf(date) + PUBLISHED_AFTER
}

/**
 * The newest day whose submissions arXiv announced in the night to this UTC day; null when none was
 * due. arXiv announces from Sunday to Thursday at 20:00 US Eastern what was submitted until 14:00
 * (https://info.arxiv.org/help/availability.html), not on holidays.
 */
export function announcedDay(date: string): string | null {
  const evening = addDays(date, -1)
  if ([5, 6].includes(weekday(evening))) return null
  if (weekday(evening) !== 0 && isFree(evening)) return null
  let day = weekday(evening) === 0 ? addDays(evening, -2) : evening
  while (isFree(day)) day = addDays(day, -1)
  return day
}
