// `npm run rank`: what other constants of the score would have done to the stored editions. USAGE
// says how.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { getPlatformProxy } from 'wrangler'
import { openDatabase } from '../src/db/client.ts'
import { editionsSince } from '../src/db/editions.ts'
import { recomputeEdition } from '../src/editions/candidates.ts'
import { changeFormula, FORMULA } from '../src/ranking/formula.ts'
import { isDate } from '../src/time/dates.ts'

const USAGE = `npm run rank -- --from YYYY-MM-DD --weights name=number,...
  names: ${Object.keys(FORMULA).join(', ')}
  reads what npm start keeps in .papertide/, or in STATE_FOLDER`

const FOLDER = process.env.STATE_FOLDER || join(import.meta.dirname, '../.papertide')

async function main() {
  const { values } = parseArgs({ options: { from: { type: 'string' }, weights: { type: 'string' } } })
  const { from = '2000-01-01', weights = '' } = values
  if (!isDate(from)) throw new RangeError(`--from takes a day, not "${from}".`)
  changeFormula(FORMULA, weights)
  const proxy = await getPlatformProxy<{ DB: D1Database }>({
    configPath: join(import.meta.dirname, '../wrangler.toml'),
    persist: { path: join(FOLDER, 'state/v3') },
  })
  try {
    await compare(proxy.env.DB, from, weights)
  } finally {
    await proxy.dispose()
  }
}

async function compare(binding: D1Database, from: string, weights: string) {
  const db = openDatabase(binding)
  const editions = await editionsSince(db, from)
  for (const edition of editions) {
    const before = edition.papers.map(({ id }) => id)
    const changed = await recomputeEdition(db, edition, changeFormula(edition.formula, weights))
    const after = changed.papers.map(({ id }) => id)
    const left = before.filter((id) => !after.includes(id))
    console.log(`\n${edition.date}: ${left.length} of ${before.length} papers replaced`)
    for (const [index, { id, title, reason }] of changed.papers.entries()) {
      const was = before.indexOf(id)
      if (was === index) continue
      console.log(
        `  ${String(index + 1).padStart(2)}  ${was < 0 ? 'new' : `was ${was + 1}`}  ${id}  ${title.slice(0, 60)}`,
      )
      console.log(`      ${reason}`)
    }
    for (const id of left) console.log(`  --  was ${before.indexOf(id) + 1}  ${id}`)
  }
  if (editions.length === 0) console.log(`No edition is stored from ${from} on.`)
}

await main().catch((error) => {
  console.error(`${error.message}\n\n${USAGE}`)
  process.exitCode = 1
})
