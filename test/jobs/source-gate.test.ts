import { beforeEach, expect, test } from 'vitest'
import { takeGate } from '../../src/db/source-runs.ts'
import { runJobs } from '../../src/jobs/table.ts'
import { quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const MINUTE = 60_000
const NOON = Date.parse('2026-01-19T12:00:00Z')
const HOSTS = ['huggingface', 'arxiv', 'hackernews']
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  quietUpstreams(world)
})

/** The tick of an instant, begun so much later (ms); returns which sources it asked. */
async function tick(at: number, late = 0): Promise<string[]> {
  world.at(at + late)
  world.asked.length = 0
  await runJobs(world.deps, '*/15 * * * *', at)
  return HOSTS.filter((host) => world.asked.some((url) => url.startsWith(`https://${host}.test`)))
}

test('a tick that begins ten minutes late takes no source away from the next one', async () => {
  expect(await tick(NOON, 10 * MINUTE)).toEqual(HOSTS)
  // An hour later, so that everything is due again; the last tick before it was late too.
  await tick(NOON + 45 * MINUTE, 10 * MINUTE)
  expect(await tick(NOON + 60 * MINUTE)).toEqual(HOSTS)
})

test('a run has a source for itself for four minutes: longer than its requests take, and no longer', async () => {
  const { db } = world.deps
  expect(await takeGate(db, 'arxiv', NOON)).toBe(true)
  expect(await takeGate(db, 'arxiv', NOON + 4 * MINUTE - 1)).toBe(false)
  expect(await takeGate(db, 'hackernews', NOON + 1)).toBe(true)
  expect(await takeGate(db, 'arxiv', NOON + 4 * MINUTE)).toBe(true)
  expect(await takeGate(db, 'arxiv', NOON + 4 * MINUTE)).toBe(false)
})
