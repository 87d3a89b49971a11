import { describeSignal } from '../../feeds/paper-facts.ts'
import type { PaperReport } from '../../ranking/report.ts'
import { isoInstant, tableInstant } from '../../wording/days.ts'
import { counted, grouped } from '../../wording/words.ts'
import { VotesChart } from './votes-chart.tsx'

type Props = { report: Pick<PaperReport, 'paper' | 'signals' | 'history' | 'observations'> }

/**
 * The attention for a paper: the curve of its upvotes, every count with its change, and a table of
 * all observations.
 */
export const Attention = ({ report: { paper, signals, history, observations } }: Props) => (
  <>
    <VotesChart observations={observations} />
    {signals.length > 0 && (
      <section class="scroll" tabindex={0} aria-label="Counts">
        <table class="signals">
          <caption>At our last check (UTC), with the change of about a day</caption>
          <tbody>
            {signals
              .map((signal) => describeSignal(signal, paper))
              .map(({ name, href, count, change, rises, at }) => (
                <tr>
                  <th scope="row">
                    {href === null ? name : <a href={href}>{name}</a>}
                    <time datetime={isoInstant(at)}>{tableInstant(at)}</time>
                  </th>
                  <td class={count === '0' ? 'count none' : 'count'}>
                    {count} <span>{rises ? <b>{change}</b> : change}</span>
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </section>
    )}
    {history.length > 0 && (
      <History history={history} observed={new Set(observations.map(({ at }) => at)).size} />
    )}
  </>
)

const COLUMNS = [
  ['Upvotes', 'upvotes'],
  ['Stars', 'stars'],
  ['Points', 'points'],
] as const

/**
 * The curve as numbers, with the score at each observation. `observed`: how many there were
 * (count).
 */
const History = ({ history, observed }: Pick<PaperReport, 'history'> & { observed: number }) => {
  const columns = COLUMNS.filter(([, name]) => history.some(({ [name]: count }) => count !== null))
  return (
    <details class="more">
      <summary>
        {observed > history.length && `${grouped(history.length)} of `}
        {counted(observed, 'check')}, and the score at each
      </summary>
      <section class="scroll" tabindex={0} aria-label="Checks">
        <table class="checks">
          <thead>
            <tr>
              <th scope="col">Check (UTC)</th>
              {columns.map(([title]) => (
                <th scope="col" class="count">
                  {title}
                </th>
              ))}
              <th scope="col" class="count">
                Trending
              </th>
              <th scope="col" class="count">
                Mail
              </th>
            </tr>
          </thead>
          <tbody>
            {history.toReversed().map((one) => (
              <tr>
                <th scope="row">{tableInstant(one.at)}</th>
                {columns.map(([, name]) => (
                  <td class={one[name] === 0 ? 'count none' : 'count'}>
                    {one[name] === null ? '' : grouped(one[name])}
                  </td>
                ))}
                <td class="count">{one.now.toFixed(1)}</td>
                <td class="count">{one.mail.toFixed(1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
