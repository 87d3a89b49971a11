// A one-off: cuts early.jsonl.gz out of larger collections of the same records (docs/early.md).
//   node scripts/eval/make-early-archive.ts <hf-daily.jsonl.gz> <arxiv-extra.jsonl.gz>
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { addDays } from '../../src/time/dates.ts'
import type { EarlyPaper } from './early-days.ts'
import { readLines } from './read-lines.ts'

/** Lists from the first day tell what authors did; from the second on the weeks are measured. */
const FIRST_DAY = '2025-06-02'
const MEASURED_FROM = '2025-12-08'
/** One unlisted paper of so many is kept. */
const ONE_OF = 3

const [lists, extra] = process.argv.slice(2)
if (!lists || !extra) throw new Error('usage: node scripts/eval/make-early-archive.ts <lists> <unlisted>')
const unlisted = readLines<EarlyPaper>(extra)
  .filter(({ publishedAt }) => (publishedAt ?? '') >= MEASURED_FROM)
  .filter((_, n) => n % ONE_OF === 0)
  .map(({ id, publishedAt, authors }) => ({ id, publishedAt, authors }))
const listed = readLines<EarlyPaper>(lists).filter(({ listDate }) => (listDate ?? '') >= FIRST_DAY)
const isMeasured = ({ listDate }: EarlyPaper) => (listDate ?? '') >= addDays(MEASURED_FROM, -1)
// Other names tell nothing about the papers that are measured.
const names = new Set([...unlisted, ...listed.filter(isMeasured)].flatMap(({ authors }) => authors ?? []))
const kept = listed.map(({ id, listDate = '', publishedAt, authors, snapshots = [] }) => {
  const looks = snapshots.filter(({ upvotes }) => upvotes !== undefined)
  const before = (day: string) => looks.findLast(({ at }) => at <= `${day}T02:30:00Z`)
  // What a list had when it closed, and what its papers had in the end.
  const told = new Set([before(addDays(listDate, 1)) ?? looks[0], before(addDays(listDate, 8))])
  return {
    id,
    listDate,
    publishedAt: publishedAt?.slice(0, 10),
    authors: isMeasured({ id, listDate }) ? authors : authors?.filter((name) => names.has(name)),
    snapshots: [...told].flatMap((look) =>
      look ? [{ at: look.at, src: look.src, upvotes: look.upvotes }] : [],
    ),
  }
})
const packed = gzipSync([...kept, ...unlisted].map((paper) => `${JSON.stringify(paper)}\n`).join(''), {
  level: 9,
})
writeFileSync(join(import.meta.dirname, 'early.jsonl.gz'), packed)
console.log(`${kept.length} listed and ${unlisted.length} unlisted papers, ${packed.length} bytes`)
