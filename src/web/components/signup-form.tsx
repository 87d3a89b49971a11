import type { Child } from 'hono/jsx'
import { DAILY } from '../../subscribers/schedule.ts'
import { HumanCheck } from './human-check.tsx'
import { ScheduleFields } from './schedule-fields.tsx'
import { TopicFieldset } from './topic-fields.tsx'

/**
 * The local hour of a digest unless the reader chooses another; the same as in
 * `subscribers/preferences.ts`.
 */
const HOUR = 7

/** The signup with one field. It works without scripts. */
export const SignupForm = ({ timezone }: { timezone: string }) => (
  <form class="signup" method="post" action="/subscribe">
    <AddressField />
    <p class="fine">One mail to confirm, then one a day. No account, no tracking.</p>
    <details class="when">
      <summary>Choose when it comes, and of what</summary>
      <ScheduleFields kind="daily" days={DAILY} hour={HOUR} papers={20} timezone={timezone} />
      <TopicFieldset topics={null} />
    </details>
  </form>
)

/**
 * Asks `POST /subscribe` to guess the time zone from the request: pages of lists are cached, so
 * they cannot contain it.
 */
export const GUESS = 'guess'

/**
 * The signup to a digest with the filters of a list. `fields`: its filters (`readPreferencesForm`);
 * `children`: what the reader will get.
 */
export const TopicSignup = ({
  fields,
  label = 'Or by mail: your e-mail address',
  children,
}: {
  fields: Readonly<Record<string, string>>
  label?: string
  children: Child
}) => (
  <form class="signup" method="post" action="/subscribe">
    <input type="hidden" name="timezone" value={GUESS} />
    {Object.entries(fields).flatMap(([name, value]) =>
      value === '' ? [] : [<input type="hidden" name={name} value={value} />],
    )}
    <AddressField label={label} />
    <p class="fine">{children}</p>
  </form>
)

/** `website` is a trap that only robots fill in. */
const AddressField = ({ label = 'Your e-mail address' }) => (
  <>
    <label for="email">{label}</label>
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
    <HumanCheck />
    <div class="trap" aria-hidden="true">
      <label for="website">Leave this empty</label>
      <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" />
    </div>
  </>
)
