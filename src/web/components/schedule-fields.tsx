import type { Preferences } from '../../db/schema.ts'
import { PAPERS } from '../../mail/variants.ts'
import { NAMES } from '../../subscribers/preferences-form.ts'
import { presentZone } from '../../time/zone-names.ts'
import { TIME_ZONES, zoneLabel } from '../timezones.ts'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

type When = Pick<Preferences, 'kind' | 'days' | 'timezone' | 'hour' | 'papers' | 'early'>

/**
 * When a digest comes and how long it is, with the present choice. Names of fields:
 * `readPreferencesForm`.
 */
export const ScheduleFields = ({ kind, timezone, hour, days, papers, early = false }: When) => (
  <>
    <div class="fields">
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
        <label for="papers">Papers</label>
        <select id="papers" name="papers">
          {PAPERS.map((each) => (
            <option value={each} selected={each === papers}>
              {`up to ${each}`}
            </option>
          ))}
        </select>
      </span>
      <span>
        <label for="early">Early picks in my mail</label>
        {/* A box that is not ticked is not sent: no needs a word of its own. */}
        <select id="early" name="early">
          <option value="no" selected={!early}>
            none
          </option>
          <option value="yes" selected={early}>
            up to 3, at its end
          </option>
        </select>
      </span>
    </div>
    <p class="fine">
      <a href="/early">Early picks</a> are new papers that no daily list has yet.
    </p>
    <DayFields kind={kind} days={days} />
  </>
)

/** A mail on each ticked day, or one for the whole week. */
const DayFields = ({ kind, days }: Pick<When, 'kind' | 'days'>) => {
  const isOn = (index: number) => ((days >> index) & 1) === 1
  return (
    <fieldset class="days">
      <legend>Days</legend>
      <p>
        <label class="tick">
          <input type="radio" name="cadence" value="days" checked={kind === 'daily'} /> A mail on each of
        </label>
      </p>
      <p class="ticks">
        {DAYS.map((day, index) => (
          <label class="tick">
            <input
              type="checkbox"
              name="days"
              value={NAMES[index]}
              checked={kind === 'weekly' || isOn(index)}
              aria-label={day}
            />{' '}
            <abbr title={day}>{day.slice(0, 3)}</abbr>
          </label>
        ))}
      </p>
      <p>
        <label class="tick">
          <input type="radio" name="cadence" value="week" checked={kind === 'weekly'} /> One mail, the best of
          the week, on
        </label>{' '}
        <select name="weekday" aria-label="Day of the weekly mail">
          {DAYS.map((day, index) => (
            <option value={NAMES[index]} selected={kind === 'weekly' && isOn(index)}>
              {day}
            </option>
          ))}
        </select>
      </p>
    </fieldset>
  )
}

const ZoneSelect = ({ timezone }: { timezone: string }) => {
  const chosen = presentZone(timezone)
  const known = [...TIME_ZONES.values()].some((names) => names.includes(chosen))
  return (
    <select id="timezone" name="timezone">
      {!known && (
        <option value={chosen} selected>
          {zoneLabel(chosen)}
        </option>
      )}
      {[...TIME_ZONES].map(([region, names]) => (
        <optgroup label={region}>
          {names.map((name) => (
            <option value={name} selected={name === chosen}>
              {zoneLabel(name)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}
