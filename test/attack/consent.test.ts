import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { signups } from '../../src/db/schema.ts'
import { readerLinks } from '../../src/subscribers/links.ts'
import { applyPendingChanges } from '../../src/subscribers/pending-change.ts'
import { signToken } from '../../src/subscribers/tokens.ts'
import { HOUR } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { everyone, everySignup, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

// A reader's own row changes by their own links alone; a confirmation does what its signup asked
// for, and no other.

const ADA = 'ada@example.org'
const START = Date.parse('2026-01-20T12:00:00Z')
let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-20T12:00:00Z')
  browser = aBrowser(world)
})
const hours = (count: number) => world.at(START + count * HOUR)
const signUp = (fields: Record<string, string> = {}, network = '198.51.100.7') =>
  browser.post('/subscribe', { email: ADA, ...fields }, { 'cf-connecting-ip': network })
const confirmToken = () => /confirm\?token=(\S+)/.exec(world.resend.to(ADA).at(-1)?.text ?? '')?.[1] ?? ''
const unsubscribe = async (id: number) => {
  const link = (await readerLinks(world.deps.config, id)).unsubscribe
  return browser.post(link.slice(world.deps.config.PUBLIC_URL.length), {})
}
/** What is a reader's: their row, what they asked for, what they agreed to. */
const readersOwn = async () => {
  const { subscribers, schedules, consents } = await wholeDatabase()
  return JSON.stringify({ subscribers, schedules, consents })
}
const STRANGE = { hour: '3', q: 'casino', days: 'weekly,sun', papers: '5', timezone: 'Asia/Tokyo' }

test('a stranger’s signup leaves a reader’s row, preferences and consent unchanged to the byte', async () => {
  const [, ended = 0] = await someReaders(world, [ADA, 'bob@example.org'], { topics: 'q=agents' })
  await unsubscribe(ended)
  hours(2)
  const before = await readersOwn()
  for (const email of [ADA, 'bob@example.org', 'new@example.org'])
    await browser.post('/subscribe', { email, ...STRANGE }, { 'cf-connecting-ip': '203.0.113.1' })
  await browser.post('/preferences/link', { email: ADA }, { 'cf-connecting-ip': '203.0.113.1' })
  expect(await readersOwn()).toBe(before)
})

test('each confirmation makes what its own signup asked for; what came between changes nothing', async () => {
  await signUp({ hour: '9', q: 'agents' })
  const mine = confirmToken()
  hours(2)
  await signUp(STRANGE, '203.0.113.1')
  const strangers = confirmToken()
  expect(strangers).not.toBe(mine)
  await browser.post('/confirm', { token: mine })
  const { schedules } = await wholeDatabase()
  expect(schedules).toMatchObject([{ hour: 9, topics: 'q=agents', timezone: 'UTC' }])
  const before = await readersOwn()
  expect((await browser.post('/confirm', { token: strangers })).status).toBe(200)
  expect(await readersOwn()).toBe(before)
})

test('no link from before the end of a subscription brings it back', async () => {
  await signUp()
  const first = confirmToken()
  hours(2)
  await signUp(STRANGE, '203.0.113.1')
  const second = confirmToken()
  await browser.post('/confirm', { token: first })
  const [reader] = await everyone(world)
  hours(3)
  await unsubscribe(reader?.id ?? 0)
  const before = await wholeDatabase()
  for (const token of [first, second]) expect((await browser.post('/confirm', { token })).status).toBe(400)
  expect(await wholeDatabase()).toEqual(before)
  // A new signup does, and is a record of its own.
  hours(4)
  await signUp()
  await browser.post('/confirm', { token: confirmToken() })
  const { consents, subscribers } = await wholeDatabase()
  expect(consents?.map((row) => (row as { what: string }).what)).toEqual(['given', 'ended', 'given'])
  expect(subscribers).toMatchObject([{ state: 'active', generation: 1 }])
})

test('a confirmation mail holds nothing that was typed but the address', async () => {
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[a-z]{8,20}$/), fc.nat(1e6), async (word, n) => {
      const email = `r${n}.${word.length}@d${n}.example`
      const network = `10.${n % 250}.${word.length}.1`
      await browser.post(
        '/subscribe',
        { email, q: `"${word}" ${word}x`, mute: word },
        { 'cf-connecting-ip': network },
      )
      for (const { html, text, subject } of world.resend.to(email))
        expect([html, text, subject].join().includes(word)).toBe(false)
    }),
    { numRuns: 20 },
  )
  expect(world.resend.taken.length).toBeGreaterThan(5)
})

test('consent and its end are rows that are added and never changed', async () => {
  const records: string[] = []
  const note = async () => {
    const { consents } = await wholeDatabase()
    const now = (consents ?? []).map((row) => JSON.stringify(row))
    expect(now.slice(0, records.length)).toEqual(records)
    records.splice(0, records.length, ...now)
  }
  const [id = 0] = await someReaders(world, [ADA])
  await note()
  const link = (await readerLinks(world.deps.config, id)).preferences.slice(
    world.deps.config.PUBLIC_URL.length,
  )
  await browser.post(link, { hour: '9' })
  await note()
  await applyPendingChanges(world.deps, hours(24))
  await note()
  await unsubscribe(id)
  await note()
  await unsubscribe(id)
  await note()
  expect(records.map((row) => JSON.parse(row).what)).toEqual(['given', 'changed', 'ended'])
  expect(JSON.parse(JSON.parse(records[1] ?? '').preferences)).toMatchObject({ hour: 9 })
})

test('pending signups of before are kept, and the links in their mails work', async () => {
  // What the migration makes of a pending subscriber: a signup with its number, asked for when the
  // link was issued.
  const preferences = { kind: 'daily' as const, timezone: 'UTC', hour: 7, days: 127, papers: 20, topics: '' }
  const row = { id: 57, email: ADA, preferences, askedAt: START, attempts: 1, acceptedAt: START }
  await world.deps.db.insert(signups).values(row)
  const { TOKEN_SECRET } = world.deps.config
  const foreign = await signToken(TOKEN_SECRET, 'confirm', 57, START - 1)
  expect((await browser.post('/confirm', { token: foreign })).status).toBe(400)
  const token = await signToken(TOKEN_SECRET, 'confirm', 57, START)
  expect((await browser.post('/confirm', { token })).status).toBe(200)
  expect(await everyone(world)).toMatchObject([{ email: ADA, state: 'active', signupId: 57 }])
  expect(await everySignup(world)).toMatchObject([{ confirmedAt: START }])
})
