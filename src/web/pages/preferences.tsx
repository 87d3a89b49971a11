import { readTopics } from '../../search/topics.ts'
import type { PreferencesView } from '../../subscribers/preferences.ts'
import { Layout } from '../components/layout.tsx'
import { PreviewBox, type Previewed } from '../components/preview.tsx'
import { ScheduleFields } from '../components/schedule-fields.tsx'
import { TopicFieldset } from '../components/topic-fields.tsx'

export type PreferencesPageProps = {
  /** Signed; names the reader. */
  token: string
  unsubscribeUrl: string
  view: Omit<PreferencesView, 'subscriberId' | 'generation'>
  /** What was just done. */
  changed: 'save' | 'pause' | null
  /** What the topics in the form, which is not saved yet, would bring; null: the form is what was saved. */
  preview?: { brings: Previewed | null } | null
}

/** When and what one reader gets. Opened by the signed link of their mails, so there is nothing to log in to. */
export const PreferencesPage = ({
  token,
  unsubscribeUrl,
  view,
  changed,
  preview = null,
}: PreferencesPageProps) => {
  const query = `?token=${encodeURIComponent(token)}`
  const { preferences, isChanging, pausedUntil } = view
  const topics = readTopics(preferences.topics)
  return (
    <Layout title="Preferences" description="When your digest comes, and of what." url={null}>
      <h1 class="title">Your digest</h1>
      {changed === 'save' && <p class="notice">Saved.</p>}
      {isChanging && (
        <p class="notice">This holds from tomorrow on: today’s digest comes, or came, as it was before.</p>
      )}
      {changed === 'pause' && pausedUntil === null && <p class="notice">The pause is over.</p>}
      {pausedUntil !== null && <p class="notice">Paused: the next digest comes on or after {pausedUntil}.</p>}
      {preview !== null && <p class="notice">This is a preview. Nothing is saved yet.</p>}
      {preview?.brings && <PreviewBox {...preview.brings} />}
      <form class="ask" method="post" action={`/preferences${query}`}>
        <input type="hidden" name="token" value={token} />
        <div class="when">
          <ScheduleFields {...preferences} />
          <TopicFieldset topics={topics} />
        </div>
        <button type="submit" name="action" value="save">
          Save
        </button>{' '}
        <button
          class="second"
          type="submit"
          formmethod="get"
          formaction="/preferences"
          name="preview"
          value="yes"
        >
          Preview
        </button>
      </form>
      <section class="section">
        <h2>Pause</h2>
        <form class="ask" method="post" action={`/preferences${query}`}>
          <p>
            <label for="until">No digest before</label>{' '}
            <input id="until" name="until" type="date" value={pausedUntil ?? ''} />
          </p>
          <button class="second" type="submit" name="action" value="pause">
            {pausedUntil === null ? 'Pause' : 'Change, or end it with no date'}
          </button>
        </form>
      </section>
      <section class="section">
        <h2>What we know about you</h2>
        <p>
          <a href={`/your-data/export${query}`}>Everything stored about you</a>, as a JSON file.
        </p>
        <form class="ask" method="post" action={`/preferences${query}`}>
          <p>Did you forward a mail? End the links to this page that were mailed so far.</p>
          <button class="second" type="submit" name="action" value="sign out">
            Sign out old links
          </button>
        </form>
        <form class="ask" method="post" action={`/preferences${query}`}>
          <button class="second" type="submit" name="action" value="erase">
            Erase everything…
          </button>
        </form>
      </section>
      <p class="fine">
        Enough of it? <a href={unsubscribeUrl}>Unsubscribe</a>: one more press and no further edition is
        mailed to you.
      </p>
    </Layout>
  )
}
