import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { parseConfig } from '../../src/config.ts'
import { consents } from '../../src/db/schema.ts'
import { SOFT_FOR, SOFT_IN_A_ROW } from '../../src/db/undelivered.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { everyone, someReaders } from '../helpers/readers.ts'
import { svixHeaders, WEBHOOK_SECRET } from '../helpers/svix.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const ADA = 'ada@example.org'
const NOON = Date.parse('2026-01-20T12:00:00Z')
let world: World
let browser: ReturnType<typeof aBrowser>
let calls = 0
beforeEach(async () => {
  world = await aNewWorld('2026-01-20T12:00:00Z')
  world.deps.config = { ...world.deps.config, RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET }
  browser = aBrowser(world)
  await someReaders(world, [ADA, 'eve@example.org'])
})

async function send(body: string) {
  const headers = await svixHeaders(body, `msg_${calls++}`)
  return (await browser.ask('/webhooks/resend', { method: 'POST', body, headers })).status
}
const iso = (at: number) => new Date(at).toISOString()
type Event = { type?: unknown; created_at?: unknown; data?: object }
const tell = ({ type = 'email.bounced', created_at = iso(NOON + DAY), data = {} }: Event) => {
  const from = world.deps.config.MAIL_FROM
  const bounce = { type: 'Permanent', message: '' }
  return send(JSON.stringify({ type, created_at, data: { from, to: [ADA], bounce, ...data } }))
}
const soft = (at: number) => tell({ created_at: iso(at), data: { bounce: { type: 'Transient' } } })
const stateOf = async (email: string) => (await everyone(world)).find((one) => one.email === email)

test('only a failure that names the recipient is final; any other changes nothing of the reader', async () => {
  const before = await stateOf(ADA)
  for (const reason of [
    'internal_server_error',
    'reached_daily_quota',
    'invalid_from_address',
    'too_many_recipients',
    'recipient_server_unavailable',
    'something_new',
    '',
    null,
  ])
    expect(await tell({ type: 'email.failed', data: { failed: { reason } } })).toBe(200)
  expect(await tell({ type: 'email.failed', data: { failed: null } })).toBe(200)
  expect(await stateOf(ADA)).toEqual(before)
  await tell({ type: 'email.failed', data: { failed: { reason: 'invalid_recipient' } } })
  expect(await stateOf(ADA)).toMatchObject({ state: 'bounced' })
})

test('mails of another sender, and of several recipients, are none of ours', async () => {
  const before = await everyone(world)
  for (const data of [
    { from: 'Other Shop <shop@example.com>' },
    { from: 'shop@example.com' },
    { from: 'Other Shop <shop@example.com>', to: [ADA, 'eve@example.org'] },
    { to: [ADA, 'eve@example.org'] },
    { to: [] },
  ])
    for (const type of ['email.bounced', 'email.complained']) expect(await tell({ type, data })).toBe(200)
  expect(await everyone(world)).toEqual(before)
  const address = /<(.*)>/.exec(world.deps.config.MAIL_FROM)?.[1]
  await tell({ data: { from: `"Renamed, since" <${address?.toUpperCase()}>` } })
  expect((await everyone(world)).map(({ state }) => state)).toEqual(['bounced', 'active'])
})

const odd: [string, Event][] = [
  ['no created_at', { created_at: undefined }],
  ['created_at null', { created_at: null }],
  ['a date as PostgreSQL writes it', { created_at: '2026-01-21 00:00:00.126+00' }],
  ['a date with an offset', { created_at: '2026-01-21T02:00:00.126512+02:00' }],
  ['a date of the mail protocols', { created_at: 'Wed, 21 Jan 2026 00:00:00 GMT' }],
  ['seconds', { created_at: (NOON + DAY) / 1000 }],
  ['a display name', { data: { to: ['Ada Lovelace <Ada@Example.org>'] } }],
  ['a recipient that is no list', { data: { to: ADA } }],
  ['parts that are of another kind', { data: { suppressed: 7, failed: 'x', tags: null } }],
  ['no sender', { data: { from: undefined } }],
  ['a type of bounce and no message', { data: { bounce: { type: 'Permanent', message: null } } }],
]
for (const [what, event] of odd) {
  test(`a call with ${what} counts all the same`, async () => {
    world.at(NOON + DAY)
    expect(await tell(event)).toBe(200)
    expect(await stateOf(ADA)).toMatchObject({ state: 'bounced' })
  })
}

test('a bounce of no kind is soft, and a mail from before the confirmation counts for nothing', async () => {
  await tell({ data: { bounce: null } })
  expect(await stateOf(ADA)).toMatchObject({ state: 'active', softBounces: 1 })
  await tell({ created_at: 'yesterday', data: { created_at: '2026-01-19 00:00:00+00' } })
  expect(await stateOf(ADA)).toMatchObject({ state: 'active' })
})

test('soft bounces in a row for long enough end a subscription, one fewer or an hour less does not', async () => {
  const step = SOFT_FOR / (SOFT_IN_A_ROW - 1)
  for (let n = 0; n < SOFT_IN_A_ROW - 1; n++) await soft(NOON + HOUR + n * step)
  await soft(NOON + SOFT_FOR)
  expect(await stateOf(ADA)).toMatchObject({ state: 'active', softBounces: SOFT_IN_A_ROW })
  await soft(NOON + HOUR + SOFT_FOR)
  expect(await stateOf(ADA)).toMatchObject({ state: 'bounced', suppression: 'bounced' })
  const ended = await world.deps.db.select().from(consents)
  expect(ended.filter(({ what }) => what === 'ended').map(({ how }) => how)).toEqual(['bounced'])
  expect(await stateOf('eve@example.org')).toMatchObject({ state: 'active', softBounces: 0 })
})

test('few soft bounces over a long time, and many in a short one, end nothing', async () => {
  for (let n = 0; n < 30; n++) await soft(NOON + HOUR + n * HOUR)
  expect(await stateOf(ADA)).toMatchObject({ state: 'active', softBounces: 30 })
  for (let n = 1; n < 12; n++) await soft(NOON + n * 30 * DAY)
  expect(await stateOf(ADA)).toMatchObject({ state: 'active', softBounces: 1 })
})

test('a delivery ends a row of soft bounces; one from before it does not', async () => {
  for (let n = 0; n < 4; n++) await soft(NOON + HOUR + n * 4 * DAY)
  await tell({ type: 'email.delivered', created_at: iso(NOON + DAY) })
  expect(await stateOf(ADA)).toMatchObject({ softBounces: 4 })
  await tell({ type: 'email.delivered', created_at: iso(NOON + 13 * DAY) })
  expect(await stateOf(ADA)).toMatchObject({ softBounces: 0, softSince: null, softLast: null })
  await soft(NOON + 16 * DAY)
  expect(await stateOf(ADA)).toMatchObject({ state: 'active', softBounces: 1 })
})

test('a call up to 256 kB is taken, whatever it says; a larger one is 413, and no form is as large', async () => {
  const of = (size: number) => {
    const text = '{"type":"email.opened","data":{"x":""}}'
    return text.replace('""', `"${'x'.repeat(size - text.length)}"`)
  }
  expect(await send(of(20 * 1024))).toBe(200)
  expect(await send(of(256 * 1024))).toBe(200)
  expect(await send(of(256 * 1024 + 1))).toBe(413)
  for (const body of [
    '',
    '{',
    '[]',
    '7',
    'null',
    '{"type":"email.bounced"}',
    '{"type":"email.bounced","data":{}}',
  ])
    expect(await send(body), body).toBe(200)
  const headers = { 'content-type': 'application/json' }
  const body = of(17 * 1024)
  expect((await browser.ask('/subscribe', { method: 'POST', body, headers })).status).toBe(413)
})

test('a webhook secret that is not the whole one is refused with its name', () => {
  const parse = (RESEND_WEBHOOK_SECRET: string) => () => parseConfig({ ...env, RESEND_WEBHOOK_SECRET })
  expect(parse(WEBHOOK_SECRET)().RESEND_WEBHOOK_SECRET).toBe(WEBHOOK_SECRET)
  expect(parse('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).not.toThrow()
  for (const wrong of [
    'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'whsec_',
    'whsec_abc',
    'whsec_***',
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS',
  ])
    expect(parse(wrong), wrong).toThrow(/RESEND_WEBHOOK_SECRET: must be the whole/)
})
