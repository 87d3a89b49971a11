// `npm run bench`: runs every bench of this folder, or those that are named. A bench is a module
// that exports `bench()`.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { giveUp, leave } from '../leave.ts'

const named = process.argv.slice(2)
const modules = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .filter((file) =>
    readFileSync(join(import.meta.dirname, file), 'utf8').includes('export async function bench('),
  )
  .filter((file) => named.length === 0 || named.includes(file.replace('.ts', '')))

async function main() {
  for (const file of modules.sort()) {
    console.log(`\n## ${file.replace('.ts', '')}\n`)
    const { bench } = (await import(join(import.meta.dirname, file))) as { bench: () => Promise<void> }
    await bench()
  }
  await leave(0)
}

await main().catch(giveUp)
