import { PAPERS } from '../../digest/cut.ts'
import { TIME_ZONES, zoneLabel } from '../timezones.ts'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const DAYS = [
  { value: 'daily', label: 'Every day' },
  { value: 'weekdays', label: 'Monday to Friday' },
  { value: 'mon,wed,fri', label: 'Monday, Wednesday, Friday' },
  { value: 'tue,thu', label: 'Tuesday, Thursday' },
  { value: 'weekly,mon', label: 'The best of the week, on Monday' },
  { value: 'weekly,fri', label: 'The best of the week, on Friday' },
  { value: 'weekly,sat', label: 'The best of the week, on Saturday' },
  { value: 'weekly,sun', label: 'The best of the week, on Sunday' },
]

export type When = {
  /** IANA name. */
  timezone: string
  /** Local hour, 0 to 23. */
  hour: number
  /** As `readWishes` takes it: `daily`, `weekdays`, days such as `mon,thu`, or `weekly,mon`. */
  days: string
  /** At most so many papers (count). */
  papers: number
}

/** When a digest comes, and how long it is: four selects, with what is chosen now. */
export const WhenFields = ({ timezone, hour, days, papers }: When) => (
  <div>
    <span>
      <label for="hour">Hour</label>
      <select id="hour" name="hour">
        {HOURS.map((each) => (
          <option value={each} selected={each === hour}>
            {String(each).padStart(2, '0')}:00
          </option>
        ))}
      </select>
    </span>
    <span>
      <label for="timezone">Time zone</label>
      <ZoneSelect timezone={timezone} />
    </span>
    <span>
      <label for="days">Days</label>
      <select id="days" name="days">
        {DAYS.map(({ value, label }) => (
          <option value={value} selected={value === days}>
            {label}
          </option>
        ))}
        {!DAYS.some(({ value }) => value === days) && (
          <option value={days} selected>
            {days}
          </option>
        )}
      </select>
    </span>
    <span>
      <label for="papers">Papers</label>
      <select id="papers" name="papers">
        {PAPERS.map((each) => (
          <option value={each} selected={each === papers}>
            {`up to ${each}`}
          </option>
        ))}
      </select>
    </span>
  </div>
)

const ZoneSelect = ({ timezone }: { timezone: string }) => {
  const known = [...TIME_ZONES.values()].some((names) => names.includes(timezone))
  return (
    <select id="timezone" name="timezone">
      {/* A runtime may list Asia/Calcutta and a request say Asia/Kolkata. */}
      {!known && (
        <option value={timezone} selected>
          {zoneLabel(timezone)}
        </option>
      )}
      {[...TIME_ZONES].map(([region, names]) => (
        <optgroup label={region}>
          {names.map((name) => (
            <option value={name} selected={name === timezone}>
              {zoneLabel(name)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}
