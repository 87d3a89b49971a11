import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { atomically, openDatabase } from '../../src/db/client.ts'
import { appendObservations } from '../../src/db/observations.ts'
import { papers } from '../../src/db/schema.ts'
import { planDue } from '../../src/delivery/plan.ts'
import { HOUR } from '../../src/time/dates.ts'
import { anEdition } from '../helpers/editions.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'
import { aPublishedEdition, someReaders } from '../helpers/readers.ts'
import { aNewWorld } from '../helpers/world.ts'
import { countedDatabase } from './counted.ts'

const DAY = Date.parse('2026-01-30T00:00:00Z')
const LISTED = 45
const LOOKS = 12
/** As many as a tick writes. */
const TOPICS = 200

const KINDS = {
  'a category without a word': (n: number) => `category=cs.${['CL', 'CV', 'LG'][n % 3]}&mute=w${n}`,
  'two words or an author': (n: number) => `q=agentic%20models,%20w${n},%20author%3A%22Ada%20Name${n}%22`,
}

for (const [kind, topicsOf] of Object.entries(KINDS))
  test(`what digests of ${kind} cost: each wanted by one reader, of a list of 45 papers looked at 12 times`, async () => {
    const world = await aNewWorld('2026-01-30T02:15:00Z')
    const real = anEdition().papers
    for (let n = 0; n < LISTED; n++) {
      const { title, abstract, authors } = real[n % 14] ?? aPaper()
      const id = `2601.${10_000 + n}`
      const categories = [['cs.CL'], ['cs.CV'], ['cs.LG', 'cs.AI']][n % 3] ?? []
      await world.deps.db.insert(papers).values(
        aPaper({
          id,
          title,
          abstract,
          authors,
          categories,
          listedOn: '2026-01-29',
          bornAt: DAY - 24 * HOUR,
        }),
      )
      const looks = Array.from({ length: LOOKS }, (_, look) =>
        anObservation({ paperId: id, at: DAY - look * HOUR, upvotes: 60 - n - look }),
      )
      await atomically(world.deps.db, [appendObservations(looks)])
    }
    world.deps.config.PLAN = 'paid'
    await aPublishedEdition(world, '2026-01-30', world.deps.now())
    for (let n = 0; n < TOPICS; n++)
      await someReaders(world, [`r${n}@example.org`], {
        topics: topicsOf(n),
      })
    const { database, cost } = countedDatabase(env.DB)
    const at = world.at(DAY + 7 * HOUR)
    const began = performance.now()
    await planDue({ ...world.deps, db: openDatabase(database) }, at)
    const took = (performance.now() - began) / 1000
    const kept = await env.DB.prepare(
      "select count(*) as n, sum(length(html) + length(text)) as characters from digests where variant <> 'all'",
    ).first<{ n: number; characters: number }>()
    expect(kept?.n).toBe(TOPICS)
    const row = {
      'digests of topics': `${TOPICS} of ${kind}`,
      queries: cost.queries,
      'rows read': cost.read,
      'rows written': cost.written,
      'planning: s': took.toFixed(2),
      'kB kept a digest': ((kept?.characters ?? 0) / TOPICS / 1000).toFixed(0),
    }
    const line = (cells: unknown[]) => `| ${cells.join(' | ')} |`
    console.log(
      ['', line(Object.keys(row)), line(Object.keys(row).map(() => '--:')), line(Object.values(row))].join(
        '\n',
      ),
    )
    expect(cost.queries).toBeLessThan(50)
  })
