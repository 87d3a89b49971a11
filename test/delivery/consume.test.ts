import { eq } from 'drizzle-orm'
import { beforeEach, expect, test, vi } from 'vitest'
import { batches, digests } from '../../src/db/schema.ts'
import { noteUptime } from '../../src/db/uptime.ts'
import { planDue } from '../../src/delivery/plan.ts'
import { consumeMessages } from '../../src/jobs/consume.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { HOUR } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { messagesFor } from '../helpers/delivering.ts'
import { aPublishedEdition, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const SEVEN = Date.parse('2026-01-20T07:00:00Z')
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  vi.spyOn(console, 'error').mockImplementation(() => {})
})

/** One call of the queue; returns which messages were acknowledged. */
async function answer(ids: readonly number[], at: number): Promise<number[]> {
  world.at(at)
  const acked: number[] = []
  await consumeMessages(
    world.deps,
    messagesFor(ids, (id) => acked.push(id)),
  ).catch((error) => {
    if (!/the database is away/.test(String(error))) throw error
  })
  return acked.toSorted()
}
/** Readers of five schedules, a batch each: those with ten papers have a digest of their own. */
async function fiveBatches(): Promise<number[]> {
  for (const [hour, papers] of [
    [7, 10],
    [6, 10],
    [5, 10],
    [7, 20],
    [6, 20],
  ] as const)
    await someReaders(world, [`h${hour}p${papers}@example.org`], { hour, papers })
  await aPublishedEdition(world, '2026-01-20', SEVEN - 4 * HOUR)
  world.at(SEVEN)
  await planDue(world.deps, SEVEN)
  return (await all()).map(({ id }) => id)
}
const all = () => world.deps.db.select().from(batches)

test('batches whose mails cannot be made keep no neighbour waiting, are shown, and go out once they can', async () => {
  const ids = await fiveBatches()
  const stored = await world.deps.db.select().from(digests)
  await world.deps.db.delete(digests).where(eq(digests.variant, '10'))
  expect(await answer(ids, SEVEN)).toEqual(ids)
  expect(world.resend.taken.map(({ to }) => to).toSorted()).toEqual([
    'h6p20@example.org',
    'h7p20@example.org',
  ])
  const broken = (await all()).filter(({ variant }) => variant === '10')
  expect(broken).toHaveLength(3)
  for (const batch of broken)
    expect(batch).toMatchObject({
      state: 'planned',
      unanswered: false,
      error: 'its mails could not be made',
    })
  const browser = aBrowser(world)
  for (let at = SEVEN + HOUR; at <= SEVEN + 27 * HOUR; at += HOUR) {
    // Ticks go on; a silence of so long would look like a restored database.
    await noteUptime(world.deps.db, at, 6 * HOUR)
    await answer(ids, at)
    await sweep(world.deps, at)
    if (at === SEVEN + 4 * HOUR)
      expect(await (await browser.get('/status.json')).text()).toContain('its mails could not be made')
  }
  expect(await (await browser.get('/status.json')).json()).toMatchObject({ ok: false })
  expect(world.resend.calls).toHaveLength(2)
  // Nothing was ever asked for, so nothing is uncertain.
  await world.deps.db.insert(digests).values(stored.filter(({ variant }) => variant === '10'))
  await answer(ids, SEVEN + 28 * HOUR)
  expect((await all()).map(({ state }) => state)).toEqual(Array(5).fill('accepted'))
  expect(world.resend.taken).toHaveLength(5)
})

test('a message whose answer throws is rung again; the others of its call are answered and stay so', async () => {
  const ids = await fiveBatches()
  const { db } = world.deps
  let claims = 0
  world.deps.db = new Proxy(db, {
    get(target, name) {
      if (name === 'update' && ++claims <= 3) throw new Error('the database is away')
      return Reflect.get(target, name, target)
    },
  })
  expect(await answer(ids, SEVEN)).toHaveLength(2)
  world.deps.db = db
  expect(world.resend.taken).toHaveLength(2)
  expect(await answer(ids, SEVEN)).toEqual(ids)
  expect(world.resend.taken).toHaveLength(5)
})
