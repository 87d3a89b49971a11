import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Counts, counting } from '../../scripts/bench/counting.ts'
import { busyUpstream } from '../../scripts/bench/upstreams.ts'
import { atomically, openDatabase } from '../../src/db/client.ts'
import { appendObservations } from '../../src/db/observations.ts'
import { papers } from '../../src/db/schema.ts'
import { HOUR } from '../../src/time/dates.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'
import { someReaders } from '../helpers/readers.ts'
import { ALL } from '../helpers/sizes.ts'
import { runTick } from '../helpers/ticking.ts'
import { aNewWorld } from '../helpers/world.ts'

// https://developers.cloudflare.com/workers/platform/limits/ and
// https://developers.cloudflare.com/d1/platform/limits/
const QUERIES = 50
const START = Date.parse('2026-01-19T00:00:00Z')
/**
 * The ticks in which everything falls due, in hours after START: the first of all, and those of an
 * edition.
 */
const TICKS = ALL
  ? [0, 1, 25, 26].flatMap((hour) => [hour, hour + 0.25, hour + 0.5, hour + 0.75])
  : [0, 0.25, 0.5, 25, 26, 26.25]
/** Papers that are submitted a day (count): more than any unit reads or compares in one run. */
const SUBMITTED = ALL ? 130 : 55

test('the scheduler and every unit of a busy day with all four sources stay within the Free plan', async () => {
  const world = await aNewWorld('2026-01-19T00:00:00Z')
  world.deps.config.GITHUB_TOKEN = 'a-token'
  const counts: Counts = { queries: 0, rowsRead: 0, rowsWritten: 0 }
  const deps = {
    ...world.deps,
    db: openDatabase(counting(env.DB, counts)),
    search: counting(env.SEARCH, counts),
  }
  for (const host of ['huggingface', 'arxiv', 'hackernews', 'github'])
    world.answer(`https://${host}.test/`, (request) => busyUpstream(request, world.deps.now(), SUBMITTED))
  // Readers whose hour is that of the edition, in two schedules, and two more with topics.
  await someReaders(world, ['a@example.org', 'b@example.org'], { hour: 2 })
  await someReaders(world, ['c@example.org'], { hour: 3, timezone: 'Europe/Berlin', papers: 5 })
  await someReaders(world, ['d@example.org', 'e@example.org'], { hour: 2, topics: 'category=-cs.RO' })
  await someReaders(world, ['f@example.org'], { hour: 2, topics: 'mute=zeppelin' })
  // An old paper that is back again.
  const old = aPaper({ id: '2601.90001', listedOn: '2026-01-03' })
  await world.deps.db.insert(papers).values(old)
  const looks = [
    anObservation({ at: START + HOUR, stars: 900 }),
    anObservation({ at: START + 24 * HOUR, stars: 1300 }),
  ]
  const seen = looks.map((look) => ({ ...look, paperId: old.id, source: 'github' as const }))
  await atomically(world.deps.db, [appendObservations(seen)])
  const most = new Map<string, { queries: number; subrequests: number }>()
  for (const at of TICKS.map((hours) => START + hours * HOUR)) {
    counts.queries = 0
    let asked = world.asked.length
    await runTick(world, at, deps, (unit) => {
      const before = most.get(unit) ?? { queries: 0, subrequests: 0 }
      const subrequests = Math.max(before.subrequests, world.asked.length - asked)
      most.set(unit, { queries: Math.max(before.queries, counts.queries), subrequests })
      counts.queries = 0
      asked = world.asked.length
    })
  }
  expect([...most].filter(([, { queries }]) => queries > QUERIES)).toEqual([])
  expect(most.size).toBe(14)
  // One request to a source at most.
  expect([...most].filter(([, { subrequests }]) => subrequests > 1)).toEqual([])
  // The scheduler's own cost.
  expect(most.get('tick')?.queries).toBeLessThanOrEqual(6)
  // The day was busy: all sources were asked, and two editions were published: the first of a new
  // instance, made at once, and that of the day.
  expect(new Set(world.asked.map((url) => new URL(url).host)).size).toBe(4)
  expect((await env.DB.prepare('select count(*) as n from editions').first())?.n).toBe(2)
  expect(
    (await env.DB.prepare('select count(*) as n from edition_papers where paper_id = ?').bind(old.id).first())
      ?.n,
  ).toBe(1)
  expect((await env.DB.prepare('select sum(planned) as n from batches').first())?.n).toBe(6)
})
