import type { Child } from 'hono/jsx'
import { HOLDS, type Setting } from '../../db/operator.ts'
import { shortDay } from '../../wording/days.ts'

type Props = {
  settings: readonly Setting[]
  withdrawn: readonly { id: string; title: string }[]
  /** True if there is an address for a test mail. */
  canTest: boolean
  formToken: string
}

/** A form for each action of the operator. */
export const ActionForms = (props: Props) => (
  <>
    <NextEdition {...props} />
    <section class="section">
      <h2>Hold</h2>
      <div class="acts">
        {HOLDS.map((what) => {
          const isHeld = props.settings.some(({ name }) => name === `hold ${what}`)
          const label = what === 'signups' ? (isHeld ? 'Open' : 'Pause') : isHeld ? 'Release' : 'Hold'
          return (
            <Act {...props} path={isHeld ? 'release' : 'hold'} button={`${label} ${what}`} second={!isHeld}>
              <input type="hidden" name="what" value={what} />
            </Act>
          )
        })}
      </div>
      <p class="fine">
        What is held goes out once when it is released. An edition whose day (UTC) is over by then is not made
        up for: its papers come with the next one.
      </p>
    </section>
    <Papers {...props} />
    <Blocks {...props} />
  </>
)

type ActProps = { formToken: string; path: string; button: string; second?: boolean; children?: Child }
const Act = ({ formToken, path, button, second = true, children }: ActProps) => (
  <form class="ask" method="post" action={`/operator/${path}`}>
    <input type="hidden" name="form" value={formToken} />
    {children}
    <button class={second ? 'second' : undefined} type="submit">
      {button}
    </button>
  </form>
)

const Field = (props: { id: string; name: string; label: string; type?: string }) => (
  <p>
    <label for={props.id}>{props.label}</label>
    <input
      id={props.id}
      name={props.name}
      type={props.type ?? 'text'}
      required
      maxlength={254}
      autocomplete="off"
    />
  </p>
)

const NextEdition = ({ settings, canTest, formToken }: Props) => {
  const note = settings.find(({ name }) => name === 'note')?.value ?? ''
  const skipped = named(settings, 'skip ')
  return (
    <section class="section">
      <h2>Next edition</h2>
      <p class="onward">
        <a href="/operator/preview">Preview</a> · <a href="/operator/preview/mail">as a mail</a> ·{' '}
        <a href="/operator/preview/text">as text</a>
      </p>
      {canTest && <Act formToken={formToken} path="test" button="Send it to me" />}
      <Act formToken={formToken} path="note" button="Save the note">
        <p>
          <label for="note">Note on top of it (plain text; empty: none)</label>
          <textarea id="note" name="text" maxlength={1000}>
            {note}
          </textarea>
        </p>
      </Act>
      <Act formToken={formToken} path="skip" button="Skip the day">
        <Field id="skip" name="date" label="Day without an edition" type="date" />
      </Act>
      {skipped.map((date) => (
        <Act formToken={formToken} path="unskip" button={`Do not skip ${shortDay(date)}`}>
          <input type="hidden" name="date" value={date} />
        </Act>
      ))}
    </section>
  )
}

const Papers = ({ withdrawn, formToken }: Props) => (
  <section class="section">
    <h2>Withdraw a paper</h2>
    <p>It leaves all mails and lists; editions that had it say so.</p>
    <Act formToken={formToken} path="withdraw" button="Withdraw">
      <Field id="paper" name="paper" label="arXiv id" />
    </Act>
    {withdrawn.map(({ id, title }) => (
      <Act formToken={formToken} path="bring-back" button="Bring back">
        <p>
          {id}: {title}
        </p>
        <input type="hidden" name="paper" value={id} />
      </Act>
    ))}
  </section>
)

const Blocks = ({ settings, formToken }: Props) => (
  <section class="section">
    <h2>Block</h2>
    <p>
      No mail goes there, and no signup comes from there. Readers of an address or a domain are unsubscribed.
      Addresses are kept as hashes: to allow one again, type it.
    </p>
    <Act formToken={formToken} path="block" button="Block">
      <Field id="block" name="what" label="Address, domain or network" />
    </Act>
    <Act formToken={formToken} path="unblock" button="Allow again">
      <Field id="unblock" name="what" label="Address, domain or network to allow" />
    </Act>
    {named(settings, 'block ').length > 0 && <p>Blocked: {named(settings, 'block ').join(', ')}.</p>}
  </section>
)

/** The rest of the names of settings that have a prefix. */
const named = (settings: readonly Setting[], prefix: string) =>
  settings.flatMap(({ name }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []))
