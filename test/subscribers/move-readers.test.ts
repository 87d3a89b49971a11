import { beforeEach, expect, test } from 'vitest'
import packageJson from '../../package.json'
import { consents, counters } from '../../src/db/schema.ts'
import { endSubscription, stopAddress } from '../../src/db/subscribers.ts'
import { hashMailbox, namesOf } from '../../src/subscribers/address-hash.ts'
import { catchUpConfirmations } from '../../src/subscribers/confirmation-mail.ts'
import { hashNetwork } from '../../src/subscribers/network.ts'
import { HOUR } from '../../src/time/dates.ts'
import { VERSION } from '../../src/wording/version.ts'
import { aBrowser } from '../helpers/browser.ts'
import { AT_SEVEN, everyone, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

const TOKEN = 'a-token-for-the-operator'
const AUTH = { authorization: `Bearer ${TOKEN}` }
const NOW = '2026-01-19T12:00:00Z'
let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld(NOW)
  world.deps.config = { ...world.deps.config, ADMIN_TOKEN: TOKEN }
  browser = aBrowser(world)
})

const move = async (mode: string, rows: object[], headers: Record<string, string> = AUTH) => {
  const body = JSON.stringify({ mode, rows: rows.map((row, i) => ({ line: i + 2, ...row })) })
  const init = { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json' } }
  return browser.ask('/operator/readers', init)
}
const outcomes = async (response: Response) =>
  ((await response.json()) as { results: { outcome: string }[] }).results.map(({ outcome }) => outcome)
const exported = async () =>
  ((await (await browser.get('/operator/readers', AUTH)).json()) as { readers: Record<string, unknown>[] })
    .readers

const AGREED = { confirmedAt: Date.parse('2025-03-01T00:00:00Z'), consentText: 'form on lab.example' }

test('who agreed elsewhere is a reader at once, with the consent as it was stated', async () => {
  const preferences = { timezone: 'Europe/Berlin', hour: 8, days: 'mon,thu', papers: 10, category: 'cs.CL' }
  const answer = await move('confirmed', [{ email: ' Ada@Example.org ', ...AGREED, preferences }])
  expect(await outcomes(answer)).toEqual(['added'])
  expect(await everyone(world)).toMatchObject([
    {
      email: 'ada@example.org',
      state: 'active',
      confirmedAt: AGREED.confirmedAt,
      scheduleFrom: '2026-01-20',
    },
  ])
  expect(await world.deps.db.select().from(consents)).toMatchObject([
    { at: AGREED.confirmedAt, what: 'given', how: 'stated by the operator', consentText: AGREED.consentText },
  ])
  expect(await exported()).toMatchObject([
    { timezone: 'Europe/Berlin', hour: 8, days: 'mon,thu', papers: 10, topics: 'category=cs.CL' },
  ])
  expect(world.resend.taken).toEqual([])
})

test('without a stated consent nobody is made a reader', async () => {
  for (const missing of [{ confirmedAt: null }, { consentText: null }, { consentText: '' }])
    expect(
      await outcomes(await move('confirmed', [{ email: 'a@example.org', ...AGREED, ...missing }])),
    ).toEqual(['refused: it is not said when and how they agreed.'])
  const future = { confirmedAt: Date.parse(NOW) + 1 }
  expect(await outcomes(await move('confirmed', [{ email: 'a@example.org', ...AGREED, ...future }]))).toEqual(
    ['refused: its date is in the future.'],
  )
  expect(await everyone(world)).toEqual([])
})

test('asked to confirm, each is sent one confirmation mail and is a reader only after it', async () => {
  const rows = ['a@example.org', 'b@example.org', 'no address'].map((email) => ({ email }))
  const first = await outcomes(await move('ask', rows))
  expect(first.slice(0, 2)).toEqual(['confirmation sent', 'confirmation sent'])
  expect(first[2]).toMatch(/^refused: /)
  expect(await outcomes(await move('ask', rows.slice(0, 2)))).toEqual(
    Array(2).fill('already asked to confirm'),
  )
  expect(world.resend.taken.map(({ to }) => to)).toEqual(['a@example.org', 'b@example.org'])
  expect(await everyone(world)).toEqual([])
  const link = /https?:\/\/\S+\/confirm\?token=(\S+)/.exec(world.resend.taken[0]?.text ?? '')?.[1] ?? ''
  expect((await browser.post('/confirm', { token: link })).status).toBe(200)
  expect(await everyone(world)).toMatchObject([{ email: 'a@example.org', state: 'active' }])
})

test('asking stays within half of the confirmations of an hour and of a day, and says when to go on', async () => {
  world.deps.config = { ...world.deps.config, MAIL_DAILY_QUOTA: 100, MAIL_CONFIRMATION_SHARE: 32 }
  const asked: number[] = []
  let retryAt = 0
  for (let n = 0; n < 60; n += 3) {
    const rows = [n, n + 1, n + 2].map((i) => ({ email: `r${i}@example${i}.org` }))
    const report = (await (await move('ask', rows)).json()) as { results: object[]; retryAt?: number }
    asked.push(report.results.length)
    if (report.retryAt === undefined) continue
    if (report.retryAt - world.deps.now() > HOUR) {
      retryAt = report.retryAt
      break
    }
    world.at(report.retryAt)
  }
  // 32 a day and 8 an hour: half of them.
  expect(asked.reduce((sum, count) => sum + count, 0)).toBe(16)
  expect(retryAt).toBe(Date.parse('2026-01-20T00:00:00Z'))
  expect(world.resend.taken).toHaveLength(16)
})

test('an address that was asked often enough is left out', async () => {
  for (const day of ['20', '21', '22']) {
    world.at(`2026-01-${day}T12:00:00Z`)
    expect(await outcomes(await move('ask', [{ email: 'a@example.org' }]))).toEqual(['confirmation sent'])
  }
  world.at('2026-01-23T12:00:00Z')
  const expected = ['left out: was asked to confirm often enough']
  expect(await outcomes(await move('ask', [{ email: 'a@example.org' }]))).toEqual(expected)
  expect(await world.deps.db.select().from(counters)).not.toEqual([])
})

test('what the mail provider does not take at present waits for a tick', async () => {
  world.resend.weather = () => ({ status: 401, body: { statusCode: 401, name: 'restricted_api_key' } })
  expect(await outcomes(await move('ask', [{ email: 'a@example.org' }]))).toEqual(['confirmation waits'])
  world.resend.weather = () => undefined
  await catchUpConfirmations(world.deps)
  expect(world.resend.to('a@example.org')).toHaveLength(1)
})

test('whoever is known here stays as they are, above all who left, bounced or complained', async () => {
  const [, left] = await someReaders(world, ['here@example.org', 'left@example.org'])
  await endSubscription(world.deps.db, left ?? 0, world.deps.now())
  const gone = (state: string) => ({ email: `${state}@example.org`, state })
  await move('confirmed', ['bounced', 'complained', 'unsubscribed'].map(gone))
  const config = world.deps.config
  await stopAddress(world.deps.db, await hashMailbox(config, 'never@example.org'), 'never', world.deps.now())
  // Its address is only a hash by now, and is known all the same.
  const [, hidden = ''] = await namesOf(config, 'hidden@example.org')
  await move('confirmed', [{ email: hidden, state: 'unsubscribed' }])
  const before = await wholeDatabase()
  const names = ['here', 'left', 'bounced', 'complained', 'unsubscribed', 'never', 'hidden']
  for (const mode of ['ask', 'confirmed'])
    for (const [index, name] of names.entries())
      expect(await outcomes(await move(mode, [{ email: `${name}@example.org`, ...AGREED }]))).toEqual([
        [
          'already a reader',
          'left out: has unsubscribed here',
          'left out: bounced here',
          'left out: complained here',
          'left out: has unsubscribed here',
          'left out: wants no mail from here, ever',
          'left out: has unsubscribed here',
        ][index],
      ])
  expect(await wholeDatabase()).toEqual(before)
  expect(world.resend.taken).toEqual([])
})

test('who is blocked is left out, by address, domain and network, asked or confirmed, and each line says so', async () => {
  const post = (what: string) => browser.post('/operator/block', { what }, AUTH)
  for (const what of ['bad.example', 'mail.evil.example', 'eve@example.org', '192.0.2.7', '2001:db8::/64'])
    expect((await post(what)).status).toBe(200)
  const from = (network: string) => hashNetwork(world.deps.config, network)
  const rows = [
    { email: 'a@bad.example', ...AGREED },
    { email: 'b@deep.under.bad.example', ...AGREED },
    { email: 'c@evil.example', ...AGREED },
    { email: 'd@mail.evil.example', ...AGREED },
    { email: 'eve@example.org', ...AGREED },
    { email: 'f@example.org', ...AGREED, signupNetwork: await from('192.0.2.7') },
    { email: 'g@example.org', ...AGREED, confirmNetwork: await from('2001:db8:0:0::/64') },
    { email: 'h@example.org', ...AGREED, signupNetwork: await from('192.0.2.8') },
    { email: 'i@notbad.example', ...AGREED },
  ]
  const [domain, network] = ['left out: its domain is blocked here', 'left out: its network is blocked here']
  expect(await outcomes(await move('confirmed', rows))).toEqual([
    ...[domain, domain, 'added', domain, 'left out: blocked here', network, network, 'added', 'added'],
  ])
  expect((await everyone(world)).map(({ email }) => email)).toEqual([
    ...['c@evil.example', 'h@example.org', 'i@notbad.example'],
  ])
  const asked = await move('ask', [{ email: 'j@x.bad.example' }, { email: 'eve@example.org' }])
  expect(await outcomes(asked)).toEqual([domain, 'left out: blocked here'])
  expect(world.resend.taken).toEqual([])
})

test('the same address twice in one call is one reader', async () => {
  const twice = [
    { email: 'a@example.org', ...AGREED },
    { email: 'A@EXAMPLE.org', ...AGREED },
  ]
  expect(await outcomes(await move('confirmed', twice))).toEqual(['added', 'already in this file'])
  expect(await everyone(world)).toHaveLength(1)
})

const stopped = async () =>
  ((await (await browser.get('/operator/stopped', AUTH)).json()) as { stopped: Record<string, unknown>[] })
    .stopped

test('what is exported makes the same readers in an empty database, and stops the same addresses', async () => {
  await someReaders(world, ['a@example.org', 'b@example.org'], {
    timezone: 'Asia/Tokyo',
    hour: 6,
    topics: 'category=cs.CL&q=agents,%20diffusion',
    early: true,
  })
  await someReaders(world, ['c@example.org'], { kind: 'weekly', days: 16, papers: 5, from: '2026-03-01' })
  const [, hidden = ''] = await namesOf(world.deps.config, 'hidden@example.org')
  await move('confirmed', [
    { email: 'd@example.org', state: 'complained', endedAt: 5 },
    { email: hidden, state: 'unsubscribed' },
    { email: `#${'a'.repeat(32)}`, state: 'never' },
    { email: `#${'b'.repeat(32)}`, state: 'complained' },
  ])
  const [before, stops] = [await exported(), await stopped()]
  expect(before).toHaveLength(5)
  expect(before.map(({ early }) => early)).toEqual(['yes', 'yes', 'no', 'no', 'no'])
  expect(stops).toHaveLength(2)
  const rows = before.map(
    ({ scheduleFrom, topics, timezone, hour, days, papers, early, id: _, kind: __, ...row }) => ({
      ...row,
      pausedUntil: scheduleFrom,
      preferences: { timezone, hour, days, papers, topics, early },
    }),
  )
  const hashes = stops.map(({ hash, reason }) => ({ email: `#${hash}`, state: reason }))
  world = await aNewWorld(NOW)
  world.deps.config = { ...world.deps.config, ADMIN_TOKEN: TOKEN }
  browser = aBrowser(world)
  await move('confirmed', [...rows, ...hashes])
  const after = await exported()
  // Those who were not paused begin on the day after the move.
  const without = (all: Record<string, unknown>[]) => all.map(({ scheduleFrom: _, ...reader }) => reader)
  expect(without(after)).toEqual(without(before))
  expect(after.map(({ scheduleFrom }) => scheduleFrom)).toEqual([
    ...['2026-01-20', '2026-01-20', '2026-03-01'],
    ...[null, null],
  ])
  expect(await stopped()).toEqual(stops)
})

test('a hash is never made a reader, and who has not confirmed is not taken for one', async () => {
  const hash = `#${'c'.repeat(32)}`
  for (const mode of ['ask', 'confirmed'])
    expect(await outcomes(await move(mode, [{ email: hash, ...AGREED }]))).toEqual([
      'refused: there is only a hash of its address.',
    ])
  expect(await outcomes(await move('confirmed', [{ email: 'a@example.org', state: 'pending' }]))).toEqual([
    'refused: has not confirmed; without --confirmed they are asked again.',
  ])
  expect(await everyone(world)).toEqual([])
})

test('a call of another shape is refused and says which field', async () => {
  const answers = await Promise.all([
    move('confirmed', [{ email: 'a@example.org', state: 'lost' }]),
    move('send', []),
    move('ask', Array(4).fill({ email: 'a@example.org' })),
    move('confirmed', Array(101).fill({ email: 'a@example.org' })),
  ])
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400])
  expect(await answers[0]?.json()).toMatchObject({ error: expect.stringContaining('rows.0.state') })
  expect((await browser.get('/operator/readers?after=x', AUTH)).status).toBe(400)
})

test('no route of the operator answers without the token', async () => {
  await someReaders(world, ['a@example.org'])
  const before = await wholeDatabase()
  for (const headers of [
    {},
    { authorization: 'Bearer x' },
    { authorization: `Bearer ${TOKEN}x` },
  ] as never[]) {
    for (const path of ['/operator/facts', '/operator/readers', '/operator/stopped', '/operator/batches'])
      expect((await browser.get(path, headers)).status).toBe(401)
    expect((await browser.post('/operator/tick', {}, headers)).status).toBe(401)
    expect((await move('confirmed', [{ email: 'b@example.org', ...AGREED }], headers)).status).toBe(401)
  }
  expect(await wholeDatabase()).toEqual(before)
})

test('the facts count readers by state and days, name the version and no address', async () => {
  await someReaders(world, ['a@example.org', 'b@example.org'])
  await someReaders(world, ['c@example.org'], { days: 0b11 })
  await move('confirmed', [{ email: 'd@example.org', state: 'bounced' }])
  const text = await (await browser.get('/operator/facts', AUTH)).text()
  expect(JSON.parse(text)).toMatchObject({
    version: VERSION,
    now: Date.parse(NOW),
    readers: [
      { state: 'active', readers: 3 },
      { state: 'bounced', readers: 1 },
    ],
    days: [
      { kind: 'daily', days: 3, readers: 1 },
      { kind: 'daily', days: AT_SEVEN.days, readers: 2 },
    ],
    unindexed: 0,
    undecided: 0,
    lastWebhookCall: null,
  })
  expect(text).not.toContain('@example.org')
  expect(VERSION).toBe(packageJson.version)
})

test("a tick by hand is the cron's of this quarter of an hour", async () => {
  world.at('2026-01-19T12:14:59Z')
  const answer = await browser.post('/operator/tick', {}, AUTH)
  expect([answer.status, await answer.json()]).toEqual([200, { at: Date.parse(NOW) }])
  const facts = (await (await browser.get('/operator/facts', AUTH)).json()) as { jobs: object[] }
  expect(facts.jobs).toEqual([{ job: 'tick', at: Date.parse(NOW), status: 'done', error: null }])
  expect(world.messages.map(({ unit }) => unit)).toContain('sweep')
})
