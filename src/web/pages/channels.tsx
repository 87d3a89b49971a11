import { ADAPTERS } from '../../channels/adapters.ts'
import { type Adapter, KINDS, type Kind } from '../../channels/channel.ts'
import type { ChannelSeen } from '../../db/channels.ts'
import { readTopics, topicsInWords } from '../../search/topics.ts'
import { daysAsText } from '../../subscribers/preferences-form.ts'
import { shortDay, tableInstant } from '../../wording/days.ts'
import { Layout } from '../components/layout.tsx'
import { ScheduleFields } from '../components/schedule-fields.tsx'
import { TopicFieldset } from '../components/topic-fields.tsx'

export type ChannelsPageProps = {
  /** Where forms are posted, and what each of them carries along. */
  path: string
  query: Readonly<Record<string, string>>
  hidden: Readonly<Record<string, string>>
  channels: readonly ChannelSeen[]
  /** Kinds that can be added here. */
  kinds: readonly Kind[]
  /** The kind whose form is open, and the channel whose preferences are. */
  kind: Kind | null
  open: number | null
  /** What was just done, or why it was not. */
  notice: string | null
  error: string | null
  back: { href: string; label: string }
}

/** Where else than by mail the digest goes: a reader's own channels, or the operator's. */
export const ChannelsPage = (props: ChannelsPageProps) => {
  const { channels, open, notice, error, back } = props
  const opened = channels.find(({ id, state }) => id === open && state === 'active')
  const live = channels.filter(({ state }) => state !== 'ended')
  return (
    <Layout title="Channels" description="Where else than by mail the digest comes." url={null}>
      <h1 class="title">Channels</h1>
      <p class="say">
        The digest can come to a chat or a program as well. A channel has its own days, hour and topics.
      </p>
      {notice !== null && <p class="notice">{notice}</p>}
      {error !== null && (
        <p class="notice" role="alert">
          {error}
        </p>
      )}
      {opened ? (
        <ChangeForm {...props} channel={opened} />
      ) : (
        <>
          {live.map((channel) => (
            <LiveChannel {...props} channel={channel} />
          ))}
          <AddForm {...props} />
          <EndedChannels channels={channels} />
        </>
      )}
      <p class="onward">
        <a href={back.href}>{back.label}</a>
      </p>
    </Layout>
  )
}

type OwnerProps = Pick<ChannelsPageProps, 'path' | 'query' | 'hidden'>

const addressOf = (
  { path, query }: Pick<ChannelsPageProps, 'path' | 'query'>,
  more: Record<string, string>,
) => {
  const params = new URLSearchParams({ ...query, ...more }).toString()
  return params === '' ? path : `${path}?${params}`
}

const Hidden = ({ hidden, more = {} }: { hidden: OwnerProps['hidden']; more?: Record<string, string> }) => (
  <>
    {Object.entries({ ...hidden, ...more }).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
  </>
)

const LiveChannel = ({ channel, ...props }: OwnerProps & { channel: ChannelSeen }) => {
  const { id, kind, shown, state, schedule, changesAt } = channel
  const number = { channel: String(id) }
  return (
    <section class="section">
      <h2>{ADAPTERS[kind].label}</h2>
      <p>{shown}</p>
      {state === 'waiting' ? (
        <form class="ask" method="post" action={addressOf(props, {})}>
          <Hidden hidden={props.hidden} more={number} />
          <p>
            <label for={`code-${id}`}>The code that was posted there</label>
            <input
              id={`code-${id}`}
              name="code"
              inputmode="numeric"
              autocomplete="one-time-code"
              required
              maxlength={12}
            />
          </p>
          <button type="submit" name="action" value="confirm">
            Connect
          </button>{' '}
          <EndButton />
        </form>
      ) : (
        <>
          <p>
            {whenAndWhat(schedule)}
            {changesAt !== null && ' From tomorrow on; today as it was before.'}
          </p>
          <p class="fine">{lastPost(channel)}</p>
          <form class="ask" method="post" action={addressOf(props, {})}>
            <Hidden hidden={props.hidden} more={number} />
            <p class="onward">
              <a href={addressOf(props, number)}>Change when and what</a>
            </p>
            <EndButton />
          </form>
        </>
      )}
    </section>
  )
}

const EndButton = () => (
  <button class="second" type="submit" name="action" value="end" formnovalidate>
    End this channel
  </button>
)

const ChangeForm = ({ channel, ...props }: OwnerProps & { channel: ChannelSeen }) => (
  <section class="section">
    <h2>
      {ADAPTERS[channel.kind].label}: {channel.shown}
    </h2>
    <p class="fine">A mail is a post here. A week without papers of the topics brings nothing.</p>
    <form class="ask" method="post" action={addressOf(props, {})}>
      <Hidden hidden={props.hidden} more={{ channel: String(channel.id) }} />
      <div class="when">
        <ScheduleFields {...channel.schedule} />
        <TopicFieldset topics={readTopics(channel.schedule.topics)} />
      </div>
      <button type="submit" name="action" value="save">
        Save
      </button>
    </form>
  </section>
)

const AddForm = ({ kinds, kind, ...props }: ChannelsPageProps) => (
  <section class="section">
    <h2>Add a channel</h2>
    <p>
      We post a code there, once; you type it here within an hour. Nothing else comes before.{' '}
      {kind === null && 'Where to?'}
    </p>
    <p class="onward">
      {KINDS.filter((each) => kinds.includes(each)).map((each, index) => (
        <>
          {index > 0 && ' · '}
          {each === kind ? (
            <strong>{ADAPTERS[each].label}</strong>
          ) : (
            <a href={addressOf(props, { kind: each })}>{ADAPTERS[each].label}</a>
          )}
        </>
      ))}
    </p>
    {kind !== null && (
      <form class="ask" method="post" action={addressOf(props, { kind })}>
        <Hidden hidden={props.hidden} more={{ kind }} />
        {ADAPTERS[kind].fields.map((field) => (
          <TargetField {...field} />
        ))}
        <button type="submit" name="action" value="add">
          Post the code
        </button>
      </form>
    )}
  </section>
)

const TargetField = ({ name, label, hint, optional, hidden }: Adapter['fields'][number]) => (
  <p>
    <label for={`to-${name}`}>{label}</label>
    <input
      id={`to-${name}`}
      name={name}
      type={hidden ? 'password' : 'text'}
      required={!optional}
      maxlength={1000}
      autocomplete="off"
      autocapitalize="off"
      spellcheck={false}
      aria-describedby={`hint-${name}`}
    />
    <span class="fine" id={`hint-${name}`}>
      {hint}
    </span>
  </p>
)

const EndedChannels = ({ channels }: Pick<ChannelsPageProps, 'channels'>) => {
  const ended = channels.filter(({ state }) => state === 'ended')
  if (ended.length === 0) return null
  return (
    <section class="section">
      <h2>Ended</h2>
      <ul>
        {ended.map(({ kind, shown, endedAt, reason }) => (
          <li>
            {ADAPTERS[kind].label}, {shown}: ended on {shortDay(endedAt ?? 0)}, {reason}.
          </li>
        ))}
      </ul>
      <p class="fine">Where they were is forgotten; this list is forgotten after 30 days.</p>
    </section>
  )
}

/** `Daily, 07:00 (UTC), up to 20 papers in cs.CL.` */
function whenAndWhat(schedule: ChannelSeen['schedule']): string {
  const hour = `${String(schedule.hour).padStart(2, '0')}:00 (${schedule.timezone})`
  const topics = readTopics(schedule.topics)
  const narrowed = topics === null || schedule.topics === '' ? '' : ` ${topicsInWords(topics)}`
  const days = daysAsText(schedule).replaceAll(',', ', ')
  return `${days.charAt(0).toUpperCase()}${days.slice(1)}, ${hour}, up to ${schedule.papers} papers${narrowed}.`
}

const STATES: Readonly<Record<string, string>> = {
  planned: 'waits for its next try',
  claimed: 'is being posted',
  accepted: 'was posted',
  empty: 'had no paper of these topics, so nothing was posted',
  failed: 'was not posted',
  uncertain: 'may have been posted: there was no answer, and it is not posted again',
}

function lastPost({ last, confirmedAt }: ChannelSeen): string {
  if (last === null)
    return `Connected ${confirmedAt === null ? '' : `${tableInstant(confirmedAt)} UTC`}; nothing was posted yet.`
  return `The digest of ${shortDay(last.localDate)} ${STATES[last.state] ?? last.state}${last.error ? ` (${last.error})` : ''}.`
}
