import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeLeaving } from '../leave.ts'
import { freePort } from '../ports.ts'
import { applyMigrations, startWorker } from '../wrangler.ts'

type Took = { status: number; bytes: number; queries: number; rowsRead: number }

const SIZES = [1_000, 10_000, 100_000]
const PATHS = [
  '/',
  '/editions/2026-01-30',
  '/editions/2026-01-30.xml',
  '/feed.xml',
  '/trending',
  '/trending?category=cs.CL',
  '/top/month',
  '/new',
  '/new?category=cs.CY',
  '/new.xml?q=w7&mute=w9',
  '/authors/Ada%20Name7',
  '/papers/2501.00007',
  '/search?q=name77',
  '/search?q=nmae77',
  '/search?q=w3+w40+w500',
  '/search?q=w2+w3+w5+w7+w11+w40+w500+w900+w4000',
]
/** Requests at once, and how long they are counted (ms). */
const AT_ONCE = 16
const SPELL = 4_000

/**
 * What pages and feeds read at 1k, 10k and 100k stored papers, and how fast the feed is against a
 * bare route.
 */
export async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'papertide-bench-'))
  beforeLeaving(async () => rmSync(folder, { recursive: true, force: true }))
  await applyMigrations(folder)
  const port = await freePort()
  const worker = await startWorker({
    folder,
    port,
    script: 'scripts/bench/pages-worker.ts',
    env: { TOKEN_SECRET: 'a-secret-of-the-bench', RESEND_API_KEY: 're_bench' },
  })
  beforeLeaving(worker.stop)
  const url = `http://127.0.0.1:${port}`
  const rows = new Map<string, string[]>(PATHS.map((path) => [path, []]))
  for (const size of SIZES) {
    const grown = await fetch(`${url}/grow?to=${size}`, { method: 'POST' })
    if (!grown.ok) throw new Error(`growing to ${size}: ${(await grown.text()).slice(0, 300)}`)
    for (const path of PATHS) {
      const answer = await fetch(`${url}/measure?path=${encodeURIComponent(path)}`)
      const took = (await answer.json()) as Took
      if (took.status !== 200) throw new Error(`${path} answered ${took.status}`)
      rows.get(path)?.push(took.rowsRead.toLocaleString('en'))
    }
  }
  console.log('Rows read by one request, nothing cached\n')
  console.log(`| page or feed | ${SIZES.map((size) => `${size.toLocaleString('en')} papers`).join(' | ')} |`)
  console.log(`|---|${SIZES.map(() => '---:|').join('')}`)
  for (const [path, counts] of rows) console.log(`| \`${path}\` | ${counts.join(' | ')} |`)

  const paths = ['/bare', '/bare-feed', '/feed.xml']
  for (const path of paths) await requestsPerSecond(url + path, 1_000)
  const [bare = 0, same = 0, feed = 0] = [
    await requestsPerSecond(`${url}/bare`, SPELL),
    await requestsPerSecond(`${url}/bare-feed`, SPELL),
    await requestsPerSecond(`${url}/feed.xml`, SPELL),
  ]
  const ratio = (of: number) => (feed / of).toFixed(2)
  console.log(
    `\nA warm /feed.xml: ${Math.round(feed)} requests/s; a bare Hono route in the same workerd: ${Math.round(bare)} ` +
      `(ratio ${ratio(bare)}), or ${Math.round(same)} with the same bytes (ratio ${ratio(same)}).`,
  )
  await worker.stop()
}

async function requestsPerSecond(url: string, spell: number): Promise<number> {
  const end = performance.now() + spell
  let count = 0
  const ask = async () => {
    while (performance.now() < end) {
      await (await fetch(url)).arrayBuffer()
      count += 1
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, ask))
  return count / (spell / 1000)
}
