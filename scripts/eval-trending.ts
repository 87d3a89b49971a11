// `npm run eval:trending`: how well the score foretells what papers gather. USAGE says how.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { ArchivePaper, Decision } from './eval/archive.ts'
import { predict } from './eval/predict.ts'
import { readLines } from './eval/read-lines.ts'
import { evaluate, printTable } from './eval/table.ts'

const ARCHIVE = join(import.meta.dirname, 'eval/lists.jsonl.gz')
const USAGE = `npm run eval:trending [-- ARCHIVE.jsonl.gz]
  measures the product's two orders on an archive (scripts/eval/README.md) and prints a table
npm run eval:trending -- INPUTS.jsonl.gz --order now|mail -o PREDICTIONS.json
  writes what the product's score makes of each decision: {key: {paper id: score}}`

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { order: { type: 'string' }, out: { type: 'string', short: 'o' }, help: { type: 'boolean' } },
  })
  if (values.help) console.log(USAGE)
  else if (values.order === undefined && values.out === undefined)
    console.log(printTable(evaluate(readLines<ArchivePaper>(positionals[0] ?? ARCHIVE))))
  else write(positionals[0], values.order, values.out)
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`)
  process.exitCode = 1
}

function write(inputs: string | undefined, order: string | undefined, out: string | undefined) {
  if (!inputs || !out) throw new Error('Both INPUTS and -o PREDICTIONS are needed.')
  if (order !== 'now' && order !== 'mail') throw new Error('--order takes now or mail.')
  const decisions = readLines<Decision>(inputs)
  writeFileSync(out, JSON.stringify(Object.fromEntries(decisions.map((d) => [d.key, predict(d, order)]))))
  console.log(`${decisions.length} decisions in the order of ${order} written to ${out}`)
}
