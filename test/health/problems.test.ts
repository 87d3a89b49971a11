import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { noteJob } from '../../src/db/job-runs.ts'
import { batches, editions, sourceRuns } from '../../src/db/schema.ts'
import type { Facts } from '../../src/health/facts.ts'
import { problemsOf } from '../../src/health/problems.ts'
import { warnOperator } from '../../src/health/warn.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { FORMULA } from '../../src/ranking/formula.ts'
import { aBrowser } from '../helpers/browser.ts'
import { deliverAt } from '../helpers/delivering.ts'
import { aPublishedEdition, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** A Wednesday; its edition is of Tuesday's list. */
const NOON = Date.parse('2026-01-21T12:00:00Z')
let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-21T12:00:00Z')
  browser = aBrowser(world)
})
const status = async () =>
  (await browser.get('/status.json')).json<{ ok: boolean; problems: string[]; deliveries: unknown[] }>()
const problems = async () => (await status()).problems
const ticked = (at: number) => noteJob(world.deps.db, { job: 'tick', at, status: 'done', error: null })
const answered = (source: 'huggingface' | 'arxiv' | 'hackernews', at: number, reason: string | null = null) =>
  world.deps.db.insert(sourceRuns).values({
    source,
    at,
    reason,
    subject: `something ${at}`,
    status: reason === null ? ('complete' as const) : ('failed' as const),
  })
/** A day on which all is well. */
async function allIsWell() {
  await ticked(NOON)
  for (const source of ['huggingface', 'arxiv', 'hackernews'] as const)
    await answered(source, NOON - HOUR / 2)
  for (const date of ['2026-01-20', '2026-01-21'])
    await world.deps.db.insert(editions).values({
      date,
      state: 'complete',
      note: null,
      formula: FORMULA,
      publishedAt: Date.parse(`${date}T02:15:00Z`),
      cohorts: [],
      papers: [],
    })
}

test('when all is well the status says so, and a monitor is told 200', async () => {
  await allIsWell()
  expect(await status()).toMatchObject({ ok: true, problems: [] })
  const health = await browser.get('/health')
  expect([health.status, await health.text()]).toEqual([200, '{"ok":true}'])
  expect(await (await browser.get('/status')).text()).toContain('Everything works.')
})

test('no tick yet, and none for 45 minutes, is one sentence with the minutes', async () => {
  expect(await problems()).toEqual(['No tick has run yet: nothing is read, published or mailed.'])
  await allIsWell()
  world.at(NOON + 45 * MINUTE)
  expect(await problems()).toEqual([])
  world.at(NOON + 47 * MINUTE)
  expect(await problems()).toEqual(['No tick has run for 47 minutes: nothing is read, published or mailed.'])
  const page = await (await browser.get('/status')).text()
  expect(page).toContain('No tick has run for 47 minutes')
  expect(page).not.toContain('All sources answer')
  const health = await browser.get('/health')
  expect([health.status, await health.text()]).toEqual([503, '{"ok":false}'])
})

test('each source that gave no good answer for six hours is named with its reason; an idle one is not', async () => {
  await allIsWell()
  for (const source of ['huggingface', 'arxiv', 'hackernews'] as const)
    await answered(source, NOON + HOUR, `${source} is down`)
  const later = NOON + 5.5 * HOUR
  await ticked(later)
  world.at(later - 1)
  expect(await problems()).toEqual([])
  world.at(later)
  expect(await problems()).toEqual([
    'Hugging Face has given no good answer for 6 hours: huggingface is down.',
    'arXiv has given no good answer for 6 hours: arxiv is down.',
    'Hacker News has given no good answer for 6 hours: hackernews is down.',
  ])
  await answered('arxiv', later)
  await ticked(later + 9 * HOUR)
  world.at(later + 9 * HOUR)
  expect((await problems()).join()).not.toContain('arXiv')
})

test('sources that never answered are named from the first tick on', async () => {
  await ticked(NOON)
  await answered('huggingface', NOON, 'it could not be reached')
  expect(await problems()).toEqual(['Hugging Face has given no good answer yet: it could not be reached.'])
})

test('an edition is missed half an hour after it was waited for, and not on an instance of the last hour', async () => {
  await allIsWell()
  await world.deps.db.delete(editions)
  expect(await problems()).toEqual([])
  await answered('huggingface', NOON - 9 * HOUR)
  expect((await problems())[0]).toContain('There is no edition of 21 January 2026')
  await world.deps.db.insert(editions).values({
    date: '2026-01-20',
    state: 'quiet',
    note: null,
    publishedAt: 1,
    formula: FORMULA,
    cohorts: [],
    papers: [],
  })
  const waitedFor = Date.parse('2026-01-21T05:30:00Z')
  await answered('huggingface', waitedFor - 8 * HOUR)
  world.at(waitedFor - 1)
  expect(await problems()).toEqual([])
  world.at(waitedFor)
  expect((await problems())[0]).toContain('There is no edition of 21 January 2026')
})

test('a provider that refuses the key is told of at once, and no more once it takes a mail', async () => {
  await allIsWell()
  await someReaders(world, ['a@example.org'], { hour: 12 })
  await env.DB.prepare("delete from editions where date = '2026-01-21'").run()
  await aPublishedEdition(world, '2026-01-21', NOON - 9 * HOUR)
  world.resend.faults.push({ status: 403, body: { statusCode: 403, name: 'invalid_api_key', message: '' } })
  await deliverAt(world, NOON)
  expect((await problems())[0]).toMatch(
    /^The mail provider refuses our key or sender since 21 January 2026, 12:00 UTC \(the provider answered 403 invalid_api_key\): nothing is mailed\./,
  )
  await deliverAt(world, NOON + 5 * MINUTE)
  expect(await problems()).toEqual([])
})

test('a sender that is refused with a confirmation is told of at once, a full quota is not', async () => {
  await allIsWell()
  const fault = (status: number, name: string, message: string) => ({
    status,
    body: { statusCode: status, name, message },
  })
  world.resend.faults.push(fault(429, 'daily_quota_exceeded', ''))
  await browser.post('/subscribe', { email: 'a@example.org' })
  expect(await problems()).toEqual([])
  world.resend.faults.push(fault(422, 'validation_error', 'Invalid `from` field.'))
  await browser.post('/subscribe', { email: 'b@example.org' }, { 'cf-connecting-ip': '192.0.2.9' })
  expect((await problems())[0]).toContain('refuses our key or sender')
})

test('a confirmation that was not taken within an hour is told of', async () => {
  await allIsWell()
  world.resend.weather = () => 'lost request'
  await browser.post('/subscribe', { email: 'a@example.org' })
  await ticked(NOON + HOUR)
  world.at(NOON + HOUR - 1)
  expect(await problems()).toEqual([])
  world.at(NOON + HOUR)
  expect(await problems()).toEqual([
    'A confirmation mail that was asked for 60 minutes ago has not been taken by the mail provider.',
  ])
})

test('mails that were taken and then not sent for a quota are told of, without a number', async () => {
  await allIsWell()
  await env.DB.prepare("insert into webhook_calls values ('a', ?, 'run', 'reached_daily_quota')")
    .bind(NOON)
    .run()
  expect(await problems()).toEqual([
    'Mails were taken by the mail provider and then not sent: reached_daily_quota.',
  ])
  await ticked(NOON + 49 * HOUR)
})

test('readers whose day passed while nothing ran are counted, once, with the day and the reason', async () => {
  await allIsWell()
  await someReaders(
    world,
    Array.from({ length: 7 }, (_, n) => `r${n}@example.org`),
    { hour: 15 },
  )
  await someReaders(world, ['early@example.org'], { hour: 9 })
  await someReaders(world, ['pausing@example.org'], { hour: 15, from: '2026-01-22' })
  await env.DB.prepare("delete from editions where date = '2026-01-21'").run()
  await aPublishedEdition(world, '2026-01-21', NOON - 9 * HOUR)
  await deliverAt(world, NOON)
  const back = NOON + 13 * HOUR
  await deliverAt(world, back)
  await deliverAt(world, back + HOUR / 4)
  await ticked(back)
  for (const source of ['huggingface', 'arxiv', 'hackernews'] as const) await answered(source, back)
  expect(await problems()).toEqual([
    '7 readers were passed over on 21 January because nothing ran until their day was over.',
  ])
  expect(world.resend.to('r1@example.org')).toEqual([])
})

test('an edition that comes when a reader’s day is over passes them over, and that is told too', async () => {
  await someReaders(world, ['a@example.org'], { timezone: 'Pacific/Auckland', hour: 16 })
  for (let at = NOON - 12 * HOUR; at < NOON + HOUR; at += HOUR) await deliverAt(world, at)
  await aPublishedEdition(world, '2026-01-21', NOON + HOUR)
  for (let at = NOON + HOUR; at < NOON + 26 * HOUR; at += HOUR) await deliverAt(world, at)
  const { results } = await env.DB.prepare('select local_date, readers, reason from passed_over').all()
  expect(results).toEqual([{ local_date: '2026-01-21', readers: 1, reason: 'late edition' }])
})

test('nobody is passed over on a day that had nothing to give, or by a tick that is late', async () => {
  await someReaders(world, ['a@example.org'])
  await aPublishedEdition(world, '2026-01-21', NOON - 9 * HOUR)
  for (const at of [NOON - 6 * HOUR, NOON, NOON + 13 * HOUR, NOON + 5 * 24 * HOUR]) await deliverAt(world, at)
  const { results } = await env.DB.prepare('select local_date from passed_over').all()
  // The lists of three working days would have made editions; that of Saturday's would not.
  expect(results).toEqual([22, 23, 24].map((day) => ({ local_date: `2026-01-${day}` })))
})

test('uncertain batches are told of with the reason each, what a decision does, and where to take it', async () => {
  await allIsWell()
  await someReaders(world, ['a@example.org', 'b@example.org'], { hour: 12 })
  await someReaders(world, ['c@example.org'], { hour: 11 })
  await env.DB.prepare("delete from editions where date = '2026-01-21'").run()
  await aPublishedEdition(world, '2026-01-21', NOON - 9 * HOUR)
  world.deps.config = { ...world.deps.config, ADMIN_TOKEN: 'a-token-for-the-operator' }
  await deliverAt(world, NOON)
  const rows = await world.deps.db.select().from(batches)
  await env.DB.prepare(
    "update batches set state = 'uncertain', error = 'the provider answered 409 invalid_idempotent_request' where id = ?",
  )
    .bind(rows[0]?.id)
    .run()
  await env.DB.prepare(
    "update batches set state = 'uncertain', error = 'no answer from the provider' where id = ?",
  )
    .bind(rows[1]?.id)
    .run()
  const told = await problems()
  expect(told).toHaveLength(2)
  expect(told.join('\n')).toMatch(
    /probably taken: the provider has other bytes under its key \(409\).*most will then have it twice/,
  )
  expect(told.join('\n')).toMatch(/unknown: no answer from the provider.*Decide at POST \/operator\/batches/)
  const authorization = { authorization: 'Bearer a-token-for-the-operator' }
  const listed = await (await browser.get('/operator/batches', authorization)).json<{ batches: unknown[] }>()
  expect(listed.batches).toMatchObject([{ doubt: 'probably taken' }, { doubt: 'unknown' }])
  const decided = await browser.post(
    '/operator/batches',
    { action: 'treat as accepted', all: 'yes', doubt: 'probably taken' },
    authorization,
  )
  expect(await decided.json()).toMatchObject({ asked: 1, done: 1 })
  expect(await problems()).toHaveLength(1)
  for (const fields of [
    {},
    { action: 'delete', all: 'yes' },
    { action: 'treat as accepted' },
    { action: 'treat as accepted', ids: 'x' },
  ])
    expect(
      (await browser.post('/operator/batches', fields as Record<string, string>, authorization)).status,
    ).toBe(400)
})

test('the public status has no number of mails; the operator’s has', async () => {
  await allIsWell()
  world.deps.config = { ...world.deps.config, ADMIN_TOKEN: 'a-token-for-the-operator' }
  await someReaders(
    world,
    Array.from({ length: 23 }, (_, n) => `r${n}@example.org`),
    { hour: 12 },
  )
  await env.DB.prepare("delete from editions where date = '2026-01-21'").run()
  await aPublishedEdition(world, '2026-01-21', NOON - 9 * HOUR)
  await deliverAt(world, NOON)
  expect(await status()).toMatchObject({
    ok: true,
    deliveries: [{ edition: '2026-01-21', state: 'complete' }],
  })
  expect(JSON.stringify(await status())).not.toContain('23')
  expect((await browser.get('/operator/status')).status).toBe(401)
  const own = await browser.get('/operator/status', { authorization: 'Bearer a-token-for-the-operator' })
  expect(await own.json()).toMatchObject({ ok: true, runs: [{ planned: 23, accepted: 23 }] })
})

test('a database is told of from 80 % of what its plan allows', () => {
  const facts = (bytes: number): Facts => ({
    now: NOON,
    tick: NOON,
    beganAt: null,
    jobs: [],
    sources: [],
    withoutVotes: [],
    edition: null,
    published: [],
    refusal: null,
    confirmation: null,
    failures: [],
    passedOver: [],
    undecided: [],
    runs: [],
    held: false,
    holds: [],
    sizes: [{ name: 'SEARCH', bytes, limit: 500e6 }],
  })
  expect(problemsOf(facts(400e6 - 1))).toEqual([])
  expect(problemsOf(facts(400e6))).toMatchObject([
    {
      sentence: expect.stringContaining('The database SEARCH holds 400 of at most 500 MB (80 %)'),
      figure: 80,
    },
  ])
})

test('the operator is told of a problem once, again when its figure got worse, and again when it came back', async () => {
  world.deps.config = { ...world.deps.config, OPERATOR_EMAIL: 'ops@example.org' }
  await allIsWell()
  const fails = (id: string) =>
    env.DB.prepare("insert into webhook_calls values (?, ?, 'run', 'reached_daily_quota')")
      .bind(id, NOON)
      .run()
  const mails = () => world.resend.to('ops@example.org').length
  const at = async (time: number) => {
    world.at(time)
    await warnOperator(world.deps)
  }
  await at(NOON)
  expect(mails()).toBe(0)
  await fails('a')
  await at(NOON + 1)
  await at(NOON + HOUR)
  expect(mails()).toBe(1)
  await fails('b')
  await at(NOON + HOUR)
  expect(mails()).toBe(1)
  await at(NOON + HOUR + 1)
  expect(mails()).toBe(2)
  await env.DB.prepare('delete from webhook_calls').run()
  await at(NOON + 2 * HOUR)
  await fails('c')
  await at(NOON + 2 * HOUR + 1)
  expect(mails()).toBe(2 + 0)
  // The same news under the same key within a day: the provider has it already.
  await fails('d')
  await at(NOON + 4 * HOUR)
  expect(mails()).toBeGreaterThanOrEqual(2)
})

test('a warning that the provider did not take is given again at the next tick', async () => {
  world.deps.config = { ...world.deps.config, OPERATOR_EMAIL: 'ops@example.org' }
  await env.DB.prepare("insert into webhook_calls values ('a', ?, 'run', 'reached_daily_quota')")
    .bind(NOON)
    .run()
  world.resend.faults.push({ status: 429, body: { statusCode: 429, name: 'daily_quota_exceeded' } })
  await sweep(world.deps, NOON)
  expect(world.resend.to('ops@example.org')).toHaveLength(0)
  await sweep(world.deps, NOON + HOUR / 4)
  await sweep(world.deps, NOON + HOUR / 2)
  expect(world.resend.to('ops@example.org')).toHaveLength(1)
})

/** A database that answers every question with an error; without a message it never answers. */
const broken = (message: string | null) =>
  new Proxy(env.DB, {
    get(target, name) {
      const fail = async () => {
        if (message === null) return new Promise<never>(() => {})
        throw new Error(message)
      }
      if (name === 'batch') return fail
      if (name !== 'prepare') return Reflect.get(target, name)
      const statement: unknown = { bind: () => statement, all: fail, run: fail, raw: fail, first: fail }
      return () => statement
    },
  })

for (const message of [
  'D1_ERROR: D1 DB is overloaded. Requests queued for too long.',
  'D1_ERROR: Network connection lost.',
  null,
])
  test(`${message ?? 'no answer'} is told as such: pages, a signup, JSON and monitors with 503`, async () => {
    const { openDatabase } = await import('../../src/db/client.ts')
    world.deps.db = openDatabase(broken(message))
    const browser = aBrowser(world, env, 20)
    const json = await browser.get('/status.json')
    expect([json.status, await json.json()]).toMatchObject([
      503,
      { ok: false, problems: ['The database cannot be reached.'] },
    ])
    expect((await browser.get('/health')).status).toBe(503)
    for (const path of ['/', '/status', '/editions', '/trending', '/feed.xml']) {
      const page = await browser.get(path)
      expect([path, page.status]).toEqual([path, 503])
      expect(await page.text()).toContain('We cannot reach our database')
    }
    const api = await browser.get('/api/v1/papers/2601.00001')
    expect([api.status, api.headers.get('content-type')]).toEqual([503, 'application/problem+json'])
    const signup = await browser.post('/subscribe', { email: 'a@example.org' })
    expect([signup.status, await signup.text()]).toEqual([
      503,
      expect.stringContaining('Please sign up again'),
    ])
  })

test('a program that is newer than its database says what to run', async () => {
  await env.DB.prepare('drop table passed_over').run()
  const page = await browser.get('/status')
  expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('run the migrations')])
  const json = await browser.get('/status.json')
  expect([json.status, JSON.stringify(await json.json())]).toEqual([
    503,
    expect.stringContaining('run the migrations'),
  ])
})

test('what may not be kept has no tag', async () => {
  for (const path of ['/status', '/status.json', '/health', '/nowhere'])
    expect((await browser.get(path)).headers.get('etag')).toBeNull()
  expect((await browser.get('/editions')).headers.get('etag')).not.toBeNull()
})
