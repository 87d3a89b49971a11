import { OWN_PER_TICK } from '../../delivery/own-digests.ts'
import { MOST_MARKS } from '../../ranking/marks.ts'
import { readTopics } from '../../search/topics.ts'
import type { PreferencesView } from '../../subscribers/preferences.ts'
import { longDay, shortDay } from '../../wording/days.ts'
import { Layout } from '../components/layout.tsx'
import { PreviewBox, type Previewed } from '../components/preview.tsx'
import { ScheduleFields } from '../components/schedule-fields.tsx'
import { TopicFieldset } from '../components/topic-fields.tsx'

/** What a press on this page did. */
export type Changed = 'save' | 'weekly' | 'pause' | 'undo' | 'forget marks'

type View = Omit<PreferencesView, 'subscriberId' | 'generation'>

export type PreferencesPageProps = {
  /** Signed; names the reader. */
  token: string
  unsubscribeUrl: string
  view: View
  /** What was just done. */
  changed: Changed | null
  /**
   * What the topics in the form, which is not saved yet, would bring; null: the form is what was
   * saved.
   */
  preview?: { brings: Previewed | null } | null
}

/**
 * When and what one reader gets. Opened by the signed link of their mails, so there is nothing to
 * log in to.
 */
export const PreferencesPage = ({
  token,
  unsubscribeUrl,
  view,
  changed,
  preview = null,
}: PreferencesPageProps) => {
  const query = `?token=${encodeURIComponent(token)}`
  const { preferences, pausedUntil } = view
  const topics = readTopics(preferences.topics)
  const notice = preview === null ? noticeOf(changed, view) : 'This is a preview. Nothing is saved yet.'
  return (
    <Layout title="Preferences" description="When your digest comes, and of what." url={null}>
      <h1 class="title">Your digest</h1>
      <p class="say">
        For {view.address}. {nextMailSentence(view.nextMail, preferences.topics !== '')}
      </p>
      {notice !== null && <p class="notice">{notice}</p>}
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
      <Marks marks={view.marks} query={query} />
      {preferences.kind === 'daily' && (
        <section class="section">
          <h2>Too often?</h2>
          <form class="ask" method="post" action={`/preferences${query}`}>
            <p>The best papers of a week in one mail, every Monday.</p>
            <button class="second" type="submit" name="action" value="weekly">
              Weekly instead
            </button>
          </form>
        </section>
      )}
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
        <h2>Elsewhere too?</h2>
        <p>
          <a href={`/channels${query}`}>Add a channel</a>: the digest in Slack, Discord, Telegram, ntfy,
          Matrix, or a program of yours.
        </p>
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

/** What the reader marked; nothing before they marked something. */
const Marks = ({ marks, query }: { marks: View['marks']; query: string }) =>
  marks.length === 0 ? null : (
    <section class="section">
      <h2>What you marked</h2>
      <p>
        Papers like these come earlier in your digest, or later: at most {MOST_MARKS} marks, the oldest falls
        out. Digests in an order of readers’ own are made after all others, {OWN_PER_TICK} in a quarter of an
        hour.
      </p>
      <form class="ask marks" method="post" action={`/preferences${query}`}>
        <ul>
          {marks.map(({ paperId, title, wants, on }) => (
            <li>
              <p>
                {title === null ? `arXiv:${paperId}` : <a href={`/papers/${paperId}`}>{title}</a>}
                <span>
                  {title === null && 'Not known here any more, or withdrawn: it counts for nothing. '}
                  {wants === 'more' ? 'More' : 'Less'} like this, since {shortDay(on)}
                </span>
              </p>
              <button
                class="second"
                type="submit"
                name="undo"
                value={paperId}
                aria-label={`Undo ${title ?? paperId}`}
              >
                Undo
              </button>
            </li>
          ))}
        </ul>
        <button class="second" type="submit" name="action" value="forget marks">
          Forget all
        </button>
      </form>
    </section>
  )

/** The one sentence on what was done and what holds; null when there is nothing to say. */
function noticeOf(changed: Changed | null, { isChanging, pausedUntil }: View): string | null {
  const did = changed === 'undo' || changed === 'forget marks' ? 'Forgotten' : 'Saved'
  const saved = changed === null || changed === 'pause' ? null : `${did}: it comes as you see here`
  if (pausedUntil !== null)
    return saved === null
      ? `Paused: the next digest comes on or after ${pausedUntil}.`
      : `${saved}, on or after ${pausedUntil}.`
  if (isChanging)
    return `${saved ?? 'It comes as you see here'} from tomorrow on; today’s digest comes, or came, as it was before.`
  if (saved !== null) return `${saved}.`
  return changed === 'pause' ? 'The pause is over.' : null
}

/** `narrow`: only papers of some topics come, and on a day without any there is no mail. */
function nextMailSentence(next: View['nextMail'], narrow: boolean): string {
  if (next === null) return 'No mail is planned within the next two weeks.'
  const hour = String(next.hour).padStart(2, '0')
  const when = `${longDay(next.localDate)}, ${hour}:00 (${next.timezone})`
  return narrow
    ? `Your next mail comes ${when}, if there are papers of your topics.`
    : `Your next mail comes ${when}.`
}
