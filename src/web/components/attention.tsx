import { describeSignal } from '../../feeds/paper-facts.ts'
import type { PaperReport } from '../../ranking/report.ts'
import { isoInstant, tableInstant } from '../../wording/days.ts'
import { counted, grouped } from '../../wording/words.ts'
import { VotesChart } from './votes-chart.tsx'

type Props = { report: Pick<PaperReport, 'paper' | 'signals' | 'history' | 'observations'> }

/**
 * Who talks about a paper and how much: the curve of its upvotes, every count with its change, and
 * all looks in a table.
 */
export const Attention = ({ report: { paper, signals, history, observations } }: Props) => (
  <>
    <VotesChart observations={observations} />
    {signals.length > 0 && (
      <section class="scroll" tabindex={0} aria-label="Counts">
        <table class="signals">
          <caption>At our last look (UTC), with the change of about a day</caption>
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
      <History history={history} looks={new Set(observations.map(({ at }) => at)).size} />
    )}
  </>
)

const COLUMNS = [
  ['Upvotes', 'upvotes'],
  ['Stars', 'stars'],
  ['Points', 'points'],
] as const

/**
 * The curve in words and numbers, with what each look made the paper score. `looks`: how many there
 * were (count).
 */
const History = ({ history, looks }: Pick<PaperReport, 'history'> & { looks: number }) => {
  const columns = COLUMNS.filter(([, name]) => history.some(({ [name]: count }) => count !== null))
  return (
    <details class="more">
      <summary>
        {looks > history.length && `${grouped(history.length)} of `}
        {counted(looks, 'look')}, and the score at each
      </summary>
      <section class="scroll" tabindex={0} aria-label="Looks">
        <table class="looks">
          <thead>
            <tr>
              <th scope="col">Look (UTC)</th>
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
            {history.toReversed().map((look) => (
              <tr>
                <th scope="row">{tableInstant(look.at)}</th>
                {columns.map(([, name]) => (
                  <td class={look[name] === 0 ? 'count none' : 'count'}>
                    {look[name] === null ? '' : grouped(look[name])}
                  </td>
                ))}
                <td class="count">{look.now.toFixed(1)}</td>
                <td class="count">{look.mail.toFixed(1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
