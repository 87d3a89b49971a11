import { reset } from 'cloudflare:test'
import { beforeEach, expect, test } from 'vitest'
import { giveUp } from '../../src/db/batches.ts'
import { lastRuns } from '../../src/db/runs.ts'
import { batches, slotDays } from '../../src/db/schema.ts'
import { endSubscription } from '../../src/db/subscribers.ts'
import { planDue, ring } from '../../src/delivery/plan.ts'
import { SAFE_TO_ASK } from '../../src/delivery/retry.ts'
import { deliverBatch } from '../../src/delivery/send.ts'
import { migrate } from '../helpers/migrate.ts'
import { aPublishedEdition, someReaders } from '../helpers/readers.ts'
import { aWorld, type World, wholeDatabase } from '../helpers/world.ts'

const PUBLISHED = Date.parse('2026-01-20T02:15:00Z')
const SEVEN = Date.parse('2026-01-20T07:00:00Z')
/** The first batch of the first slot day. */
const BATCH = 2 ** 20
const names = (n: number) => Array.from({ length: n }, (_, i) => `reader${i}@example.org`)

let world: World
beforeEach(async () => {
  await reset()
  await migrate()
  world = aWorld('2026-01-19T12:00:00Z')
})

/** One tick of delivery and the queue behind it, doorbell included. */
async function tick(at: number): Promise<string[]> {
  world.at(at)
  await planDue(world.deps, at)
  await ring(world.deps, at)
  const results = []
  for (const id of world.rings.splice(0)) results.push(await deliverBatch(world.deps, id))
  return results
}
const allBatches = () => world.deps.db.select().from(batches)

test('each reader gets the edition once at their hour, from one call', async () => {
  await someReaders(world, names(3))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  expect(await tick(SEVEN - 1)).toEqual([])
  expect(await tick(SEVEN)).toEqual(['accepted'])
  expect(world.resend.calls.map(({ path, key }) => [path, key])).toEqual([
    ['/emails/batch', '2026-01-20.1048576'],
  ])
  for (const email of names(3)) expect(world.resend.to(email)).toHaveLength(1)
  expect(await tick(SEVEN + 900_000)).toEqual([])
  expect(await tick(SEVEN + 12 * 3_600_000)).toEqual([])
  expect(world.resend.taken).toHaveLength(3)
})

test('every mail carries one-click unsubscribe for its own reader, and no other reader’s link', async () => {
  await someReaders(world, names(2))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  await tick(SEVEN)
  const links = world.resend.taken.map(({ headers }) => headers['List-Unsubscribe']?.slice(1, -1) ?? '')
  expect(new Set(links).size).toBe(2)
  for (const [index, mail] of world.resend.taken.entries()) {
    expect(mail.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
    expect(mail.headers['List-Id']).toContain('<daily.localhost>')
    expect(mail.text).toContain(links[index])
    expect(mail.html).toContain(`href="${links[index]}"`)
    expect(mail.html + mail.text).not.toContain(links[1 - index])
    expect(mail.html + mail.text).not.toContain('%%')
  }
})

test('250 readers make three batches, none of them overlapping', async () => {
  await someReaders(world, names(250))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  await tick(SEVEN)
  expect((await allBatches()).map(({ planned, accepted }) => [planned, accepted])).toEqual([
    [100, 100],
    [100, 100],
    [50, 50],
  ])
  expect(new Set(world.resend.taken.map(({ to }) => to)).size).toBe(250)
  expect(world.resend.taken).toHaveLength(250)
})

test('planning twice at once plans once', async () => {
  await someReaders(world, names(5))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  world.at(SEVEN)
  await Promise.all([planDue(world.deps, SEVEN), planDue(world.deps, SEVEN), planDue(world.deps, SEVEN)])
  expect(await allBatches()).toHaveLength(1)
  expect(await world.deps.db.select().from(slotDays)).toHaveLength(1)
  const before = await wholeDatabase()
  await planDue(world.deps, SEVEN)
  expect(await wholeDatabase()).toEqual(before)
})

test('a batch rung for five times at once is sent once', async () => {
  await someReaders(world, names(5))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  world.at(SEVEN)
  await planDue(world.deps, SEVEN)
  const results = await Promise.all(Array.from({ length: 5 }, () => deliverBatch(world.deps, BATCH)))
  expect(results.toSorted()).toEqual(['accepted', 'not due', 'not due', 'not due', 'not due'])
  expect(world.resend.calls).toHaveLength(1)
})

test('an unsubscribe until the claim counts; the batch still adds up', async () => {
  const [, second] = await someReaders(world, names(3))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  world.at(SEVEN)
  await planDue(world.deps, SEVEN)
  await endSubscription(world.deps.db, second ?? 0, SEVEN)
  await deliverBatch(world.deps, BATCH)
  expect(world.resend.taken.map(({ to }) => to)).toEqual(['reader0@example.org', 'reader2@example.org'])
  expect((await lastRuns(world.deps.db, 1))[0]).toMatchObject({
    planned: 3,
    accepted: 2,
    refused: 0,
    excluded: 1,
  })
})

test('when all have left, nothing is sent and the batch is settled', async () => {
  for (const id of await someReaders(world, names(2))) {
    await aPublishedEdition(world, `2026-01-2${id - 1}`, PUBLISHED - id)
  }
  world.at(SEVEN)
  await planDue(world.deps, SEVEN)
  for (const id of [1, 2]) await endSubscription(world.deps.db, id, SEVEN)
  await ring(world.deps, SEVEN)
  for (const id of world.rings) expect(await deliverBatch(world.deps, id)).toBe('accepted')
  expect(world.resend.calls).toHaveLength(0)
})

test('an answer that was lost is asked for again with the same key and the same bytes, and mails nobody twice', async () => {
  const [first] = await someReaders(world, names(3))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  world.resend.faults.push('lost answer')
  expect(await tick(SEVEN)).toEqual(['planned'])
  // Whoever leaves now was among the members of the first attempt: the bytes must not change.
  await endSubscription(world.deps.db, first ?? 0, SEVEN)
  expect(await tick(SEVEN + 900_000)).toEqual(['accepted'])
  const [one, two] = world.resend.calls
  expect(two).toEqual(one)
  expect(world.resend.taken).toHaveLength(3)
})

test('a run that dies after the provider took its batch leaves no double behind', async () => {
  await someReaders(world, names(3))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  world.at(SEVEN)
  await planDue(world.deps, SEVEN)
  const dying = {
    ...world.deps,
    db: new Proxy(world.deps.db, {
      get: (db, name) => {
        if (name === 'update' && world.resend.calls.length > 0) throw new Error('killed')
        return Reflect.get(db, name, db)
      },
    }),
  }
  await expect(deliverBatch(dying, BATCH)).rejects.toThrow('killed')
  expect(await tick(SEVEN + 60_000)).toEqual([])
  expect(await tick(SEVEN + 900_000)).toEqual(['accepted'])
  expect(world.resend.calls).toHaveLength(2)
  expect(world.resend.taken).toHaveLength(3)
})

test('one refused address costs the others nothing and is counted', async () => {
  await someReaders(world, names(3))
  world.resend.refused.add('reader1@example.org')
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  await tick(SEVEN)
  expect(world.resend.taken.map(({ to }) => to)).toEqual(['reader0@example.org', 'reader2@example.org'])
  expect((await lastRuns(world.deps.db, 1))[0]).toMatchObject({
    planned: 3,
    accepted: 2,
    refused: 1,
    excluded: 0,
  })
})

test('a settled batch keeps ids of its members and no address', async () => {
  await someReaders(world, names(2))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  await tick(SEVEN)
  const [batch] = await allBatches()
  expect(batch?.members).toEqual([{ id: 1 }, { id: 2 }])
})

test('a provider that stays silent for 23 hours leaves the batch uncertain and is not asked again', async () => {
  await someReaders(world, names(2))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  let at = SEVEN
  for (; at < SEVEN + SAFE_TO_ASK + 3 * 900_000; at += 900_000) {
    world.resend.faults.splice(0, 9, 'lost request')
    await tick(at)
    await giveUp(world.deps.db, at, '2026-01-19', at - SAFE_TO_ASK, '2026-01-16')
  }
  expect(await allBatches()).toMatchObject([{ state: 'uncertain', planned: 2 }])
  const calls = world.resend.calls.length
  await tick(at + 3_600_000)
  expect(world.resend.calls).toHaveLength(calls)
})

test('a full quota parks the batch and sends it once the quota is back', async () => {
  await someReaders(world, names(2))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  world.resend.faults.push({
    status: 429,
    body: { statusCode: 429, name: 'daily_quota_exceeded', message: '' },
  })
  expect(await tick(SEVEN)).toEqual(['planned'])
  expect(await tick(SEVEN + 900_000)).toEqual([])
  expect(await tick(SEVEN + 3_600_000)).toEqual(['accepted'])
  expect(world.resend.taken).toHaveLength(2)
})

test('a tick that was missed is caught up within the same local day', async () => {
  await someReaders(world, names(1))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  expect(await tick(SEVEN + 10 * 3_600_000)).toEqual(['accepted'])
})

test('a day without a new edition sends nothing', async () => {
  await someReaders(world, names(1))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  await tick(SEVEN)
  for (const day of [1, 2, 3]) expect(await tick(SEVEN + day * 86_400_000)).toEqual([])
})

test('who joined after today’s hour begins tomorrow', async () => {
  await someReaders(world, ['late@example.org'], { from: '2026-01-21' })
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  expect(await tick(SEVEN)).toEqual([])
  await aPublishedEdition(world, '2026-01-21', PUBLISHED + 86_400_000)
  expect(await tick(SEVEN + 86_400_000)).toEqual(['accepted'])
})
