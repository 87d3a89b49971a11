import { beforeEach, expect, test } from 'vitest'
import { webhookCalls } from '../../src/db/schema.ts'
import { readerLinks } from '../../src/subscribers/links.ts'
import bounced from '../fixtures/recorded/resend/webhook_email.bounced.json?raw'
import bounced2026 from '../fixtures/recorded/resend/webhook_email.bounced_2026_schema.json?raw'
import complained from '../fixtures/recorded/resend/webhook_email.complained.json?raw'
import delivered from '../fixtures/recorded/resend/webhook_email.delivered.json?raw'
import sent from '../fixtures/recorded/resend/webhook_email.sent.json?raw'
import { aBrowser } from '../helpers/browser.ts'
import { everyone, someReaders } from '../helpers/readers.ts'
import { svixHeaders, WEBHOOK_SECRET } from '../helpers/svix.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

let world: World
let browser: ReturnType<typeof aBrowser>
const ADA = 'ada@example.org'
const CONFIRMED = '2026-01-20T12:00:00Z'
beforeEach(async () => {
  world = await aNewWorld(CONFIRMED)
  world.deps.config = { ...world.deps.config, RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET }
  browser = aBrowser(world)
  await someReaders(world, [ADA, 'eve@example.org'])
})

const post = (body: string, headers: Record<string, string>) =>
  browser.ask('/webhooks/resend', { method: 'POST', body, headers })
let calls = 0
const tell = async (body: string, id = `msg_${calls++}`) => post(body, await svixHeaders(body, id))
/** A recorded call, about Ada, at a time after she confirmed. */
const about = (recorded: string, data: object = {}, at = '2026-01-21T00:00:00Z') => {
  const call = JSON.parse(recorded)
  const from = world.deps.config.MAIL_FROM
  return JSON.stringify({ ...call, created_at: at, data: { ...call.data, from, to: [ADA], ...data } })
}
const ada = async () => (await everyone(world)).find(({ email }) => email === ADA)
const event = (type: string, data: object) => JSON.stringify({ ...JSON.parse(about(sent, data)), type })

const fates: [string, () => string, string][] = [
  ['a permanent bounce', () => about(bounced2026), 'bounced'],
  ['a hard bounce in the words of 2023', () => about(bounced), 'bounced'],
  ['a complaint', () => about(complained), 'complained'],
  [
    'an address suppressed after a bounce',
    () => event('email.suppressed', { suppressed: { reason: 'previous_bounce' } }),
    'bounced',
  ],
  [
    'an address suppressed after a complaint',
    () => event('email.suppressed', { suppressed: { reason: 'previous_complaint' } }),
    'complained',
  ],
  ['a failure', () => event('email.failed', { failed: { reason: 'invalid_recipient' } }), 'bounced'],
]
for (const [what, call, state] of fates) {
  test(`${what} ends the mails to that address and no other`, async () => {
    expect((await tell(call())).status).toBe(200)
    expect(await ada()).toMatchObject({ state, suppression: state, softBounces: 0 })
    expect((await everyone(world)).find(({ email }) => email !== ADA)).toMatchObject({ state: 'active' })
  })
}

test('a transient bounce is only counted, a failure that is our own trouble only told to the operator', async () => {
  await tell(about(bounced2026, { bounce: { type: 'Transient', subType: 'MailboxFull', message: 'full' } }))
  await tell(event('email.failed', { failed: { reason: 'reached_daily_quota' } }))
  expect(await ada()).toMatchObject({ state: 'active', softBounces: 1 })
  const calls = await world.deps.db.select().from(webhookCalls)
  expect(calls.map(({ failure }) => failure)).toEqual([null, 'reached_daily_quota'])
})

test('a call that comes several times counts once', async () => {
  const call = about(bounced2026, { bounce: { type: 'Transient', subType: 'General', message: '' } })
  for (let n = 0; n < 3; n++) await tell(call, 'msg_same')
  await Promise.all([tell(call, 'msg_same'), tell(call, 'msg_same')])
  expect(await ada()).toMatchObject({ softBounces: 1 })
})

test('a bounce from before the last confirmation changes nothing, a complaint is not taken back by a bounce', async () => {
  await tell(about(bounced2026, {}, '2026-01-19T00:00:00Z'))
  expect(await ada()).toMatchObject({ state: 'active', suppression: null })
  await tell(about(complained))
  await tell(about(bounced2026))
  expect(await ada()).toMatchObject({ state: 'complained' })
})

test('what was sent, delivered or opened changes no row', async () => {
  const before = await wholeDatabase()
  for (const body of [sent, delivered, event('email.opened', {}), '{"type":"domain.created"}', '[]'])
    expect((await tell(body)).status).toBe(200)
  expect(await wholeDatabase()).toEqual(before)
})

test('a call that is not signed, signed by another, changed or old is refused and changes nothing', async () => {
  const before = await wholeDatabase()
  const body = about(bounced2026)
  const good = await svixHeaders(body, 'msg_x')
  const tries: [string, Record<string, string>][] = [
    [body, {}],
    [body, { ...good, 'svix-signature': 'v1,AAAA' }],
    [body, { ...good, 'svix-id': 'msg_other' }],
    [body.replace(ADA, 'eve@example.org'), good],
    [body, await svixHeaders(body, 'msg_x', `whsec_${btoa('another secret')}`)],
    [body, await svixHeaders(body, 'msg_x', WEBHOOK_SECRET, Date.now() - 600_000)],
  ]
  for (const [text, headers] of tries) expect((await post(text, headers)).status).toBe(401)
  expect(await wholeDatabase()).toEqual(before)
})

test('without RESEND_WEBHOOK_SECRET the answer says how to set it', async () => {
  world.deps.config = { ...world.deps.config, RESEND_WEBHOOK_SECRET: undefined }
  const answer = await tell(about(bounced2026))
  expect([answer.status, await answer.text()]).toEqual([
    503,
    expect.stringContaining('wrangler secret put RESEND_WEBHOOK_SECRET'),
  ])
})

test('who bounced can come back by confirming again, is told what may be in the way, and when no more mails come', async () => {
  await tell(about(bounced2026))
  // What was asked for before the last confirmation does not count.
  const said: string[] = []
  for (const day of [21, 22, 23, 24]) {
    world.at(`2026-01-${day}T12:00:00Z`)
    const answer = await browser.post('/subscribe', { email: ADA })
    said.push(`${answer.status} ${await answer.text()}`)
  }
  expect(said[0]).toContain('bounced before')
  expect(said[3]).toMatch(/^429[\s\S]*three times in a year/)
  expect(await ada()).toMatchObject({ state: 'bounced', suppression: 'bounced' })
  expect(world.resend.to(ADA)).toHaveLength(3)
  const token = /confirm\?token=(\S+)/.exec(world.resend.to(ADA).at(-1)?.text ?? '')?.[1] ?? ''
  expect((await browser.post('/confirm', { token })).status).toBe(200)
  expect(await ada()).toMatchObject({ state: 'active', suppression: null })
})

test('after a complaint a stranger has us write no more, its owner can', async () => {
  await tell(about(complained))
  world.at('2026-01-21T12:00:00Z')
  await browser.post('/subscribe', { email: ADA })
  expect(world.resend.to(ADA)).toHaveLength(0)
  const [reader] = (await everyone(world)).filter(({ email }) => email === ADA)
  const { preferences } = await readerLinks(world.deps.config, reader?.id ?? 0)
  world.at('2026-01-22T12:00:00Z')
  await browser.post(`/your-data${new URL(preferences).search}`, { action: 'again' })
  expect(world.resend.to(ADA)).toHaveLength(1)
})
