import type { Child } from 'hono/jsx'
import { ADAPTERS } from '../../channels/adapters.ts'
import type { ChannelSeen } from '../../db/channels.ts'
import type { Undecided } from '../../db/delivery-sums.ts'
import type { Action, Setting } from '../../db/operator.ts'
import type { ReaderDay } from '../../db/reader-days.ts'
import { decisionsAbout, whyUndecided } from '../../delivery/undecided.ts'
import type { Facts } from '../../health/facts.ts'
import type { Line } from '../../health/line.ts'
import { utcDate } from '../../time/dates.ts'
import { lasting, tableInstant } from '../../wording/days.ts'
import { grouped } from '../../wording/words.ts'
import { ActionForms } from '../components/action-forms.tsx'
import { Layout } from '../components/layout.tsx'
import { ReadersChart } from '../components/readers-chart.tsx'

export type ConsoleProps = {
  facts: Facts
  problems: readonly string[]
  checks: readonly Line[]
  states: readonly { state: string; readers: number }[]
  days: readonly ReaderDay[]
  mails: { owed: number; softBounces: number }
  batches: readonly Undecided[]
  settings: readonly Setting[]
  actions: readonly Action[]
  withdrawn: readonly { id: string; title: string; at: number }[]
  channels: readonly ChannelSeen[]
  /** A test mail has an address to go to. */
  canTest: boolean
  formToken: string
}

/** Everything that the operator has to know, and may do. */
export const ConsolePage = (props: ConsoleProps) => (
  <Layout title="Operator" description="For who runs this site." url={null}>
    <h1 class="title">Operator</h1>
    <p class="lede">
      {props.problems.length === 0 && props.checks.every(({ ok }) => ok)
        ? 'Everything works.'
        : 'Something needs attention.'}
    </p>
    {props.problems.map((sentence) => (
      <p class="notice" role="alert">
        {sentence}
      </p>
    ))}
    <ActionForms {...props} />
    <Checks {...props} />
    <Readers {...props} />
    <Batches {...props} />
    <Channels {...props} />
    <Editions {...props} />
    <Sources {...props} />
    <Units {...props} />
    <Section title="What was done">
      <Table
        head={['When (UTC)', 'What', 'To what']}
        rows={props.actions.map(({ at, action, subject }) => [tableInstant(at), action, subject])}
      />
    </Section>
    <form class="ask" method="post" action="/operator/logout">
      <input type="hidden" name="form" value={props.formToken} />
      <button class="second" type="submit">
        Log out
      </button>
    </form>
  </Layout>
)

const Section = ({ title, children }: { title: string; children: Child }) => (
  <section class="section">
    <h2>{title}</h2>
    {children}
  </section>
)

const Table = ({ head, rows }: { head: readonly string[]; rows: readonly (readonly Child[])[] }) =>
  rows.length === 0 ? (
    <p>Nothing.</p>
  ) : (
    <section class="scroll plain" tabindex={0} aria-label={head.join(', ')}>
      <table>
        <thead>
          <tr>
            {head.map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr>
              {cells.map((cell) => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )

const Readers = ({ states, days, mails, facts }: ConsoleProps) => (
  <Section title="Readers">
    <dl class="facts">
      {states.map(({ state, readers }) => (
        <>
          <dt>{state}</dt>
          <dd>{grouped(readers)}</dd>
        </>
      ))}
      <dt>confirmations owed</dt>
      <dd>{grouped(mails.owed)}</dd>
      <dt>soft bounces of active readers</dt>
      <dd>{grouped(mails.softBounces)}</dd>
    </dl>
    <ReadersChart days={days} today={utcDate(facts.now)} />
  </Section>
)

const Wrong = ({ says, cure }: { says: string; cure: string }) => (
  <>
    <strong>{says}</strong>
    <br />
    <code>{cure}</code>
  </>
)

/** The checks of `npm run doctor` that need nothing from outside. */
const Checks = ({ checks }: ConsoleProps) => (
  <Section title="Checks">
    <Table
      head={['Check', 'Finding']}
      rows={checks.map((line) => [line.check, line.ok ? line.says : <Wrong {...line} />])}
    />
    <p class="fine">
      <code>npm run doctor</code> looks at Cloudflare, the mail provider and your DNS as well.
    </p>
  </Section>
)

const Batches = ({ batches, formToken }: ConsoleProps) => (
  <Section title="Batches to decide about">
    {batches.length === 0 ? (
      <p>None is failed or uncertain.</p>
    ) : (
      <form method="post" action="/operator/batches">
        <input type="hidden" name="form" value={formToken} />
        <Table
          head={['Batch', 'Edition', 'Readers', 'State', 'Reason']}
          rows={batches.map((batch) => [
            <label class="tick">
              <input type="checkbox" name="ids" value={batch.id} />
              {batch.id}
            </label>,
            batch.edition,
            grouped(batch.members),
            batch.state,
            whyUndecided(batch),
          ])}
        />
        {effectsOf(batches).map((effect) => (
          <p class="fine">{effect}</p>
        ))}
        <p class="acts">
          <button type="submit" name="action" value="treat as accepted">
            Treat as accepted
          </button>
          <button class="second" type="submit" name="action" value="send to them anyway">
            Send to them anyway
          </button>
        </p>
      </form>
    )}
  </Section>
)

const Channels = ({ channels, formToken }: ConsoleProps) => (
  <Section title="Channels">
    <Table
      head={['Channel', 'Where', 'Whose', 'State', 'Last digest', 'End']}
      rows={channels.map(({ id, kind, shown, subscriberId, state, reason, last }) => [
        `${id}, ${ADAPTERS[kind].label}`,
        shown,
        subscriberId === 0 ? 'yours' : `reader ${subscriberId}`,
        reason ?? state,
        last === null ? 'none yet' : `${last.localDate}: ${last.state}${last.error ? `, ${last.error}` : ''}`,
        state === 'ended' ? (
          ''
        ) : (
          <form method="post" action="/operator/channels">
            <input type="hidden" name="form" value={formToken} />
            <input type="hidden" name="channel" value={id} />
            <button class="second" type="submit" name="action" value="end">
              End
            </button>
          </form>
        ),
      ])}
    />
    <p class="onward">
      <a href="/operator/channels">Add one of your own</a>
    </p>
  </Section>
)

/** What the decisions do, each once. */
const effectsOf = (batches: readonly Undecided[]): string[] => [
  ...new Set(
    batches.flatMap((batch) =>
      Object.entries(decisionsAbout(batch)).flatMap(([action, effect]) =>
        effect === null ? [] : [`${whyUndecided(batch)}: “${action}” ${effect}.`],
      ),
    ),
  ),
]

const Editions = ({ facts: { runs, now } }: ConsoleProps) => (
  <Section title="Deliveries">
    <Table
      head={[
        'Edition',
        'Planned',
        'Accepted',
        'Refused',
        'Left out',
        'Waiting',
        'Failed',
        'Uncertain',
        'Last error',
      ]}
      rows={runs.map((run) => [
        <a href={`/editions/${run.edition}`}>{run.edition}</a>,
        ...[run.planned, run.accepted, run.refused, run.excluded].map(grouped),
        run.waitingSince === null ? '0' : `${grouped(run.waiting)}, for ${lasting(now - run.waitingSince)}`,
        ...[run.failed, run.uncertain].map(grouped),
        run.error ?? '',
      ])}
    />
  </Section>
)

const Sources = ({ facts: { sources, now } }: ConsoleProps) => (
  <Section title="Sources">
    <Table
      head={['Source', 'Last good answer', 'Error']}
      rows={sources.map(({ name, lastGoodAt, reason }) => [
        name,
        lastGoodAt === null ? 'none in three days' : `${lasting(now - lastGoodAt)} ago`,
        reason ?? 'none',
      ])}
    />
  </Section>
)

const Units = ({ facts: { jobs } }: ConsoleProps) => (
  <Section title="Units of work">
    <Table
      head={['Unit', 'Last run (UTC)', 'Outcome']}
      rows={jobs.map(({ job, at, status, error }) => [job, tableInstant(at), error ?? status])}
    />
  </Section>
)
