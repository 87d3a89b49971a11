import { Layout } from '../layout.tsx'
import { type When, WhenFields } from './when-fields.tsx'

export type PreferencesPageProps = {
  /** Signed; names the reader. */
  token: string
  unsubscribeUrl: string
  when: When
  /** True right after a change. */
  saved: boolean
}

/** When one reader's digest comes. Opened by the signed link of their mails, so there is nothing to log in to. */
export const PreferencesPage = ({ token, unsubscribeUrl, when, saved }: PreferencesPageProps) => (
  <Layout title="Preferences" description="When your digest comes." url={null}>
    <h1 class="title">When your digest comes</h1>
    {saved && <p class="notice">Saved. It holds from your next digest on.</p>}
    <form class="ask" method="post" action={`/preferences?token=${encodeURIComponent(token)}`}>
      <div class="when">
        <WhenFields {...when} />
      </div>
      <button type="submit">Save</button>
    </form>
    <p class="fine">
      Enough of it? <a href={unsubscribeUrl}>Unsubscribe</a>: one more press and no further edition is mailed
      to you.
    </p>
  </Layout>
)
