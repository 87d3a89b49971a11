import { beforeEach, expect, test } from 'vitest'
import { HOUR, TICK } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { runTick } from '../helpers/ticking.ts'
import { quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const NOON = Date.parse('2026-01-19T12:00:00Z')
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  quietUpstreams(world)
})

/**
 * Confirmation mails (count) after the provider gave no answer at noon, by a tick so much later
 * (ms).
 */
async function takenAfter(later: number): Promise<number> {
  world.resend.weather = () => 'lost answer'
  await aBrowser(world).post('/subscribe', { email: 'ada@example.org' })
  world.resend.weather = () => undefined
  const calls = world.resend.calls.length
  await runTick(world, NOON + later)
  expect(world.resend.to('ada@example.org')).toHaveLength(1)
  return world.resend.calls.length - calls
}

test('a confirmation mail without an answer is asked for again until 23 hours later', async () => {
  expect(await takenAfter(23 * HOUR - TICK)).toBe(1)
})

test('it is not asked for any more after that: the provider forgets the key after 24 hours, and would send it twice', async () => {
  expect(await takenAfter(23 * HOUR + TICK)).toBe(0)
})
