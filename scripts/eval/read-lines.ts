import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** Reads one JSON value a line, gzipped or not. @throws Error when the file is not that */
export function readLines<Row>(path: string): Row[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row)
}
