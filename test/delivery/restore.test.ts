import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { batches, passedOver, scheduleDays, uptime } from '../../src/db/schema.ts'
import { endSubscription } from '../../src/db/subscribers.ts'
import { deliverBatch } from '../../src/delivery/send.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { changePreferences } from '../../src/subscribers/preferences.ts'
import { signToken } from '../../src/subscribers/tokens.ts'
import { putBack, takeBackup } from '../helpers/backup.ts'
import { aBrowser } from '../helpers/browser.ts'
import { deliverAt, planAt } from '../helpers/delivering.ts'
import { aPublishedEdition, manyReaders, someReaders } from '../helpers/readers.ts'
import { ALL } from '../helpers/sizes.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const START = Date.parse('2026-01-20T00:00:00Z')
const TOKEN = 'a-token-for-the-operator'
const READERS = 60

let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  world.deps.config = { ...world.deps.config, MAIL_BATCH_SIZE: 5, ADMIN_TOKEN: TOKEN }
  browser = aBrowser(world)
  await manyReaders(READERS, [
    ['UTC', 7],
    ['UTC', 8],
    ['UTC', 9],
  ])
})

const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10)
/** Hours in which something happens, and so many between them that nothing looks like a silence. */
const HOURS = [0, 2, 3, 7, 8, 9, 10, 15, 20]
/** Ticks from one instant up to another, of these hours or of all, and publishes about 03:00. */
async function live(from: number, until: number): Promise<void> {
  for (let at = from; at < until; at += HOUR) {
    if (!ALL && at > from && !HOURS.includes(Math.floor((at % DAY) / HOUR))) continue
    world.at(at)
    if (at % DAY >= 2.5 * HOUR && at % DAY < 3.5 * HOUR) await aPublishedEdition(world, dateOf(at), at)
    await deliverAt(world, at)
    await sweep(world.deps, at)
  }
}
/**
 * The tick of 08:00 is cut off when two of its batches are handed over: the backup is of that
 * moment.
 */
async function backupInMidRun(at: number) {
  world.at(at)
  const { planDue, enqueueDue } = await import('../../src/delivery/plan.ts')
  await planDue(world.deps, at)
  await enqueueDue(world.deps, at)
  for (const { batchId = 0 } of world.messages.splice(0).slice(0, 2)) await deliverBatch(world.deps, batchId)
  return takeBackup()
}
/** Readers come, leave and change their minds: what a restore does not know of. */
async function churn(at: number): Promise<void> {
  world.at(at)
  for (const id of [2, 3, 22, 41]) await endSubscription(world.deps.db, id, at)
  await someReaders(world, ['new-8@example.org', 'new-9@example.org'], { hour: 8, from: dateOf(at) })
  for (const id of [5, 25, 45]) {
    const token = await signToken(world.deps.config.TOKEN_SECRET, 'preferences', id, at)
    await changePreferences(world.deps, token, { hour: '9' })
  }
}
const doubled = () => [...world.resend.counts].filter(([, count]) => count > 1)
const statesOf = async () => {
  const rows = await world.deps.db.select().from(batches)
  return Object.fromEntries(
    [...Map.groupBy(rows, ({ state }) => state)].map(([state, all]) => [state, all.length]),
  )
}
const operator = (path: string, fields: Record<string, string>) =>
  browser.post(path, fields, { authorization: `Bearer ${TOKEN}` })
const problems = async () =>
  (await (await browser.get('/status.json')).json<{ problems: string[] }>()).problems

/** What an operator does: holds delivery, restores, and says since when digests are to be sent. */
async function restoreByTheBook(backup: Awaited<ReturnType<typeof takeBackup>>, at: number, from: number) {
  world.deps.config = { ...world.deps.config, RESTORED: 'first' }
  await putBack(backup)
  const before = world.resend.taken.length
  await live(at, at + HOUR)
  expect(world.resend.taken).toHaveLength(before)
  expect((await problems())[0]).toContain('Nothing is mailed: RESTORED is set')
  const answer = await operator('/operator/restored', { from: new Date(from).toISOString() })
  expect(answer.status).toBe(200)
}

test('a database restored within a day doubles nothing: the keys are the same', async () => {
  await live(START, START + DAY + 8 * HOUR)
  const backup = await backupInMidRun(START + DAY + 8 * HOUR)
  await live(START + DAY + 8.5 * HOUR, START + DAY + 20 * HOUR)
  const taken = world.resend.taken.length
  expect(taken).toBe(2 * READERS)
  await putBack(backup)
  await live(START + DAY + 20 * HOUR, START + 2 * DAY)
  expect(world.resend.taken).toHaveLength(taken)
  expect(doubled()).toEqual([])
  expect(await statesOf()).toEqual({ accepted: 24 })
  await live(START + 2 * DAY, START + 3 * DAY)
  expect(world.resend.taken).toHaveLength(3 * READERS)
  expect(doubled()).toEqual([])
})

test('a database restored after 29 hours, of a moment in mid-run, doubles nothing and shows what it cannot know', async () => {
  await live(START, START + DAY + 8 * HOUR)
  const backup = await backupInMidRun(START + DAY + 8 * HOUR)
  await live(START + DAY + 8.5 * HOUR, START + 2 * DAY + 13 * HOUR)
  const taken = world.resend.taken.length
  expect(taken).toBe(3 * READERS)
  await putBack(backup)
  await aPublishedEdition(world, '2026-01-22', START + 2 * DAY + 2.5 * HOUR)
  await live(START + 2 * DAY + 13 * HOUR, START + 3 * DAY)
  expect(world.resend.taken).toHaveLength(taken)
  expect(doubled()).toEqual([])
  // Two batches of 08:00 were known to be taken; the other two were planned, and nobody knows more.
  expect(await statesOf()).toEqual({ accepted: 12 + 4 + 2 + 12, uncertain: 2 })
  expect((await problems()).join()).toMatch(
    /2 batches of the edition of 2026-01-21 are uncertain, unknown: it may have been mailed at a time of which nothing is remembered here/,
  )
  expect(
    await (await operator('/operator/batches', { action: 'treat as accepted', all: 'yes' })).json(),
  ).toEqual({
    action: 'treat as accepted',
    asked: 2,
    done: 2,
  })
  expect(await statesOf()).toEqual({ accepted: 32 })
})

for (const [when, after] of [
  ['within a day', 12],
  ['after 29 hours', 29],
] as const)
  test(`readers came and went before a restore ${when}: by the book nothing is doubled, and nothing is lost silently`, async () => {
    await live(START, START + DAY + 8 * HOUR)
    const backup = await backupInMidRun(START + DAY + 8 * HOUR)
    await live(START + DAY + 8.5 * HOUR, START + DAY + 8.75 * HOUR)
    await churn(START + DAY + 8.75 * HOUR)
    const at = START + DAY + (8 + after) * HOUR
    await live(START + DAY + 9 * HOUR, at)
    const taken = world.resend.taken.length
    await restoreByTheBook(backup, at, at)
    if (after > 24) await aPublishedEdition(world, '2026-01-22', START + 2 * DAY + 2.5 * HOUR)
    const end = START + 3 * DAY
    await live(at + HOUR, end)
    expect(doubled()).toEqual([])
    expect((await problems()).join()).toContain('it may have been mailed before the database was restored')
    const { uncertain = 0 } = await statesOf()
    expect(uncertain).toBeGreaterThan(0)
    // What comes due after that instant is mailed as ever.
    const later = world.resend.taken.length
    expect(later).toBe(after > 24 ? taken : taken + READERS)
    await live(end, end + DAY)
    expect(world.resend.taken).toHaveLength(later + READERS)
    expect(doubled()).toEqual([])
    // Every reader of the restored days is accounted for: taken, or waiting for a decision.
    const rows = await world.deps.db.select().from(batches)
    for (const { planned, accepted, refused, excluded, state, members } of rows)
      expect(state === 'uncertain' ? members?.length : accepted + refused + excluded).toBe(planned)
  })

test('readers and schedules made after a restore get numbers that nobody had', async () => {
  const backup = await takeBackup()
  const [lost] = await someReaders(world, ['lost@example.org'], { hour: 20 })
  await putBack(backup)
  await operator('/operator/restored', { from: '2026-01-19T12:00:00Z', name: 'today' })
  const [made] = await someReaders(world, ['made@example.org'], { hour: 21 })
  expect(made).toBeGreaterThan((lost ?? 0) + 999_999)
  const again = await operator('/operator/restored', { from: '2026-01-19T12:00:00Z', name: 'today' })
  expect(again.status).toBe(409)
})

test('a digest due just before the instant of a restore waits for a decision, one due at it is mailed', async () => {
  await live(START, START + HOUR)
  await operator('/operator/restored', { from: new Date(START + 8 * HOUR).toISOString(), name: 'today' })
  await live(START + HOUR, START + 12 * HOUR)
  const days = await world.deps.db.select().from(scheduleDays)
  expect(days).toHaveLength(3)
  const rows = await world.deps.db.select().from(batches)
  const states = [...Map.groupBy(rows, ({ scheduleId }) => scheduleId)]
    .sort(([a], [b]) => a - b)
    .map(([, all]) => [...new Set(all.map(({ state }) => state))])
  expect(states).toEqual([['uncertain'], ['accepted'], ['accepted']])
  const uncertain = rows.filter(({ state }) => state === 'uncertain')
  const answer = await operator('/operator/batches', {
    action: 'send to them anyway',
    ids: uncertain.map(({ id }) => id).join(','),
  })
  expect(await answer.json()).toMatchObject({ asked: 4, done: 4 })
  await live(START + 12 * HOUR, START + 13 * HOUR)
  expect(world.resend.taken).toHaveLength(READERS)
  expect(doubled()).toEqual([])
})

test('an outage of a day is no restore: who was not due meanwhile is mailed as ever', async () => {
  await live(START, START + 6 * HOUR)
  await aPublishedEdition(world, '2026-01-21', START + DAY + 2.5 * HOUR)
  await live(START + DAY + 6 * HOUR, START + DAY + 12 * HOUR)
  expect(world.resend.taken).toHaveLength(READERS)
  expect(await statesOf()).toEqual({ accepted: 12 })
})

test('an outage of 30 hours in mid-run holds nothing: what waited is mailed, and who was passed over is counted', async () => {
  await live(START, START + DAY + 8 * HOUR)
  await backupInMidRun(START + DAY + 8 * HOUR)
  await aPublishedEdition(world, '2026-01-22', START + 2 * DAY + 2.5 * HOUR)
  await live(START + 2 * DAY + 14 * HOUR, START + 3 * DAY)
  expect(await statesOf()).toEqual({ accepted: 12 + 4 + 4 + 12 })
  expect(doubled()).toEqual([])
  const passed = await world.deps.db.select().from(passedOver)
  expect(passed).toMatchObject([{ localDate: '2026-01-21', readers: READERS / 3, reason: 'nothing ran' }])
})

test('a restore is found out without a silence, and an outage after it holds what may have been mailed', async () => {
  await live(START, START + DAY + 8 * HOUR)
  const backup = await backupInMidRun(START + DAY + 8 * HOUR)
  await live(START + DAY + 8.5 * HOUR, START + DAY + 10 * HOUR)
  const taken = world.resend.taken.length
  await putBack(backup)
  const [waiting] = await world.deps.db.select().from(batches).where(eq(batches.state, 'planned'))
  // A message of before: nothing is handed over until a tick has noted the restore.
  world.at(START + DAY + 10 * HOUR)
  expect(await deliverBatch(world.deps, waiting?.id ?? 0)).toBe('not due')
  await planAt(world.deps, START + DAY + 10 * HOUR)
  world.messages.splice(0)
  expect(await world.deps.db.$count(uptime)).toBe(2)
  await aPublishedEdition(world, '2026-01-22', START + 2 * DAY + 2.5 * HOUR)
  await live(START + 2 * DAY + 16 * HOUR, START + 2 * DAY + 17 * HOUR)
  expect(world.resend.taken).toHaveLength(taken + READERS)
  expect(doubled()).toEqual([])
  expect((await statesOf()).uncertain).toBe(2 + 4)
})

test('a batch whose attempt SEARCH cannot note is not handed over, and goes out when it can', async () => {
  await live(START, START + 4 * HOUR)
  const { search } = world.deps
  world.deps.search = new Proxy(search, {
    get: (target, name) =>
      name === 'prepare' ? (sql: string) => only(sql, target) : Reflect.get(target, name),
  })
  const only = (sql: string, target: D1Database) => {
    if (/insert into attempts/.test(sql)) throw new Error('D1_ERROR: away')
    return target.prepare(sql)
  }
  await live(START + 7 * HOUR, START + 8 * HOUR)
  expect(world.resend.taken).toHaveLength(0)
  world.deps.search = search
  await live(START + 8 * HOUR, START + 10 * HOUR)
  expect(world.resend.taken).toHaveLength(READERS)
  expect(doubled()).toEqual([])
})
