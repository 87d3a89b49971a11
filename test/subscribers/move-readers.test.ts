import { beforeEach, expect, test } from 'vitest'
import packageJson from '../../package.json'
import { subscribers } from '../../src/db/schema.ts'
import { endSubscription } from '../../src/db/subscribers.ts'
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
    { email: 'ada@example.org', state: 'active', ...AGREED, scheduleFrom: '2026-01-20', confirmations: 0 },
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
  expect((await everyone(world)).map(({ state }) => state)).toEqual(['pending', 'pending'])
})

test('a provider that takes nothing stops the rest, which is then not reported as done', async () => {
  world.resend.weather = () => ({ status: 401, body: { statusCode: 401, name: 'restricted_api_key' } })
  const rows = ['a@example.org', 'b@example.org'].map((email) => ({ email }))
  const report = (await (await move('ask', rows)).json()) as { results: object[]; stop?: string }
  expect(report.results).toEqual([{ line: 2, outcome: 'confirmation waits' }])
  expect(report.stop).toContain('takes no mail at present')
  expect(await everyone(world)).toHaveLength(1)
})

test('whoever is known here stays as they are, above all who left, bounced or complained', async () => {
  const [, left] = await someReaders(world, ['here@example.org', 'left@example.org'])
  await endSubscription(world.deps.db, left ?? 0, world.deps.now())
  const gone = (state: string) => ({ email: `${state}@example.org`, state })
  await move('confirmed', ['bounced', 'complained', 'unsubscribed'].map(gone))
  const before = await wholeDatabase()
  const names = ['here', 'left', 'bounced', 'complained', 'unsubscribed']
  for (const mode of ['ask', 'confirmed'])
    expect(
      await outcomes(
        await move(
          mode,
          names.map((name) => ({ email: `${name}@example.org`, ...AGREED })),
        ),
      ),
    ).toEqual([
      'already a reader',
      'left out: has unsubscribed here',
      'left out: bounced here',
      'left out: complained here',
      'left out: has unsubscribed here',
    ])
  expect(await wholeDatabase()).toEqual(before)
  expect(world.resend.taken).toEqual([])
})

test('the same address twice in one call is one reader', async () => {
  const twice = [
    { email: 'a@example.org', ...AGREED },
    { email: 'A@EXAMPLE.org', ...AGREED },
  ]
  expect(await outcomes(await move('confirmed', twice))).toEqual(['added', 'already a reader'])
  expect(await everyone(world)).toHaveLength(1)
})

test('what is exported makes the same readers in an empty database', async () => {
  await someReaders(world, ['a@example.org', 'b@example.org'], {
    timezone: 'Asia/Tokyo',
    hour: 6,
    topics: 'q=agents',
  })
  await someReaders(world, ['c@example.org'], { kind: 'weekly', days: 16, papers: 5, from: '2026-03-01' })
  await move('confirmed', [
    { email: 'd@example.org', state: 'complained' },
    { email: 'e@example.org', state: 'pending' },
  ])
  await world.deps.db.update(subscribers).set({ consentText: 'words' })
  const before = await exported()
  const rows = before.map(
    ({ scheduleFrom, topics, timezone, hour, days, papers, id: _, kind: __, ...row }) => ({
      ...row,
      pausedUntil: scheduleFrom,
      preferences: {
        timezone,
        hour,
        days,
        papers,
        ...Object.fromEntries(new URLSearchParams(String(topics))),
      },
    }),
  )
  world = await aNewWorld(NOW)
  world.deps.config = { ...world.deps.config, ADMIN_TOKEN: TOKEN }
  browser = aBrowser(world)
  await move('confirmed', rows)
  const after = await exported()
  // Those who were not paused begin on the day after the move.
  const without = (all: Record<string, unknown>[]) => all.map(({ scheduleFrom: _, ...reader }) => reader)
  expect(without(after)).toEqual(without(before))
  expect(after.map(({ scheduleFrom }) => scheduleFrom)).toEqual([
    '2026-01-20',
    '2026-01-20',
    '2026-03-01',
    null,
    null,
  ])
})

test('a call of another shape is refused and says which field', async () => {
  const answers = await Promise.all([
    move('confirmed', [{ email: 'a@example.org', state: 'lost' }]),
    move('send', []),
    move('ask', Array(6).fill({ email: 'a@example.org' })),
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
    for (const path of ['/operator/facts', '/operator/readers', '/operator/batches'])
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

test('a tick by hand runs every job and says so', async () => {
  const answer = await browser.post('/operator/tick', {}, AUTH)
  const facts = (await (await browser.get('/operator/facts', AUTH)).json()) as { jobs: { job: string }[] }
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ at: Date.parse(NOW), ok: expect.any(Boolean) })
  expect(facts.jobs.map(({ job }) => job).sort()).toEqual(['deliver', 'index', 'ingest', 'publish', 'sweep'])
})
