import { beforeEach, expect, test } from 'vitest'
import { aBrowser } from '../helpers/browser.ts'
import { runTick } from '../helpers/ticking.ts'
import { quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const NOON = Date.parse('2026-01-19T12:00:00Z')
const MINUTE = 60_000
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  quietUpstreams(world)
})

test('the status says so when no tick has run for more than 45 minutes, that is, when three are missing', async () => {
  await runTick(world, NOON)
  const isWell = async (at: number) => {
    world.at(at)
    const { ok, problems } = await (await aBrowser(world).get('/status.json')).json<{
      ok: boolean
      problems: string[]
    }>()
    const isTold = problems.some((problem) => problem.startsWith('No tick has run for '))
    const page = await (await aBrowser(world).get('/status')).text()
    expect(page.includes('No tick has run for ')).toBe(isTold)
    if (isTold) expect(ok).toBe(false)
    return !isTold
  }
  expect(await isWell(NOON + 45 * MINUTE)).toBe(true)
  expect(await isWell(NOON + 46 * MINUTE)).toBe(false)
  await runTick(world, NOON + 60 * MINUTE)
  expect(await isWell(NOON + 61 * MINUTE)).toBe(true)
})
