// A one-off: cuts the replay's archive out of two larger collections. Their records are described
// in README.md. node scripts/replay/make-archive.ts <hf-daily.jsonl.gz> <arxiv.jsonl.gz>
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { ExtraPaper, ListedPaper } from './archive.ts'

const FIRST_DAY = '2026-01-12'
const LAST_DAY = '2026-01-27'
/** The replay ends with the day after the last list. */
const END = '2026-01-29T00:00:00Z'
const CATEGORIES = ['cs.AI', 'cs.CL', 'cs.CV', 'cs.LG', 'cs.RO', 'stat.ML']
const EXTRA_PER_DAY = 25

const [listsPath, extraPath] = process.argv.slice(2)
if (!listsPath || !extraPath) {
  console.error('usage: node scripts/replay/make-archive.ts <hf-daily.jsonl.gz> <arxiv.jsonl.gz>')
  process.exit(1)
}

const inWindow = (date: string) => date >= FIRST_DAY && date <= LAST_DAY

const listed = readLines<ListedPaper>(listsPath)
  .filter((paper) => inWindow(paper.listDate))
  .map((paper) => ({
    id: paper.id,
    title: paper.title,
    abstract: paper.abstract,
    authors: paper.authors,
    publishedAt: paper.publishedAt,
    submittedOnDailyAt: paper.submittedOnDailyAt ?? null,
    submittedBy: paper.submittedBy ?? null,
    submitterFollowers: paper.submitterFollowers ?? null,
    organization: paper.organization ?? null,
    githubRepo: paper.githubRepo ?? null,
    projectPage: paper.projectPage ?? null,
    categories: paper.categories ?? null,
    listDate: paper.listDate,
    fullMetadata: paper.fullMetadata,
    snapshots: [
      ...paper.snapshots.filter(({ at }) => at < END),
      // What the votes of the last days are on their way to (votes.ts).
      ...paper.snapshots.filter(({ at, upvotes }) => at >= END && upvotes !== undefined).slice(0, 1),
    ],
  }))

const listedIds = new Set(listed.map((paper) => paper.id))
const byDay = Map.groupBy(
  readLines<ExtraPaper>(extraPath).filter(
    (paper) =>
      inWindow(paper.publishedAt) &&
      !listedIds.has(paper.id) &&
      paper.categories.some((category) => CATEGORIES.includes(category)),
  ),
  (paper) => paper.publishedAt,
)
const extra = [...byDay.values()].flatMap((papers) => {
  const sorted = papers.sort((a, b) => a.id.localeCompare(b.id))
  const step = Math.max(1, sorted.length / EXTRA_PER_DAY)
  return sorted.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step))
})

write('hf-days.jsonl.gz', listed)
write('arxiv-extra.jsonl.gz', extra)

function readLines<Row>(path: string): Row[] {
  const text = gunzipSync(readFileSync(path)).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
}

function write(name: string, rows: unknown[]) {
  const packed = gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''), { level: 9 })
  writeFileSync(join(import.meta.dirname, name), packed)
  console.log(`${name}: ${rows.length} papers, ${packed.length} bytes`)
}
