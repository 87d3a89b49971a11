// A one-off: cuts lists.jsonl.gz out of a larger collection of the same records (README.md).
//   node scripts/eval/make-archive.ts <hf-daily.jsonl.gz>
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { ArchivePaper } from './archive.ts'
import { readLines } from './read-lines.ts'

const FIRST_DAY = '2025-09-01'
const LAST_DAY = '2026-01-16'

const [path] = process.argv.slice(2)
if (!path) throw new Error('usage: node scripts/eval/make-archive.ts <hf-daily.jsonl.gz>')
const papers = readLines<ArchivePaper>(path)
  .filter(({ listDate }) => listDate >= FIRST_DAY && listDate <= LAST_DAY)
  .map(({ id, listDate, submitterFollowers = null, fullMetadata = false, snapshots }) => ({
    id,
    listDate,
    submitterFollowers,
    fullMetadata,
    snapshots,
  }))
const packed = gzipSync(papers.map((paper) => `${JSON.stringify(paper)}\n`).join(''), { level: 9 })
writeFileSync(join(import.meta.dirname, 'lists.jsonl.gz'), packed)
console.log(`${papers.length} papers, ${packed.length} bytes`)
