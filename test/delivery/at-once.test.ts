import { sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { batches } from '../../src/db/schema.ts'
import { consumeMessages } from '../../src/jobs/consume.ts'
import { makePace } from '../../src/mailer/pace.ts'
import { TICK } from '../../src/time/dates.ts'
import wrangler from '../../wrangler.toml?raw'
import { messagesFor, planAt } from '../helpers/delivering.ts'
import { aPublishedEdition, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const SEVEN = Date.parse('2026-01-20T07:00:00Z')
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  world.deps.config = { ...world.deps.config, MAIL_BATCH_SIZE: 1 }
  await aPublishedEdition(world, '2026-01-20', SEVEN - 4 * TICK)
})

test('one call to the provider runs at a time: each message has an invocation for itself, one after the other', async () => {
  const readers = Array.from({ length: 8 }, (_, n) => `r${n}@example.org`)
  await someReaders(world, readers)
  await planAt(world.deps, world.at(SEVEN))
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
  expect(most).toBe(1)
  const [, consumer] = /queue = "papertide-units"\n(max[^[]*)/.exec(wrangler) ?? []
  expect(consumer).toMatch(/max_batch_size = 1\n[\s\S]*max_concurrency = 1\n/)
  expect(world.resend.taken.map(({ to }) => to).toSorted()).toEqual(readers)
})

test('a tick sends messages for the batches that the provider takes until the next one, the oldest; the others wait', async () => {
  const pace = makePace()
  let takenPerTick = 0
  while (pace.reserve(0) < TICK) takenPerTick++
  await someReaders(world, ['ada@example.org'])
  await planAt(world.deps, world.at(SEVEN))
  const { db } = world.deps
  const [first] = await db.select().from(batches)
  if (!first) throw new Error('no batch was planned')
  const more = Array.from({ length: takenPerTick + 50 }, (_, n) => ({ ...first, id: first.id + 1 + n }))
  const [one, ...others] = more.map((batch) => db.insert(batches).values(batch))
  if (one) await db.batch([one, ...others])
  world.messages.length = 0

  await planAt(world.deps, world.at(SEVEN + TICK))
  const sent = world.messages.splice(0).map(({ batchId }) => batchId ?? 0)
  expect(sent.length).toBeLessThanOrEqual(takenPerTick)
  expect(sent.length).toBeGreaterThan(0.9 * takenPerTick)
  expect(sent).toEqual([first, ...more].slice(0, sent.length).map(({ id }) => id))
  await db.run(sql`delete from batches where id <= ${sent.at(-1)}`)
  await planAt(world.deps, world.at(SEVEN + 2 * TICK))
  expect(world.messages.map(({ batchId }) => batchId)).toEqual(
    more.slice(sent.length - 1).map(({ id }) => id),
  )
})
