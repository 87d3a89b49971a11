import { beforeEach, expect, test } from 'vitest'
import { batches } from '../../src/db/schema.ts'
import { endSubscription } from '../../src/db/subscribers.ts'
import { consumeMessages } from '../../src/jobs/consume.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { HOUR } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { messagesFor, planAt } from '../helpers/delivering.ts'
import { aPublishedEdition, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

const TOKEN = 'a-token-for-the-operator'
const BATCH = 2 ** 20
const SEVEN = Date.parse('2026-01-20T07:00:00Z')
let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  world.deps.config = { ...world.deps.config, ADMIN_TOKEN: TOKEN, OPERATOR_EMAIL: 'ops@example.org' }
  browser = aBrowser(world)
  await someReaders(world, ['a@example.org', 'b@example.org', 'c@example.org'])
  await aPublishedEdition(world, '2026-01-20', SEVEN - 4 * HOUR)
})

async function tick(at: number) {
  world.at(at)
  await planAt(world.deps, at)
  await consumeMessages(world.deps, messagesFor(world.messages.splice(0)))
  await sweep(world.deps, at)
}
/** Runs until the batch is uncertain: `taken` says whether the provider had taken it. */
async function until23Hours(taken: boolean) {
  world.resend.weather = () => (taken ? 'lost answer' : 'lost request')
  for (const hours of [0, 1, 2, 8, 16, 22, 23, 24]) await tick(SEVEN + hours * HOUR)
  world.resend.weather = () => undefined
}
const decide = (action: string, token = TOKEN, id = BATCH) =>
  browser.post(`/operator/batches/${id}`, { action }, { authorization: `Bearer ${token}` })
const states = async () =>
  (await world.deps.db.select().from(batches)).map(({ state, planned, accepted, refused, excluded }) => [
    ...[state, planned, accepted, refused, excluded],
  ])

test('an uncertain batch is shown, and counts as accepted once the operator says so', async () => {
  await until23Hours(true)
  expect(await states()).toEqual([['uncertain', 3, 0, 0, 0]])
  const listed = await browser.get('/operator/batches', { authorization: `Bearer ${TOKEN}` })
  expect(await listed.json()).toMatchObject({ batches: [{ id: BATCH, members: 3, state: 'uncertain' }] })
  expect((await decide('treat as accepted')).status).toBe(200)
  expect(await states()).toEqual([['accepted', 3, 3, 0, 0]])
  expect((await decide('treat as accepted')).status).toBe(409)
  expect((await decide('send to them anyway')).status).toBe(409)
})

test('an uncertain batch is sent again under a new key to those of its members who are still here', async () => {
  await until23Hours(false)
  await endSubscription(world.deps.db, 2, SEVEN)
  expect((await decide('send to them anyway')).status).toBe(200)
  expect((await decide('send to them anyway')).status).toBe(409)
  await tick(SEVEN + 25 * HOUR)
  expect(await states()).toEqual([
    ['replaced', 0, 0, 0, 0],
    ['accepted', 3, 2, 0, 1],
  ])
  const digests = world.resend.taken.filter(({ subject }) => subject === 'Papers of 2026-01-20')
  expect(digests.map(({ to }) => to)).toEqual(['a@example.org', 'c@example.org'])
  expect(world.resend.calls.at(-1)?.key).toBe('1.2026-01-20.daily.1')
})

test('without the token, or with another, nothing is shown and nothing changes', async () => {
  await until23Hours(false)
  // Wrong tokens are counted.
  const everything = async () => ({ ...(await wholeDatabase()), counters: [] })
  const before = await everything()
  for (const token of ['', 'x', `${TOKEN}x`, TOKEN.slice(1)])
    expect((await decide('send to them anyway', token)).status).toBeGreaterThanOrEqual(400)
  expect((await browser.get('/operator/batches')).status).toBe(401)
  expect((await decide('delete')).status).toBe(400)
  expect((await decide('treat as accepted', TOKEN, 99)).status).toBe(409)
  world.deps.config = { ...world.deps.config, ADMIN_TOKEN: undefined }
  expect((await decide('send to them anyway')).status).toBe(503)
  expect(await everything()).toEqual(before)
})

test('a provider that refuses us is told of at once, a delivery that waits for three hours too, and the operator by mail', async () => {
  world.resend.weather = () => ({ status: 401, body: { statusCode: 401, name: 'restricted_api_key' } })
  await tick(SEVEN)
  const told = async () =>
    (await (await browser.get('/status.json')).json<{ problems: string[] }>()).problems.join(' ')
  expect(await told()).toContain('The mail provider refuses our key or sender')
  await tick(SEVEN + 2 * HOUR)
  expect(await told()).not.toContain('stalled')
  await tick(SEVEN + 4 * HOUR)
  expect(await told()).toContain(
    'The delivery of the edition of 2026-01-20 is stalled: mails have waited for 4 hours.',
  )
  // The provider does not take that mail either, until it is well again; the batch has not been
  // asked for yet then.
  world.resend.weather = () => undefined
  for (const after of [4.1, 4.2, 4.3]) {
    world.at(SEVEN + after * HOUR)
    await sweep(world.deps, SEVEN + after * HOUR)
  }
  expect(world.resend.to('ops@example.org')).toHaveLength(1)
  expect(world.resend.to('ops@example.org')[0]?.text).toContain('Waiting: 3')
  await tick(SEVEN + 6 * HOUR)
  expect(await told()).not.toMatch(/stalled|refuses/)
})

test('what is sent anyway survives a full quota, and is tried for four days from the decision', async () => {
  await until23Hours(false)
  const decidedAt = SEVEN + 6 * 24 * HOUR
  world.at(decidedAt)
  expect((await decide('send to them anyway')).status).toBe(200)
  const quota = { statusCode: 429, name: 'daily_quota_exceeded', message: '' }
  world.resend.weather = () => ({ status: 429, body: quota })
  for (const hours of [0, 2, 23, 25, 47, 71, 92]) await tick(decidedAt + hours * HOUR)
  expect((await states()).map(([state]) => state)).toEqual(['replaced', 'planned'])
  world.resend.weather = () => undefined
  await tick(decidedAt + 95 * HOUR)
  expect((await states()).map(([state]) => state)).toEqual(['replaced', 'accepted'])
})

test('what is sent anyway and refused for four days fails, and can be decided about again', async () => {
  await until23Hours(false)
  const decidedAt = SEVEN + 6 * 24 * HOUR
  world.at(decidedAt)
  await decide('send to them anyway')
  world.resend.weather = () => ({
    status: 422,
    body: { statusCode: 422, name: 'validation_error', message: '' },
  })
  for (const hours of [0, 2, 23, 25, 47, 71, 94]) await tick(decidedAt + hours * HOUR)
  expect((await states()).map(([state]) => state)).toEqual(['replaced', 'planned'])
  await tick(decidedAt + 96 * HOUR)
  expect((await states()).map(([state]) => state)).toEqual(['replaced', 'failed'])
  expect((await decide('send to them anyway', TOKEN, BATCH + 1)).status).toBe(200)
})
