import type { Edition } from '../../ranking/edition.ts'
import { clockTime, isoInstant, lasting, longDay, shortDay } from '../../wording/days.ts'
import { counted } from '../../wording/words.ts'
import { Layout } from '../components/layout.tsx'
import { NextEdition } from '../components/next-edition.tsx'

/** The state of the delivery of an edition, without any number of mails. */
export type Delivery = {
  edition: string
  /** When it was first planned, and since when its oldest mail waits (ms); null: none waits. */
  plannedAt: number
  waitingSince: number | null
  state: 'complete' | 'under way' | 'to be decided'
}

export type StatusPageProps = {
  publicUrl: string
  /** True when there are no problems. */
  ok: boolean
  sources: readonly {
    name: string
    /** Instant (ms, UTC) of the last good answer; null when there was none. */
    lastGoodAt: number | null
    /** Plain words; null when all is well. */
    error: string | null
  }[]
  edition: Pick<Edition, 'date' | 'state'> | null
  /** When the next edition is expected (ms, UTC). */
  next: number
  /** Sentences about what is wrong; empty when all is well. */
  problems: readonly string[]
  /** The last tick (ms); null before the first. */
  tick: number | null
  /** Of the last editions, newest first. */
  deliveries: readonly Delivery[]
  /** Instant (ms, UTC). */
  now: number
}

const STATES = {
  complete: 'complete: every source answered',
  partial: 'partial: a source did not answer',
  quiet: 'quiet: no list that day, no mail',
}

/** What works and what does not, in plain words. */
export const StatusPage = (props: StatusPageProps) => (
  <Layout title="Status" description="Whether everything works." url={`${props.publicUrl}/status`}>
    <h1 class="title">Status</h1>
    <p class="lede">
      {props.ok
        ? 'Everything works.'
        : `${counted(props.problems.length, 'thing needs', 'things need')} attention.`}
    </p>
    {props.problems.map((error) => (
      <p class="notice" role="alert">
        {error}
      </p>
    ))}
    <Sources {...props} />
    <Editions {...props} />
    <section class="section">
      <h2>Mail</h2>
      {props.deliveries.length === 0 && <p>No mail was planned yet.</p>}
      {props.deliveries.length > 0 && (
        <dl class="facts">
          {props.deliveries.map((delivery) => (
            <>
              <dt>{longDay(delivery.edition)}</dt>
              <dd>{course(delivery, props.now)}</dd>
            </>
          ))}
        </dl>
      )}
    </section>
    <p class="section fine">
      As of <Instant at={props.now} />.
    </p>
  </Layout>
)

const Sources = ({ sources, now }: StatusPageProps) => (
  <section class="section">
    <h2>Sources</h2>
    <section class="scroll" tabindex={0} aria-label="Sources">
      <table>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">Last good answer</th>
            <th scope="col">Error</th>
          </tr>
        </thead>
        <tbody>
          {sources.map(({ name, lastGoodAt, error }) => (
            <tr>
              <td>{name}</td>
              <td>
                {lastGoodAt === null ? (
                  'none in three days'
                ) : (
                  <time datetime={isoInstant(lastGoodAt)}>{ago(now - lastGoodAt)}</time>
                )}
              </td>
              <td>{error ?? (lastGoodAt === null ? 'not asked yet' : 'none')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </section>
)

const Editions = ({ edition, next, tick, now }: StatusPageProps) => (
  <section class="section">
    <h2>Editions</h2>
    <dl class="facts">
      <dt>Last tick</dt>
      <dd>{tick === null ? 'none yet' : <time datetime={isoInstant(tick)}>{ago(now - tick)}</time>}</dd>
      <dt>Last edition</dt>
      <dd>
        {edition ? (
          <>
            <a href={`/editions/${edition.date}`}>
              <time datetime={edition.date}>{longDay(edition.date)}</time>
            </a>
            , {STATES[edition.state]}
          </>
        ) : (
          'none yet'
        )}
      </dd>
      <dt>Next edition</dt>
      <dd>
        <NextEdition at={next} />
      </dd>
    </dl>
  </section>
)

const Instant = ({ at }: { at: number }) => (
  <time datetime={isoInstant(at)}>{`${shortDay(at)}, ${clockTime(at)}`}</time>
)

/** The state of a delivery in a sentence or two. */
function course({ plannedAt, waitingSince, state }: Delivery, now: number): string {
  const began = `began ${ago(now - plannedAt)}`
  if (state === 'complete') return `complete; ${began}`
  if (state === 'to be decided') return `${began}; a person has to decide about a part`
  return `${began}; mails planned ${ago(now - (waitingSince ?? now))} still wait`
}

/** How long ago something was (duration in ms), in words. */
const ago = (duration: number): string => (duration < 60_000 ? 'just now' : `${lasting(duration)} ago`)
