// Writes the lead of each paper of a file through the product's own code, for a judge.
//   npm run eval:lead -- INPUTS.jsonl -o LEADS.json
// INPUTS: {"id", "title", "abstract"} a line. LEADS: {id: sentence}, empty where there is no lead.
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { leadOf } from '../src/wording/lead.ts'

type PaperLine = { id: string; title: string; abstract: string }

const { values, positionals } = parseArgs({
  options: { o: { type: 'string', short: 'o' } },
  allowPositionals: true,
})
const [inputs] = positionals
if (!inputs || !values.o) {
  console.error('usage: npm run eval:lead -- INPUTS.jsonl -o LEADS.json')
  process.exit(1)
}

const papers = readLines(inputs)
const began = performance.now()
const leads = papers.map(({ id, title, abstract }) => [id, leadOf({ title, abstract })?.sentence ?? ''])
const seconds = ((performance.now() - began) / 1000).toFixed(1)
writeFileSync(values.o, JSON.stringify(Object.fromEntries(leads)))
console.log(`${papers.length} leads in ${seconds} s`)

function readLines(path: string): PaperLine[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as PaperLine)
}
