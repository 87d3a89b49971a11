import { WhenFields } from './when-fields.tsx'

/** Local hour at which a digest comes unless the reader says otherwise; that of `subscribers/wishes.ts`. */
const HOUR = 7

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
      <WhenFields timezone={timezone} hour={HOUR} days="daily" papers={20} />
    </details>
  </form>
)
