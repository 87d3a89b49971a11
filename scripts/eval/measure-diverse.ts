// What it costs a mail of five to hold no two papers of one topic.
//   node scripts/eval/measure-diverse.ts ARCHIVE.jsonl.gz
import { compareWith, gistOf } from '../../src/ranking/alike.ts'
import { diversify } from '../../src/ranking/diverse.ts'
import { wordsToWeigh } from '../../src/search/similar.ts'
import type { ArchivePaper } from './archive.ts'
import { decide } from './decide.ts'
import { measureSending, type Predict } from './measure.ts'
import { predict } from './predict.ts'
import { readLines } from './read-lines.ts'

const K = 5
type Told = ArchivePaper & { title?: string | null; abstract?: string | null }

const [path] = process.argv.slice(2)
if (!path) throw new Error('usage: node scripts/eval/measure-diverse.ts ARCHIVE.jsonl.gz')
const papers = readLines<Told>(path)
const words = new Map(
  papers.map(({ id, title, abstract }) => [
    id,
    wordsToWeigh({ title: title ?? '', abstract: abstract ?? '' }),
  ]),
)
const decisions = decide(papers)

/** How alike two of some papers (ids) are, their words weighed among them. */
function alikeAmong(ids: readonly string[]): (a: string, b: string) => number {
  const having = new Map<string, number>()
  for (const id of ids)
    for (const word of new Set(words.get(id))) having.set(word, (having.get(word) ?? 0) + 1)
  const gists = new Map(ids.map((id) => [id, gistOf(words.get(id) ?? [], having, ids.length)]))
  const compare = compareWith(gists)
  const known = new Map([...gists].map(([id, gist]) => [id, compare(gist)]))
  return (a, b) => known.get(b)?.get(a) ?? 0
}

const rows = [Number.POSITIVE_INFINITY, 0.3, 0.25, 0.2, 0.15, 0.1].map((oneTopic) => {
  let [mails, alikeMails, changed] = [0, 0, 0]
  const sent = new Set<string>()
  // measureSending sends the five with the greatest scores that were not sent before.
  const choose: Predict = (decision) => {
    const scores = predict(decision, 'mail')
    const order = Object.keys(scores)
      .filter((id) => !sent.has(id))
      .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || (a < b ? -1 : 1))
    const alike = alikeAmong(decision.candidates.map(({ id }) => id))
    const mail = diversify(order, K, alike, oneTopic)
    mails++
    if (mail.some((a, n) => mail.slice(n + 1).some((b) => alike(a, b) > 0.2))) alikeMails++
    if (mail.some((id, n) => id !== order[n])) changed++
    for (const id of mail) sent.add(id)
    return { ...scores, ...Object.fromEntries(mail.map((id, n) => [id, 1e9 - n])) }
  }
  const { recall10, recall25, delay } = measureSending(papers, decisions, choose, K)
  return {
    oneTopic,
    top10: recall10.toFixed(4),
    top25: recall25.toFixed(4),
    delay: delay.toFixed(3),
    mails,
    'with a pair > .2': alikeMails,
    changed,
  }
})
console.table(rows)
