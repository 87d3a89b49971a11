// Measures what a reader's marks do to the order of their digest.
//   npm run eval:marks -- ARCHIVE.jsonl.gz QUESTIONS.jsonl
// ARCHIVE: papers as in scripts/eval/README.md, with title, abstract and, where known, categories.
// QUESTIONS: {"query", "relevant": [ids]} a line.
import { editionsOf, type Gain, type Reader, read, type ToldPaper } from './eval/marks.ts'
import { readLines } from './eval/read-lines.ts'

const MARKS = 10
/** A category or question of fewer papers leaves nothing to measure after the marks (count). */
const LEAST = 10

const [archive, questions] = process.argv.slice(2)
if (!archive || !questions) {
  console.error('usage: npm run eval:marks -- ARCHIVE.jsonl.gz QUESTIONS.jsonl')
  process.exit(1)
}
const papers = readLines<ToldPaper>(archive)
const filed = papers.filter(({ categories }) => categories?.length)
const categories = [...new Set(filed.flatMap(({ categories }) => categories ?? []))].sort()
const isIn = (name: string) =>
  filed.filter(({ categories }) => categories?.includes(name)).map(({ id }) => id)
const byCategory = categories.map((name) => ({ name, wants: new Set(isIn(name)) }))
const known = new Set(papers.map(({ id }) => id))
const byQuestion = readLines<{ query: string; relevant: string[] }>(questions).map(({ query, relevant }) => ({
  name: query,
  wants: new Set(relevant.filter((id) => known.has(id))),
}))

console.log(
  '| reader | half | readers | editions | edition’s order | own order | gain | with "because", an edition | of them wanted |',
)
console.log('|---|---|---:|---:|---:|---:|---:|---:|---:|')
report('one category', byCategory, editionsOf(filed))
report('one question', byQuestion, editionsOf(papers))

/** The constants were chosen on every second reader; the others are those that count. */
function report(kind: string, readers: readonly Reader[], editions: ReturnType<typeof editionsOf>) {
  const gains = readers
    .filter(({ wants }) => wants.size >= LEAST)
    .flatMap((reader) => read(reader, editions, MARKS) ?? [])
  const halves = { tuned: gains.filter((_, n) => n % 2 === 0), unseen: gains.filter((_, n) => n % 2 === 1) }
  for (const [half, rows] of Object.entries({ ...halves, all: gains })) console.log(line(kind, half, rows))
}

function line(kind: string, half: string, gains: readonly Gain[]): string {
  const mean = (of: (gain: Gain) => number) => gains.reduce((sum, gain) => sum + of(gain), 0) / gains.length
  const sum = (of: 'editions' | 'told' | 'right') => gains.reduce((all, gain) => all + gain[of], 0)
  const [shared, own] = [mean(({ shared }) => shared), mean(({ own }) => own)]
  const numbers = [shared, own, own - shared].map((number) => number.toFixed(3))
  const told = [sum('told') / sum('editions'), sum('right') / sum('told')].map((number) => number.toFixed(2))
  return `| ${[kind, half, gains.length, sum('editions'), ...numbers, ...told].join(' | ')} |`
}
