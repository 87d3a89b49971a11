import { addDays, HOUR, startOf } from './dates.ts'
import { presentZone } from './zone-names.ts'

/** A wall-clock moment in some time zone. */
export type LocalTime = {
  /** `YYYY-MM-DD` */
  date: string
  /** 0 to 23 */
  hour: number
  /** `00` to `59` */
  minute: string
  /** 0 is Monday, 6 Sunday. */
  weekday: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * True for an IANA time zone name that this runtime knows. Offsets such as `+02:00` are not names.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(name)) return false
  try {
    format(name)
    return true
  } catch {
    return false
  }
}

/**
 * The one name of a time zone: `europe/berlin` and `Europe/Berlin` are one schedule, and so are
 * `Asia/Calcutta` and its present name, `Asia/Kolkata`. Throws RangeError like `localTime`.
 */
export const canonicalZone = (name: string): string => presentZone(format(name).resolvedOptions().timeZone)

/**
 * The time on a clock in `timezone` (IANA) at an instant (ms, UTC). Throws RangeError for an
 * unknown zone.
 */
export function localTime(timezone: string, at: number): LocalTime {
  const parts = Object.fromEntries(
    format(timezone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const date = `${parts.year}-${parts.month}-${parts.day}`
  return {
    date,
    hour: Number(parts.hour),
    minute: parts.minute ?? '00',
    weekday: (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7,
  }
}

/** How far a zone's clocks are ahead of UTC (ms) at an instant. */
export function offset(timezone: string, at: number): number {
  const local = localTime(timezone, at)
  const hour = String(local.hour).padStart(2, '0')
  return Date.parse(`${local.date}T${hour}:${local.minute}:00Z`) - Math.floor(at / 60_000) * 60_000
}

/**
 * The instant (ms) at which the clocks of a zone show an hour of a date; for an hour that they
 * skip, the first instant after it.
 */
export function instantOf(timezone: string, date: string, hour: number): number {
  const wall = Date.parse(`${date}T${String(hour).padStart(2, '0')}:00:00Z`)
  const guess = wall - offset(timezone, wall)
  return wall - offset(timezone, guess)
}

const seasons = new Map<string, { standard: number; summer: number }>()

/**
 * The offset (ms) outside and inside daylight saving time in a year (`YYYY`): the smaller and the
 * larger of January’s and July’s.
 */
export function seasonOffsets(timezone: string, year: string): { standard: number; summer: number } {
  const key = `${timezone} ${year}`
  let found = seasons.get(key)
  if (!found) {
    const both = ['01', '07'].map((month) => offset(timezone, Date.parse(`${year}-${month}-01T12:00:00Z`)))
    found = { standard: Math.min(...both), summer: Math.max(...both) }
    seasons.set(key, found)
  }
  return found
}

const QUARTER = 15 * 60_000

/**
 * The first instant (ms) of the next local day: zones change at, and differ by, quarters of an
 * hour.
 */
export function nextLocalDay(timezone: string, at: number): number {
  const { date } = localTime(timezone, at)
  let next = Math.floor(at / QUARTER) * QUARTER + QUARTER
  while (localTime(timezone, next).date === date) next += QUARTER
  return next
}

/**
 * The last hour (0 to 23) of the local day before that of `at` (ms); -1 for a day that the zone
 * skipped. It is 23 unless clocks went forward over midnight: in Nuuk 28 March 2026 ends at 22:59.
 */
export function lastHourBefore(timezone: string, at: number): number {
  const offsets = [offset(timezone, at), offset(timezone, at - 36 * HOUR)]
  if (offsets[0] === offsets[1]) return 23
  const date = addDays(localTime(timezone, at).date, -1)
  const had = (hour: number) =>
    offsets.some((ahead) => {
      const local = localTime(timezone, startOf(date) + hour * HOUR - ahead)
      return local.date === date && local.hour === hour
    })
  let hour = 23
  while (hour >= 0 && !had(hour)) hour--
  return hour
}

function format(timezone: string): Intl.DateTimeFormat {
  let found = formats.get(timezone)
  if (!found) {
    found = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    // Names have many spellings (case, old names): only the zones themselves are cached.
    const name = found.resolvedOptions().timeZone
    if (timezone === name || timezone === presentZone(name)) formats.set(timezone, found)
  }
  return found
}
