import { TIME_ZONES, zoneLabel } from '../timezones.ts'

/** Local hour at which a digest comes unless the reader says otherwise; that of `subscribers/wishes.ts`. */
const HOUR = 7
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/** The one-field signup. Works without script; `website` is a trap that only robots fill in. */
export const SignupForm = ({ timezone }: { timezone: string }) => (
  <form class="signup" method="post" action="/subscribe">
    <label for="email">Your e-mail address</label>
    <div class="field">
      <input
        id="email"
        name="email"
        type="email"
        required
        maxlength={254}
        autocomplete="email"
        inputmode="email"
        spellcheck={false}
        placeholder="you@example.org"
      />
      <button type="submit">Subscribe</button>
    </div>
    <div class="trap" aria-hidden="true">
      <label for="website">Leave this empty</label>
      <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" />
    </div>
    <p class="fine">One mail to confirm, then one a day. No account, no tracking.</p>
    <details class="when">
      <summary>Choose when it comes</summary>
      <div>
        <span>
          <label for="hour">Hour</label>
          <select id="hour" name="hour">
            {HOURS.map((hour) => (
              <option value={hour} selected={hour === HOUR}>
                {String(hour).padStart(2, '0')}:00
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
            <option value="daily">Every day</option>
            <option value="weekdays">Monday to Friday</option>
          </select>
        </span>
      </div>
    </details>
  </form>
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
