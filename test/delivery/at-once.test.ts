import { sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { batches } from '../../src/db/schema.ts'
import { consumeMessages } from '../../src/delivery/consume.ts'
import { deliver } from '../../src/jobs/deliver.ts'
import { makePace } from '../../src/mailer/pace.ts'
import { TICK } from '../../src/time/dates.ts'
import { messagesFor } from '../helpers/delivering.ts'
import { aPublishedEdition, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const SEVEN = Date.parse('2026-01-20T07:00:00Z')
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  world.deps.config = { ...world.deps.config, MAIL_BATCH_SIZE: 1 }
  await aPublishedEdition(world, '2026-01-20', SEVEN - 4 * TICK)
})

test('three calls to the provider run at once: their answers take longer than the pace between two of them', async () => {
  const readers = Array.from({ length: 8 }, (_, n) => `r${n}@example.org`)
  await someReaders(world, readers)
  await deliver(world.deps, world.at(SEVEN))
  const answer = world.resend.answer.bind(world.resend)
  let [running, most] = [0, 0]
  world.resend.answer = async (request) => {
    most = Math.max(most, ++running)
    // As long as others take to come this far, if they may.
    for (let n = 0; n < 20; n++) await world.deps.db.run(sql`select ${n}`)
    running--
    return answer(request)
  }
  await consumeMessages(world.deps, messagesFor(world.messages.splice(0)))
  expect(most).toBe(3)
  expect(world.resend.taken.map(({ to }) => to).toSorted()).toEqual(readers)
})

test('a tick sends messages for the batches that the provider takes until the next one, the oldest; the others wait', async () => {
  const pace = makePace()
  let takenPerTick = 0
  while (pace.reserve(0) < TICK) takenPerTick++
  await someReaders(world, ['ada@example.org'])
  await deliver(world.deps, world.at(SEVEN))
  const { db } = world.deps
  const [first] = await db.select().from(batches)
  if (!first) throw new Error('no batch was planned')
  const more = Array.from({ length: takenPerTick + 50 }, (_, n) => ({ ...first, id: first.id + 1 + n }))
  const [one, ...others] = more.map((batch) => db.insert(batches).values(batch))
  if (one) await db.batch([one, ...others])
  world.messages.length = 0

  await deliver(world.deps, world.at(SEVEN + TICK))
  const sent = world.messages.splice(0)
  expect(sent.length).toBeLessThanOrEqual(takenPerTick)
  expect(sent.length).toBeGreaterThan(0.9 * takenPerTick)
  expect(sent).toEqual([first, ...more].slice(0, sent.length).map(({ id }) => id))
  await db.run(sql`delete from batches where id <= ${sent.at(-1)}`)
  await deliver(world.deps, world.at(SEVEN + 2 * TICK))
  expect(world.messages).toEqual(more.slice(sent.length - 1).map(({ id }) => id))
})
