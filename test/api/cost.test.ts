import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Counts, counting } from '../../scripts/bench/counting.ts'
import { openDatabase } from '../../src/db/client.ts'
import { apiDocument } from '../../src/web/api/document.ts'
import { exampleAddress, operationsOf } from '../../src/web/api/examples.ts'
import { PAPERTIDE } from '../../src/wording/brand.ts'
import { aBrowser } from '../helpers/browser.ts'
import { aReadWorld } from './world.ts'

/** Rows that one request may read (count), and statements: the Free plan has 50 an invocation. */
const MOST_ROWS = 1_500
const MOST_STATEMENTS = 20

test('a request reads a bounded number of rows, whatever has been gathered over the years', async () => {
  const { world } = await aReadWorld()
  const counts: Counts = { queries: 0, rowsRead: 0, rowsWritten: 0 }
  const counted = {
    ...world,
    deps: {
      ...world.deps,
      db: openDatabase(counting(env.DB, counts)),
      search: counting(env.SEARCH, counts),
    },
  }
  const browser = aBrowser(counted)
  let asked = 0
  const costOf = async (address: string) => {
    Object.assign(counts, { queries: 0, rowsRead: 0, rowsWritten: 0 })
    const { status } = await browser.get(address, { 'cf-connecting-ip': `2001:db8:2:${asked++}::1` })
    expect([address, status]).toEqual([address, 200])
    return { ...counts }
  }
  const addresses = [
    ...operationsOf(apiDocument('http://localhost:8787', PAPERTIDE)).map(exampleAddress),
    ...['papers', 'observations', 'editions'].map((kind) => `/export/${kind}.ndjson?limit=20`),
    ...['/trending.ris', '/editions/2026-01-30.bib', '/feed.xml?category=cs.CL', '/skill.md'],
  ]
  const before = new Map<string, Counts>()
  for (const address of addresses) before.set(address, await costOf(address))
  await env.DB.batch([
    env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000)
        insert into papers (id, title, abstract, authors, categories, listed_on, first_seen_at)
        select printf('24%02d.%05d', 1 + i % 12, i), 'Old', 'Old', '[]', '["cs.CL"]',
          date('2024-01-01', (i % 700) || ' days'), 1704067200000 + i * 20000000 from n`,
    ),
    env.DB.prepare(
      `insert into observations (paper_id, source, at, upvotes)
        select papers.id, 'huggingface', first_seen_at + k.value, 3 from papers, json_each('[1,2,3]') k where title = 'Old'`,
    ),
    env.DB.prepare(
      `insert into list_scores (listed_on, scores, scored_at)
        select p.listed_on, json_group_object(p.id, json(c.value)), l.scored_at from papers p, (select * from list_scores limit 1) l,
          (select e.value from list_scores, json_each(scores) e limit 1) c
        where title = 'Old' group by p.listed_on on conflict do nothing`,
    ),
  ])
  for (const address of addresses) {
    const { queries, rowsRead, rowsWritten } = await costOf(address)
    // What readers had read is noted now and then (src/web/reading.ts).
    const isBounded = rowsRead < MOST_ROWS && queries <= MOST_STATEMENTS && rowsWritten <= 2
    expect([address, isBounded]).toEqual([address, true])
    const had = before.get(address)?.rowsRead ?? 0
    expect([address, rowsRead - had < 200]).toEqual([address, true])
  }
})
