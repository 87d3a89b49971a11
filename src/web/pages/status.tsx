import type { Run } from '../../db/delivery-sums.ts'
import type { Edition } from '../../ranking/edition.ts'
import { clockTime, isoInstant, longDay, shortDay } from '../../wording/days.ts'
import { counted, grouped } from '../../wording/words.ts'
import { Layout } from '../components/layout.tsx'

export type StatusPageProps = {
  publicUrl: string
  sources: readonly {
    name: string
    /** Instant (ms, UTC) of the last good answer; null when there was none. */
    lastGoodAt: number | null
    /** Plain words; null when all is well. */
    error: string | null
  }[]
  edition: Pick<Edition, 'date' | 'state'> | null
  /** Sentences about what is wrong with ticks and delivery; empty when all is well. */
  problems: readonly string[]
  /** Deliveries of the last editions, newest first. */
  runs: readonly Run[]
  /** Instant (ms, UTC). */
  now: number
}

const STATES = {
  complete: 'complete: every source answered',
  partial: 'partial: a source did not answer',
  quiet: 'quiet: no list that day, no mail',
}

/** What works and what does not, in plain words. */
export const StatusPage = ({ publicUrl, sources, edition, problems, runs, now }: StatusPageProps) => (
  <Layout title="Status" description="Whether everything works." url={`${publicUrl}/status`}>
    <h1 class="title">Status</h1>
    <p class="lede">{verdict(sources)}</p>
    {problems.map((error) => (
      <p class="notice" role="alert">
        {error}
      </p>
    ))}
    <section class="section">
      <h2>Sources</h2>
      <section class="scroll" tabindex={0} aria-label="Sources">
        <table>
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">Last good answer</th>
              <th scope="col">Trouble</th>
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
                <td>{error ?? (lastGoodAt === null ? 'silent' : 'none')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
    <section class="section">
      <h2>Last edition</h2>
      {edition ? (
        <p>
          <a href={`/editions/${edition.date}`}>
            <time datetime={edition.date}>{longDay(edition.date)}</time>
          </a>
          , {STATES[edition.state]}.
        </p>
      ) : (
        <p>None yet.</p>
      )}
    </section>
    {runs.length === 0 && (
      <section class="section">
        <h2>Mail</h2>
        <p>None was planned yet.</p>
      </section>
    )}
    {runs.map((run) => (
      <section class="section">
        <h2>Mail of {longDay(run.edition)}</h2>
        <p>{course(run, now)}</p>
        <dl class="sums">
          {deliveryFacts(run)
            .filter(([count], index) => count > 0 || index < 2)
            .map(([count, meaning]) => (
              <>
                <dt class="count">{grouped(count)}</dt>
                <dd>{meaning}</dd>
              </>
            ))}
        </dl>
        {nothingOf(run) !== '' && <p class="fine">None {nothingOf(run)}.</p>}
      </section>
    ))}
    <p class="section fine">
      As of <time datetime={isoInstant(now)}>{`${shortDay(now)}, ${clockTime(now)}`}</time>.
    </p>
  </Layout>
)

function verdict(sources: StatusPageProps['sources']): string {
  const bad = sources.filter(({ error, lastGoodAt }) => error !== null || lastGoodAt === null)
  if (sources.length === 0) return 'No source has been asked yet.'
  if (bad.length === 0) return 'All sources answer.'
  return `${counted(bad.length, 'source')} of ${grouped(sources.length)} in trouble: ${bad.map(({ name }) => name).join(', ')}.`
}

/** How a delivery goes, in a sentence or two. */
function course(run: Run, now: number): string {
  const began = `Began ${ago(now - run.plannedAt)}.`
  if (run.waitingSince === null)
    return run.uncertain + run.failed === 0
      ? `${began} Complete: the sums close.`
      : `${began} A person has to decide about the rest.`
  const said = run.error === null ? '' : ` Last said: ${run.error}.`
  return `${began} ${counted(run.waiting, 'mail')} planned ${ago(now - run.waitingSince)} still waiting.${said}`
}

const deliveryFacts = (run: Run): [number, string][] => [
  [run.planned, 'planned'],
  [run.accepted, 'accepted by the mail provider'],
  [run.refused, 'refused by the provider'],
  [run.excluded, 'left out, because the reader had left before the mail went'],
  [run.waiting, 'parked: waiting for their turn, an answer or the provider’s quota'],
  [run.failed, 'failed: never taken'],
  [run.uncertain, 'uncertain: the provider gave no answer; not mailed again'],
]

/** What a delivery has none of: `refused, parked or uncertain`. */
function nothingOf(run: Run): string {
  const names = deliveryFacts(run)
    .slice(2)
    .flatMap(([count, meaning]) => (count === 0 ? [/^\w+(?: out)?/.exec(meaning)?.[0] ?? ''] : []))
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' or ')
}

/** A length of time (ms) as a reader says it. */
function ago(duration: number): string {
  const minutes = Math.max(0, Math.round(duration / 60_000))
  if (minutes < 1) return 'just now'
  if (minutes < 120) return `${counted(minutes, 'minute')} ago`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${counted(hours, 'hour')} ago` : `${counted(Math.round(hours / 24), 'day')} ago`
}
