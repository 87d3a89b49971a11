// What it costs a mail of five to hold no two papers of one topic.
//   node scripts/eval/measure-diverse.ts ARCHIVE.jsonl.gz
import { diversify, ONE_TOPIC } from '../../src/ranking/diverse.ts'
import { likenessAmong } from '../../src/search/one-topic.ts'
import type { ArchivePaper } from './archive.ts'
import { decide } from './decide.ts'
import { measureSending, type Predict } from './measure.ts'
import { predict } from './predict.ts'
import { readLines } from './read-lines.ts'

const K = 5
const EDITION = 15
type Told = ArchivePaper & { title?: string | null; abstract?: string | null }

const [path] = process.argv.slice(2)
if (!path) throw new Error('usage: node scripts/eval/measure-diverse.ts ARCHIVE.jsonl.gz')
const papers = readLines<Told>(path)
const texts = new Map(
  papers.map(({ id, title, abstract }) => [id, { title: title ?? '', abstract: abstract ?? '' }]),
)
const textOf = (id: string) => texts.get(id) ?? { title: '', abstract: '' }
const decisions = decide(papers)
const rows = [Number.POSITIVE_INFINITY, 0.3, 0.25, ONE_TOPIC, 0.15, 0.1].map((oneTopic) => {
  let [mails, alikeMails, changed] = [0, 0, 0]
  const sent = new Set<string>()
  // measureSending sends the five with the greatest scores that were not sent before.
  const choose: Predict = (decision) => {
    const scores = predict(decision, 'mail')
    const order = Object.keys(scores)
      .filter((id) => !sent.has(id))
      .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || (a < b ? -1 : 1))
    // As the product does: among the papers of the edition.
    const edition = order.slice(0, EDITION)
    const places = [...edition.keys()]
    const alike = likenessAmong(edition.map(textOf))
    const chosen = diversify(places, K, alike, oneTopic)
    const mail = chosen.flatMap((place) => edition[place] ?? [])
    mails++
    if (chosen.some((a, n) => chosen.slice(n + 1).some((b) => alike(a, b) > ONE_TOPIC))) alikeMails++
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
    'with a pair of one topic': alikeMails,
    changed,
  }
})
console.table(rows)
