import { beforeEach, expect, test } from 'vitest'
import { lastRuns, sendAnyway } from '../../src/db/delivery-sums.ts'
import { closeProvider } from '../../src/db/provider-gate.ts'
import { batches, scheduleDays } from '../../src/db/schema.ts'
import { endSubscription } from '../../src/db/subscribers.ts'
import { SAFE_TO_ASK } from '../../src/delivery/outcome.ts'
import { enqueueDue, planDue } from '../../src/delivery/plan.ts'
import { deliverBatch } from '../../src/delivery/send.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { deliverAt } from '../helpers/delivering.ts'
import { aPublishedEdition, manyReaders, someReaders } from '../helpers/readers.ts'
import type { Fault } from '../helpers/resend.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

const PUBLISHED = Date.parse('2026-01-20T02:15:00Z')
const SEVEN = Date.parse('2026-01-20T07:00:00Z')
/** The first batch of the first schedule day. */
const BATCH = 2 ** 20
const names = (n: number) => Array.from({ length: n }, (_, i) => `reader${i}@example.org`)

let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
})

const tick = (at: number) => deliverAt(world, at)
const allBatches = () => world.deps.db.select().from(batches)

test('each reader gets the edition once at their hour, from one call', async () => {
  await someReaders(world, names(3))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  expect(await tick(SEVEN - 1)).toEqual([])
  expect(await tick(SEVEN)).toEqual(['accepted'])
  expect(world.resend.calls.map(({ path, key }) => [path, key])).toEqual([
    ['/emails/batch', '1.2026-01-20.daily.0'],
  ])
  for (const email of names(3)) expect(world.resend.to(email)).toHaveLength(1)
  expect(await tick(SEVEN + 900_000)).toEqual([])
  expect(await tick(SEVEN + 12 * HOUR)).toEqual([])
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
  await manyReaders(250, [['UTC', 7]])
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
  expect(await world.deps.db.select().from(scheduleDays)).toHaveLength(1)
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
  await enqueueDue(world.deps, SEVEN)
  for (const { batchId = 0 } of world.messages)
    expect(await deliverBatch(world.deps, batchId)).toBe('accepted')
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

const settings: [string, Partial<World['deps']['config']>, boolean][] = [
  ['sender', { MAIL_FROM: 'Other <other@papertide.example>' }, true],
  ['postal address', { MAIL_POSTAL_ADDRESS: 'Elsewhere 2, 10115 Berlin, Germany' }, true],
  ['size of a batch', { MAIL_BATCH_SIZE: 10 }, true],
  ['address of the product', { PUBLIC_URL: 'https://elsewhere.example' }, false],
]
for (const [what, setting, same] of settings) {
  test(`another ${what} in mid-run mails nobody twice: ${same ? 'the bytes stay' : 'what was taken is uncertain'}`, async () => {
    await someReaders(world, names(3))
    await aPublishedEdition(world, '2026-01-20', PUBLISHED)
    world.resend.faults.push('lost answer')
    expect(await tick(SEVEN)).toEqual(['planned'])
    world.deps.config = { ...world.deps.config, ...setting }
    expect(await tick(SEVEN + 900_000)).toEqual([same ? 'accepted' : 'uncertain'])
    const [one, two] = world.resend.calls
    expect(two?.body === one?.body).toBe(same)
    expect(await tick(SEVEN + 1_800_000)).toEqual([])
    expect(world.resend.taken).toHaveLength(3)
  })

  test(`another ${what} after an attempt that was lost on its way loses no mail`, async () => {
    await someReaders(world, names(3))
    await aPublishedEdition(world, '2026-01-20', PUBLISHED)
    world.resend.faults.push('lost request')
    await tick(SEVEN)
    world.deps.config = { ...world.deps.config, ...setting }
    expect(await tick(SEVEN + 900_000)).toEqual(['accepted'])
    expect(world.resend.taken).toHaveLength(3)
  })
}

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

const no = (status: number, name: string): Fault => ({
  status,
  body: { statusCode: status, name, message: '' },
})
/**
 * Each way in which a batch comes to an end: what the provider does, how long one waits, and the
 * state.
 */
const ENDS: [string, Fault | undefined, number, string][] = [
  ['taken', undefined, 0, 'accepted'],
  ['refused for four days', no(401, 'restricted_api_key'), 5 * DAY, 'failed'],
  ['known with other bytes', no(409, 'invalid_idempotent_request'), 0, 'uncertain'],
  ['unanswered for a day', 'lost answer', 2 * DAY, 'uncertain'],
]
for (const [what, fault, wait, state] of ENDS)
  test(`a batch that was ${what} keeps ids of its members and no address`, async () => {
    await someReaders(world, names(2))
    await aPublishedEdition(world, '2026-01-20', PUBLISHED)
    world.resend.weather = () => fault
    for (let at = SEVEN; at <= SEVEN + wait; at += DAY / 4) {
      await tick(at)
      await sweep(world.deps, at)
    }
    expect(await allBatches()).toMatchObject([{ state, members: [{ id: 1 }, { id: 2 }] }])
    expect(JSON.stringify(await allBatches())).not.toContain('@')
  })

test('a batch that was never asked for, the provider being closed for four days, fails with its members known', async () => {
  await someReaders(world, names(2))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  await closeProvider(world.deps.db, SEVEN + 5 * DAY)
  for (let at = SEVEN; at < SEVEN + 5 * DAY; at += DAY / 4) {
    await tick(at)
    await sweep(world.deps, at)
  }
  expect(await allBatches()).toMatchObject([
    { state: 'failed', attempts: 0, members: [{ id: 1 }, { id: 2 }] },
  ])
  const at = SEVEN + 5 * DAY
  expect(await sendAnyway(world.deps.db, [BATCH], at, '2026-01-10')).toEqual([BATCH + 1])
  await sweep(world.deps, at)
  expect(await tick(at)).toEqual(['accepted'])
  expect(world.resend.taken).toHaveLength(2)
})

test('what a week’s digest gives is tried for as long as another’s, however old its edition', async () => {
  // A Tuesday; the only edition of the week that it ends is of the Tuesday before.
  await someReaders(world, names(2), { kind: 'weekly', days: 0b000_0010 })
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  const at = SEVEN + 7 * DAY
  world.resend.faults.push(no(429, 'rate_limit_exceeded'))
  expect(await tick(at)).toEqual(['planned'])
  for (const days of [1 / 24, 1, 2, 3, 3.5]) {
    world.resend.weather = () => no(401, 'restricted_api_key')
    await tick(at + days * DAY)
    await sweep(world.deps, at + days * DAY)
  }
  expect(await allBatches()).toMatchObject([{ state: 'planned' }])
  world.resend.weather = () => undefined
  expect(await tick(at + 3.6 * DAY)).toEqual(['accepted'])
})

test('a provider that stays silent for 23 hours leaves the batch uncertain and is not asked again', async () => {
  await someReaders(world, names(2))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  world.resend.weather = () => 'lost request'
  for (const hours of [0, 1, 7, 14, 20, 23, 24]) {
    await tick(SEVEN + hours * HOUR)
    await sweep(world.deps, SEVEN + hours * HOUR)
  }
  expect(await allBatches()).toMatchObject([{ state: 'uncertain', planned: 2 }])
  const calls = world.resend.calls.length
  await tick(SEVEN + SAFE_TO_ASK + 3 * HOUR)
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
  expect(await tick(SEVEN + HOUR)).toEqual(['accepted'])
  expect(world.resend.taken).toHaveLength(2)
})

test('a tick that was missed is caught up within the same local day', async () => {
  await someReaders(world, names(1))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  expect(await tick(SEVEN + 10 * HOUR)).toEqual(['accepted'])
})

test('a day without a new edition sends nothing', async () => {
  await someReaders(world, names(1))
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  await tick(SEVEN)
  for (const day of [1, 2, 3]) expect(await tick(SEVEN + day * DAY)).toEqual([])
})

test('who joined after today’s hour begins tomorrow', async () => {
  await someReaders(world, ['late@example.org'], { from: '2026-01-21' })
  await aPublishedEdition(world, '2026-01-20', PUBLISHED)
  expect(await tick(SEVEN)).toEqual([])
  await aPublishedEdition(world, '2026-01-21', PUBLISHED + DAY)
  expect(await tick(SEVEN + DAY)).toEqual(['accepted'])
})
