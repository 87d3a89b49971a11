import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Archive } from './archive.ts'

export function loadArchive(): Archive {
  return {
    listed: readRows('hf-days.jsonl.gz'),
    extra: readRows('arxiv-extra.jsonl.gz'),
    stories: readRows('hn-stories.jsonl.gz'),
  }
}

function readRows<Row>(name: string): Row[] {
  const text = gunzipSync(readFileSync(join(import.meta.dirname, name))).toString('utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}
