import type { Outcome, RecordWeek } from '../../db/early-record.ts'
import { shortDay } from '../../wording/days.ts'
import { counted, grouped } from '../../wording/words.ts'
import { Layout } from '../components/layout.tsx'

export type EarlyRecordPageProps = {
  publicUrl: string
  /** The Monday of the newest week shown; null: the present week. */
  until: string | null
  /** The Monday of the present week. */
  present: string
  /** Newest first. */
  weeks: readonly RecordWeek[]
  /** The Monday of the next older page; null when there is none. */
  earlier: string | null
}

/** The results of early picks: every week, every pick. */
export const EarlyRecordPage = ({ publicUrl, until, present, weeks, earlier }: EarlyRecordPageProps) => {
  const [known, newcomers] = [sum(weeks.map((week) => week.known)), sum(weeks.map((week) => week.newcomers))]
  const all = sum([known, newcomers])
  return (
    <Layout
      title="What became of early picks"
      description="Papers picked before any daily list had them, week by week: how many were listed, and how many came into the top 10."
      url={`${publicUrl}/early/record${until === null ? '' : `/${until}`}`}
    >
      <h1 class="title">What became of early picks</h1>
      <p class="lede">
        {all.picks === 0
          ? 'No paper was picked yet.'
          : `${counted(all.picks, 'paper')} picked in ${counted(weeks.length, 'week')}: ${grouped(all.listed)} listed later, ${grouped(all.top)} in the top 10 of their week.`}
      </p>
      <section class="section">
        <p>
          After each announcement of arXiv we pick up to twenty papers that are{' '}
          <a href="/early">on no daily list yet</a>, by who wrote them and how their earlier papers were
          received. Four places of twenty are for newcomers, whose authors were on no list that we know; more
          when too few others were announced. A pick is written once, and never changed or removed.
        </p>
        {weeks.length > 0 && (
          <div class="scroll">
            <table>
              <caption>
                The top 10 of a week are the papers of its lists with the most upvotes at our last check.
              </caption>
              <thead>
                <tr>
                  <th scope="col">Authors</th>
                  <th scope="col" class="count">
                    Picked
                  </th>
                  <th scope="col" class="count">
                    Listed
                  </th>
                  <th scope="col" class="count">
                    Top 10
                  </th>
                </tr>
              </thead>
              <Rows title={counted(weeks.length, 'week')} known={known} newcomers={newcomers} />
              {weeks.map(({ week, ...outcomes }) => (
                <Rows
                  title={`Week from ${shortDay(week)}${week === present ? ', so far' : ''}`}
                  {...outcomes}
                />
              ))}
            </table>
          </div>
        )}
      </section>
      {(until !== null || earlier !== null) && (
        <nav class="turn" aria-label="Pages">
          {until !== null && <a href="/early/record">← Newest weeks</a>}
          {earlier !== null && <a href={`/early/record/${earlier}`}>Earlier weeks →</a>}
        </nav>
      )}
    </Layout>
  )
}

/** Some weeks: one row for authors who were on a list before, one for newcomers. */
const Rows = ({ title, known, newcomers }: { title: string } & Pick<RecordWeek, 'known' | 'newcomers'>) => (
  <tbody>
    <tr>
      <th scope="rowgroup" colspan={4}>
        {title}
      </th>
    </tr>
    {[
      { kind: 'Known', ...known },
      { kind: 'Newcomers', ...newcomers },
    ].map(({ kind, picks, listed, top }) => (
      <tr>
        <td>{kind}</td>
        <td class="count">{grouped(picks)}</td>
        <td class="count">{grouped(listed)}</td>
        <td class="count">{grouped(top)}</td>
      </tr>
    ))}
  </tbody>
)

const sum = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.reduce(
    (all, { picks, listed, top }) => ({
      picks: all.picks + picks,
      listed: all.listed + listed,
      top: all.top + top,
    }),
    { picks: 0, listed: 0, top: 0 },
  )
