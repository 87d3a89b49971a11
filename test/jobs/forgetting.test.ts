import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { aRun, noteRun } from '../../src/db/source-runs.ts'
import { DAY, TICK } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { runTick } from '../helpers/ticking.ts'
import { quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

const NOON = Date.parse('2026-01-19T12:00:00Z')
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  quietUpstreams(world)
})

const tick = (at: number) => runTick(world, at)
/** The four ticks of the hour before an instant: one of them forgets. */
async function hourBefore(at: number): Promise<void> {
  for (const ticks of [4, 3, 2, 1]) await tick(at - ticks * TICK)
}

test('a signup that nobody confirms is kept for eight days, as its link is good for seven', async () => {
  await aBrowser(world).post('/subscribe', { email: 'ada@example.org' })
  const isKnown = async () => JSON.stringify(await wholeDatabase()).includes('ada@example.org')
  await hourBefore(NOON + 8 * DAY)
  expect(await isKnown()).toBe(true)
  await hourBefore(NOON + 8 * DAY + 4 * TICK)
  expect(await isKnown()).toBe(false)
})

test('what came of a request to a source is kept for thirty days', async () => {
  for (const back of [0, TICK, 4 * TICK])
    await noteRun(world.deps.db, aRun('github', `${back} before noon`, NOON - back))
  const kept = async () =>
    (
      await env.DB.prepare("select subject from source_runs where subject like '% before noon'").all<{
        subject: string
      }>()
    ).results.map(({ subject }) => subject)
  await hourBefore(NOON + 30 * DAY - 4 * TICK)
  expect(await kept()).toHaveLength(3)
  await hourBefore(NOON + 30 * DAY + 4 * TICK)
  expect(await kept()).toEqual([])
})
