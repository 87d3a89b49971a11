import type { Child } from 'hono/jsx'
import { DAILY } from '../../subscribers/schedule.ts'
import { HumanCheck } from './human-check.tsx'
import { ScheduleFields } from './schedule-fields.tsx'
import { TopicFieldset } from './topic-fields.tsx'

/**
 * Local hour at which a digest comes unless the reader says otherwise; that of
 * `subscribers/preferences.ts`.
 */
const HOUR = 7

/** The one-field signup. Works without script. */
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
 * Asks `POST /subscribe` to take the time zone that the request seems to come from: lists are pages
 * that caches keep.
 */
export const GUESS = 'guess'

/**
 * The signup to the digest narrowed as a list is. `fields`: what narrows it
 * (`readPreferencesForm`); `children`: what comes of it.
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
