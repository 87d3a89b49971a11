// `npm run eval:early`: how many of a week's best papers early picks hold. docs/early.md says what
// is measured.
import { parseArgs } from 'node:util'
import { type EarlyRow, measureEarly, measureNewcomers } from './eval/early.ts'
import type { EarlyPaper } from './eval/early-days.ts'
import { cutFields } from './eval/early-fields.ts'
import { readLines } from './eval/read-lines.ts'

const USAGE = `npm run eval:early -- ARCHIVE.jsonl.gz EXTRA.jsonl.gz [--past EARLIER.jsonl.gz] [--since DAY] [--until DAY] [--json]
  ARCHIVE  papers of daily lists with looks at their votes
  EXTRA    papers of the same time that were on no list
  --past   lists before ARCHIVE, which only tell what authors did
  --since, --until   weeks from and to a day (YYYY-MM-DD); unless given, those with papers of EXTRA
  --json   prints {aucTop10, shareAt10, shareAt20} of our order and nothing else`

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      past: { type: 'string' },
      since: { type: 'string' },
      until: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) console.log(USAGE)
  else {
    const [archive, extra] = positionals
    if (!archive || !extra) throw new Error('Both ARCHIVE and EXTRA are needed.')
    const earlier = values.past ? readLines<EarlyPaper>(values.past) : []
    const judged = cutFields(readLines<EarlyPaper>(archive), readLines<EarlyPaper>(extra), earlier, values)
    const rows = measureEarly(judged)
    if (values.json) printJson(rows)
    else {
      const { weeks, top, unlisted } = judged
      console.log(`${top} papers of ${weeks} weeks' top 10 against ${unlisted.length} unlisted papers\n`)
      console.log(table(rows))
      const { listed, picked, byChance, auc, ...best } = measureNewcomers(judged)
      console.log(`
newcomers: ${best.top} of the ${best.ofTop} were by authors never listed before, ${best.topPicked.toFixed(1)} of them among 20 picks a day;
of ${listed} listed newcomers ${picked.toFixed(1)} among 20 picks a day, ${byChance.toFixed(1)} if drawn by lot; AUC against unlisted newcomers ${auc.toFixed(3)}`)
    }
  }
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`)
  process.exitCode = 1
}

function printJson([own]: EarlyRow[]) {
  console.log(JSON.stringify({ aucTop10: own?.auc, shareAt10: own?.at10, shareAt20: own?.at20 }))
}

function table(rows: readonly EarlyRow[]): string {
  const header = ['order', 'AUC', 'share in 10 a day', 'share in 20 a day']
  const lines = rows.map(({ name, auc, at10, at20 }) => [name, ...[auc, at10, at20].map((x) => x.toFixed(3))])
  return [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
