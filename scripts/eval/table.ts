import { HOUR, startOf } from '../../src/time/dates.ts'
import type { ArchivePaper } from './archive.ts'
import { amongFresh, decide, FRESH, type Judged } from './decide.ts'
import { measureRanking, measureSending, type Predict, type Ranking, type Sending } from './measure.ts'
import { predict } from './predict.ts'

export type Row = {
  name: string
  sameDay: Ranking
  nextGain: Ranking
  /** The same among the papers whose votes were observed a few hours before. */
  nextGainFresh: Ranking
  weekBest: Ranking
  /** A mail of five papers a day. */
  mail: Sending
}

/** Measures the product's two orders and two simple ones beside them. */
export function evaluate(papers: readonly ArchivePaper[]): Row[] {
  const decisions = decide(papers)
  return Object.entries(ORDERS).map(([name, order]) => measure(name, papers, decisions, order))
}

const ORDERS: Record<string, Predict> = {
  now: (decision) => predict(decision, 'now'),
  mail: (decision) => predict(decision, 'mail'),
  'upvotes alone': byVotes((votes) => votes),
  'upvotes / age^0.5': byVotes((votes, age) => votes / Math.sqrt(age)),
}

/** A rule made of the last votes and the hours since the list's day began. */
function byVotes(rule: (votes: number, age: number) => number): Predict {
  return ({ at, candidates }) =>
    Object.fromEntries(
      candidates.map(({ id, listDate, snapshots }) => {
        const votes = snapshots.findLast(({ upvotes }) => upvotes !== undefined)?.upvotes ?? 0
        return [id, rule(votes, Math.max(1, (Date.parse(at) - startOf(listDate)) / HOUR))]
      }),
    )
}

const measure = (
  name: string,
  papers: readonly ArchivePaper[],
  decisions: readonly Judged[],
  order: Predict,
): Row => ({
  name,
  sameDay: measureRanking(decisions, 'same_day', order),
  nextGain: measureRanking(decisions, 'next_gain', order),
  nextGainFresh: measureRanking(decisions.map(amongFresh), 'next_gain', order),
  weekBest: measureRanking(decisions, 'week_best', order),
  mail: measureSending(papers, decisions, order, 5),
})

/** The rows as a Markdown table. */
export function printTable(rows: readonly Row[]): string {
  const [first] = rows
  if (!first) return ''
  const header = [
    'order',
    `same day (${first.sameDay.n})`,
    `next gain (${first.nextGain.n})`,
    `… observed within ${FRESH} h (${first.nextGainFresh.n})`,
    `week’s best (${first.weekBest.n})`,
    `top 10 mailed (${first.mail.n} weeks)`,
    'top 25 mailed',
    'delay',
  ]
  const lines = rows.map(({ name, sameDay, nextGain, nextGainFresh, weekBest, mail }) => [
    name,
    ...[sameDay, nextGain, nextGainFresh, weekBest].map(({ ndcg10 }) => ndcg10.toFixed(3)),
    ...[mail.recall10, mail.recall25].map((share) => share.toFixed(3)),
    `${mail.delay.toFixed(2)} d`,
  ])
  return [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
