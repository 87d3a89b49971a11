/** A wall-clock moment in some time zone. */
export type LocalTime = {
  /** `YYYY-MM-DD` */
  date: string
  /** 0 to 23 */
  hour: number
  /** 0 is Monday, 6 Sunday. */
  weekday: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** True for an IANA time zone name that this runtime knows. Offsets such as `+02:00` are not names. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(name)) return false
  try {
    format(name)
    return true
  } catch {
    return false
  }
}

/** What the clock on the wall says in `timezone` (IANA) at an instant (ms, UTC). Throws RangeError for an unknown zone. */
export function localTime(timezone: string, at: number): LocalTime {
  const parts = Object.fromEntries(
    format(timezone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const date = `${parts.year}-${parts.month}-${parts.day}`
  return { date, hour: Number(parts.hour), weekday: (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7 }
}

function format(timezone: string): Intl.DateTimeFormat {
  let found = formats.get(timezone)
  if (!found) {
    found = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' },
    })
    formats.set(timezone, found)
  }
  return found
}
