import { DAY, HOUR, startOf } from '../../src/time/dates.ts'
import type { ArchivePaper, Decision } from './archive.ts'
import { type Judged, looksOf, mondayOf, type Task, TRUTH_AFTER, votesAt } from './decide.ts'

export type Predict = (decision: Decision) => Record<string, number>

/**
 * NDCG@10 with linear gain and the share of the true top 10 among the predicted, means over `n`
 * decisions.
 */
export type Ranking = { n: number; ndcg10: number; p10: number }
/**
 * Shares of each week's true top 10 and 25 that were sent, mean delay from list to mail (days),
 * over `n` weeks.
 */
export type Sending = { n: number; recall10: number; recall25: number; delay: number }

const TOP = 10

export function measureRanking(decisions: readonly Judged[], task: Task, predict: Predict): Ranking {
  const rows = decisions.flatMap((decision) => {
    const truth = decision.truth[task]
    if (!truth) return []
    const order = rank(predict(decision))
    return [{ ndcg: ndcg(order, truth), p10: overlap(order, truth) }]
  })
  return {
    n: rows.length,
    ndcg10: mean(rows.flatMap(({ ndcg }) => (ndcg === null ? [] : [ndcg]))),
    p10: mean(rows.map(({ p10 }) => p10)),
  }
}

/**
 * Sends the `k` best papers of every weekday that were not sent before, and compares with the
 * weeks' best.
 */
export function measureSending(
  papers: readonly ArchivePaper[],
  decisions: readonly Judged[],
  predict: Predict,
  k: number,
): Sending {
  const feeds = decisions.filter(({ kind }) => kind === 'feed')
  const sent = new Map<string, string>()
  for (const feed of feeds)
    for (const id of rank(predict(feed))
      .filter((id) => !sent.has(id))
      .slice(0, k))
      sent.set(id, feed.day)
  const days = Map.groupBy(feeds, ({ day }) => mondayOf(day))
  const listed = papers.filter(
    ({ listDate }) => listDate >= (feeds[0]?.day ?? '') && listDate <= (feeds.at(-1)?.day ?? ''),
  )
  const final = (paper: ArchivePaper) => votesAt(paper, startOf(paper.listDate) + TRUTH_AFTER * HOUR) ?? 0
  const weeks = [...Map.groupBy(listed, ({ listDate }) => mondayOf(listDate))].flatMap(([monday, week]) => {
    const later = week.filter((paper) => looksOf(paper).some(({ src }) => src !== 'hf-api'))
    // Without later looks there is no truth.
    if ((days.get(monday)?.length ?? 0) < 4 || week.length < 25 || later.length < 0.6 * week.length) return []
    const best = [...week].sort((a, b) => final(b) - final(a) || (a.id < b.id ? -1 : 1))
    const share = (n: number) => best.slice(0, n).filter(({ id }) => sent.has(id)).length / n
    return [{ recall10: share(10), recall25: share(25), top: best.slice(0, TOP) }]
  })
  const delays = weeks.flatMap(({ top }) =>
    top.flatMap(({ id, listDate }) => {
      const day = sent.get(id)
      return day ? [(startOf(day) - startOf(listDate)) / DAY] : []
    }),
  )
  return {
    n: weeks.length,
    recall10: mean(weeks.map(({ recall10 }) => recall10)),
    recall25: mean(weeks.map(({ recall25 }) => recall25)),
    delay: mean(delays),
  }
}

const rank = (scores: Record<string, number>): string[] =>
  Object.keys(scores).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || (a < b ? -1 : 1))

function ndcg(order: readonly string[], gain: Record<string, number>): number | null {
  const sum = (gains: number[]) => gains.slice(0, TOP).reduce((all, g, n) => all + g / Math.log2(n + 2), 0)
  const ideal = sum(Object.values(gain).sort((a, b) => b - a))
  return ideal > 0 ? sum(order.map((id) => gain[id] ?? 0)) / ideal : null
}

function overlap(order: readonly string[], gain: Record<string, number>): number {
  const best = rank(gain).slice(0, TOP)
  return order.slice(0, TOP).filter((id) => best.includes(id)).length / best.length
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
