import { beforeEach, expect, test } from 'vitest'
import { batches, scheduleDays } from '../../src/db/schema.ts'
import { aBrowser } from '../helpers/browser.ts'
import { deliverAt } from '../helpers/delivering.ts'
import { aPublishedEdition, everyone, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

const HOUR = 3_600_000
/** A Tuesday. */
const NOON = Date.parse('2026-01-20T12:00:00Z')
const ADA = 'ada@example.org'
let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-20T12:00:00Z')
  browser = aBrowser(world)
})

/** Signs up and confirms; returns the text of the page "You are in". */
async function join(email: string, fields: Record<string, string> = {}, ip = '192.0.2.1'): Promise<string> {
  await browser.post(
    '/subscribe',
    { email, timezone: 'UTC', hour: '7', ...fields },
    { 'cf-connecting-ip': ip },
  )
  const token = /confirm\?token=(\S+)/.exec(world.resend.to(email).at(-1)?.text ?? '')?.[1] ?? ''
  return (await browser.post('/confirm', { token })).text()
}
const digestsOf = (email: string) =>
  world.resend.to(email).flatMap(({ subject }) => (subject.startsWith('Papers of') ? [subject] : []))

test('who confirms has the newest edition at once, none of it again, and the next one on their day', async () => {
  await aPublishedEdition(world, '2026-01-19', NOON - 34 * HOUR)
  await aPublishedEdition(world, '2026-01-20', NOON - 10 * HOUR)
  const page = await join(ADA)
  expect(page).toContain('The newest edition is on its way to you now.')
  expect(page).toContain('Your next digest comes on Wednesday, 21 January 2026, at 07:00 (UTC).')
  expect(digestsOf(ADA)).toEqual(['Papers of 2026-01-20'])
  for (let at = NOON; at < NOON + 18 * HOUR; at += HOUR) await deliverAt(world, at)
  expect(digestsOf(ADA)).toHaveLength(1)
  await aPublishedEdition(world, '2026-01-21', NOON + 14 * HOUR)
  await deliverAt(world, NOON + 19 * HOUR)
  expect(digestsOf(ADA)).toEqual(['Papers of 2026-01-20', 'Papers of 2026-01-21'])
})

test('who confirms before their own hour has the edition once, and the page names tomorrow', async () => {
  await aPublishedEdition(world, '2026-01-20', NOON - 10 * HOUR)
  world.at(NOON - 7 * HOUR)
  expect(await join(ADA)).toContain('Wednesday, 21 January 2026, at 07:00 (UTC)')
  for (let at = NOON - 7 * HOUR; at < NOON + 12 * HOUR; at += HOUR / 2) await deliverAt(world, at)
  expect(digestsOf(ADA)).toHaveLength(1)
})

test('the next digest is named with its weekday, zone and chosen days, and not for a day without a list', async () => {
  await aPublishedEdition(world, '2026-01-24', Date.parse('2026-01-24T02:15:00Z'))
  world.at('2026-01-24T12:00:00Z')
  // Lists of Saturday and Sunday are rare: the next edition is of Tuesday, made of Monday's list.
  expect(await join(ADA, { timezone: 'Asia/Tokyo', hour: '8' })).toContain(
    'Your next digest comes on Wednesday, 28 January 2026, at 08:00 (Asia/Tokyo).',
  )
  expect(await join('b@example.org', { days: 'weekdays', hour: '9' }, '192.0.2.2')).toContain(
    'Your next digest comes on Tuesday, 27 January 2026, at 09:00 (UTC).',
  )
})

test('many who confirm on the same day have one each, in any order and however often they press', async () => {
  await aPublishedEdition(world, '2026-01-20', NOON - 10 * HOUR)
  for (let n = 0; n < 5; n++) await join(`r${n}@example.org`, {}, `192.0.2.${n}`)
  const token = /confirm\?token=(\S+)/.exec(world.resend.to('r1@example.org')[0]?.text ?? '')?.[1] ?? ''
  await browser.post('/confirm', { token })
  await deliverAt(world, NOON + HOUR)
  const given = Array.from({ length: 5 }, (_, n) => digestsOf(`r${n}@example.org`).length)
  expect(given).toEqual([1, 1, 1, 1, 1])
  expect((await world.deps.db.select().from(scheduleDays)).map(({ kind }) => kind)).toEqual(['welcome'])
  expect(world.resend.calls.flatMap(({ key, path }) => (path.endsWith('batch') ? [key] : []))).toEqual(
    [1, 2, 3, 4, 5].map((id) => `1.2026-01-20.welcome.${id}`),
  )
})

test('a welcome of one reader takes nothing from another of the same schedule', async () => {
  await someReaders(world, ['old@example.org'], { hour: 15 })
  await aPublishedEdition(world, '2026-01-20', NOON - 10 * HOUR)
  await join(ADA, { hour: '15' })
  await deliverAt(world, NOON + 3 * HOUR)
  expect(digestsOf('old@example.org')).toHaveLength(1)
  expect(digestsOf(ADA)).toHaveLength(1)
})

test('who confirms before the first edition has it at the first tick that has one', async () => {
  expect(await join(ADA, { hour: '23' })).toContain(
    'Your next digest comes on Tuesday, 20 January 2026, at 23:00',
  )
  await deliverAt(world, NOON + HOUR / 4)
  expect(digestsOf(ADA)).toEqual([])
  await aPublishedEdition(world, '2026-01-20', NOON + HOUR / 2)
  await deliverAt(world, NOON + HOUR / 2)
  expect(digestsOf(ADA)).toEqual(['Papers of 2026-01-20'])
  for (let at = NOON + HOUR; at < NOON + 24 * HOUR; at += HOUR) await deliverAt(world, at)
  expect(digestsOf(ADA)).toHaveLength(1)
})

test('a welcome that the provider does not answer is asked for again under the same key, and left out when its reader leaves first', async () => {
  await aPublishedEdition(world, '2026-01-20', NOON - 10 * HOUR)
  await browser.post('/subscribe', { email: ADA, timezone: 'UTC', hour: '7' })
  const token = /confirm\?token=(\S+)/.exec(world.resend.to(ADA).at(-1)?.text ?? '')?.[1] ?? ''
  world.resend.faults.push('lost answer')
  await browser.post('/confirm', { token })
  await deliverAt(world, NOON + HOUR / 4)
  expect(digestsOf(ADA)).toHaveLength(1)
  expect(await world.deps.db.select().from(batches)).toMatchObject([{ state: 'accepted', attempts: 2 }])
})

test('WELCOME off: nothing comes at once, and the page says so by not saying it', async () => {
  world.deps.config = { ...world.deps.config, WELCOME: false }
  await aPublishedEdition(world, '2026-01-20', NOON - 10 * HOUR)
  const page = await join(ADA, { hour: '15' })
  expect(page).not.toContain('on its way')
  expect(page).toContain('Your next digest comes on Tuesday, 20 January 2026, at 15:00 (UTC).')
  await deliverAt(world, NOON + HOUR)
  expect(digestsOf(ADA)).toEqual([])
  await deliverAt(world, NOON + 3 * HOUR)
  expect(digestsOf(ADA)).toHaveLength(1)
})

test('who left and comes back the same day is not welcomed with what they had', async () => {
  await aPublishedEdition(world, '2026-01-20', NOON - 10 * HOUR)
  await join(ADA)
  const link = /<(\S+)>/.exec(
    world.resend.to(ADA).find(({ subject }) => subject.startsWith('Papers'))?.headers['List-Unsubscribe'] ??
      '',
  )?.[1]
  await browser.post((link ?? '').replace(/^https?:\/\/[^/]+/, ''), { 'List-Unsubscribe': 'One-Click' })
  world.at(NOON + 2 * HOUR)
  await join(ADA)
  await deliverAt(world, NOON + 3 * HOUR)
  expect(digestsOf(ADA)).toHaveLength(1)
  expect((await everyone(world)).map(({ state }) => state)).toEqual(['active'])
})

test('a weekly reader is welcomed with the last whole week, once, and planning twice changes no row', async () => {
  for (const day of [12, 13, 14, 15, 16, 19, 20])
    await aPublishedEdition(world, `2026-01-${day}`, Date.parse(`2026-01-${day}T02:15:00Z`))
  await join(ADA, { days: 'weekly' })
  await deliverAt(world, NOON + HOUR / 4)
  const rows = await world.deps.db.select().from(batches)
  expect(rows).toMatchObject([
    { variant: 'week', state: 'accepted', editionDate: '2026-01-16', welcome: true },
  ])
  await deliverAt(world, NOON + HOUR / 4)
  const before = await wholeDatabase()
  await deliverAt(world, NOON + HOUR / 4)
  expect(await wholeDatabase()).toEqual(before)
})
