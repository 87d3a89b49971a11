import { beforeEach, expect, test } from 'vitest'
import { consentsOf } from '../../src/db/consents.ts'
import { lastRuns } from '../../src/db/delivery-sums.ts'
import { consumeMessages } from '../../src/jobs/consume.ts'
import { readerLinks } from '../../src/subscribers/links.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { messagesFor, planAt } from '../helpers/delivering.ts'
import { aPublishedEdition, everyone, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

const ADA = 'ada@example.org'
const START = Date.parse('2026-01-20T00:00:00Z')
let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  browser = aBrowser(world)
})

async function tick(at: number) {
  world.at(at)
  await planAt(world.deps, at)
  await consumeMessages(world.deps, messagesFor(world.messages.splice(0)))
}
const editions = async (days: number) => {
  for (let day = 0; day < days; day++) {
    const at = START + day * DAY
    await aPublishedEdition(world, new Date(at).toISOString().slice(0, 10), at + 2.25 * HOUR)
  }
}
const path = async (id: number, what = 'preferences') => {
  const link = (await readerLinks(world.deps.config, id)).preferences.slice(
    world.deps.config.PUBLIC_URL.length,
  )
  return link.replace('/preferences', `/${what}`)
}
const change = async (id: number, fields: Record<string, string>) =>
  (await browser.post(await path(id), fields)).status
const ada = async () => (await everyone(world)).find(({ email }) => email === ADA)

test('a pause skips its days and ends on its date, or when it is taken back', async () => {
  const [id = 0] = await someReaders(world, [ADA])
  await editions(6)
  await tick(START + 7 * HOUR)
  expect(await change(id, { action: 'pause', until: '2026-01-23' })).toBe(200)
  for (const day of [1, 2, 3]) await tick(START + day * DAY + 7 * HOUR)
  expect(world.resend.to(ADA).map(({ subject }) => subject.slice(-10))).toEqual(['2026-01-20', '2026-01-23'])
  await change(id, { action: 'pause', until: '2026-12-01' })
  expect(await (await browser.get(await path(id))).text()).toContain('on or after 2026-12-01')
  await change(id, { action: 'pause', until: '' })
  await tick(START + 4 * DAY + 7 * HOUR)
  expect(world.resend.to(ADA)).toHaveLength(3)
  for (const until of ['2026-01-24', '2020-01-01', '2036-01-01', 'soon', '2026-02-30'])
    expect(await change(id, { action: 'pause', until })).toBe(400)
})

test('who pauses after the digest and then preferences an earlier hour is not given that edition again', async () => {
  const [id = 0] = await someReaders(world, [ADA])
  await editions(3)
  await tick(START + 7 * HOUR)
  await change(id, { action: 'pause', until: '2026-01-21' })
  await change(id, { hour: '1' })
  for (let at = START + 8 * HOUR; at < START + 3 * DAY; at += HOUR) await tick(at)
  expect(world.resend.to(ADA).map(({ subject }) => subject.slice(-10))).toEqual(['2026-01-20', '2026-01-21'])
})

test('who leaves after the digest and comes back on the same day is not given it again', async () => {
  const [id = 0] = await someReaders(world, [ADA])
  await editions(2)
  await tick(START + 7 * HOUR)
  const { unsubscribe } = await readerLinks(world.deps.config, id)
  await browser.post(unsubscribe.slice(world.deps.config.PUBLIC_URL.length), {})
  await browser.post('/subscribe', { email: ADA, hour: '20' })
  const token = /confirm\?token=(\S+)/.exec(world.resend.to(ADA).at(-1)?.text ?? '')?.[1] ?? ''
  await browser.post('/confirm', { token })
  for (let hour = 8; hour < 48; hour++) await tick(START + hour * HOUR)
  const subjects = world.resend.to(ADA).map(({ subject }) => subject.slice(-10))
  expect(subjects.filter((each) => each === '2026-01-20')).toHaveLength(1)
  expect(subjects.at(-1)).toBe('2026-01-21')
})

test('everything stored about a reader is theirs to take, and no other’s', async () => {
  const [id = 0] = await someReaders(world, [ADA, 'eve@example.org'])
  await editions(1)
  await tick(START + 7 * HOUR)
  const before = await wholeDatabase()
  const answer = await browser.get(await path(id, 'your-data/export'))
  expect(answer.headers.get('content-disposition')).toContain('attachment')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const text = await answer.text()
  expect(JSON.parse(text)).toMatchObject({
    reader: { address: ADA, state: 'active', confirmed: '2026-01-19T12:00:00.000Z' },
    preferences: { timezone: 'UTC', hour: '07:00', days: 'daily', topics: 'all' },
    consents: [{ what: 'given', wordsAgreedTo: 'test' }],
    digests: [{ edition: '2026-01-20', yourDate: '2026-01-20', state: 'accepted' }],
  })
  expect(text).not.toContain('eve@')
  expect(await wholeDatabase()).toEqual(before)
})

test('erasing asks back, then leaves the address nowhere, while the sums close and a frozen batch keeps its bytes', async () => {
  const [id = 0] = await someReaders(world, [ADA, 'eve@example.org'])
  await editions(1)
  world.resend.faults.push('lost answer')
  await tick(START + 7 * HOUR)
  expect(await (await browser.post(await path(id), { action: 'erase' })).text()).toContain(
    'cannot be brought back',
  )
  expect(await ada()).toMatchObject({ state: 'active' })
  expect(await change(id, { action: 'erase', sure: 'yes' })).toBe(200)
  expect(await ada()).toBeUndefined()
  await tick(START + 8 * HOUR)
  const [one, two] = world.resend.calls
  expect(two).toEqual(one)
  expect(world.resend.to(ADA)).toHaveLength(1)
  expect((await lastRuns(world.deps.db, 1))[0]).toMatchObject({ planned: 2, accepted: 2, excluded: 0 })
  expect(JSON.stringify(await wholeDatabase())).not.toContain(ADA)
  // A good link has done its work: pressing it again is no error.
  expect(await change(id, { action: 'erase', sure: 'yes' })).toBe(200)
})

test('what somebody agreed to, and from which network, is kept without the network’s address', async () => {
  await browser.post('/subscribe', { email: ADA }, { 'cf-connecting-ip': '192.0.2.7' })
  const token = /confirm\?token=(\S+)/.exec(world.resend.to(ADA).at(-1)?.text ?? '')?.[1] ?? ''
  await browser.post('/confirm', { token }, { 'cf-connecting-ip': '192.0.2.8' })
  const [record] = await consentsOf(world.deps.db, (await ada())?.id ?? 0)
  expect(record).toMatchObject({ what: 'given', how: 'confirmation link', consentText: '2026-11' })
  expect(record?.signupNetwork).toMatch(/^[0-9a-f]{16}$/)
  expect(record?.confirmNetwork).not.toBe(record?.signupNetwork)
  expect(JSON.stringify(await wholeDatabase())).not.toContain('192.0.2')
})

test('a link of before a rotation still works, a batch in flight keeps its bytes over one', async () => {
  const [id = 0] = await someReaders(world, [ADA])
  await editions(1)
  world.resend.faults.push('lost answer')
  await tick(START + 7 * HOUR)
  const old = await path(id)
  const { TOKEN_SECRET } = world.deps.config
  world.deps.config = { ...world.deps.config, TOKEN_SECRET: `a-new-secret-for-tests,${TOKEN_SECRET}` }
  expect((await browser.get(old)).status).toBe(200)
  expect(await path(id)).not.toBe(old)
  expect((await browser.get(await path(id))).status).toBe(200)
  await tick(START + 8 * HOUR)
  const [one, two] = world.resend.calls
  expect(two).toEqual(one)
  world.deps.config = { ...world.deps.config, TOKEN_SECRET: 'a-new-secret-for-tests' }
  expect((await browser.get(old)).status).toBe(400)
})

test('opening every link of every mail changes no row', async () => {
  await someReaders(world, [ADA])
  await browser.post('/subscribe', { email: 'new@example.org' })
  await editions(1)
  await tick(START + 7 * HOUR)
  const links = world.resend.taken.flatMap(({ html, text, headers }) => [
    ...[...`${html} ${text}`.matchAll(/https?:[^\s"<>]+/g)].map(([link]) => link),
    ...(headers['List-Unsubscribe']?.match(/https?:[^>]+/) ?? []),
  ])
  const own = [...new Set(links)].filter((link) => link.startsWith(world.deps.config.PUBLIC_URL))
  expect(own.length).toBeGreaterThanOrEqual(4)
  const before = await wholeDatabase()
  for (const link of own) {
    const target = link.slice(world.deps.config.PUBLIC_URL.length) || '/'
    expect((await browser.get(target)).status).toBe(200)
    expect((await browser.ask(target, { method: 'HEAD' })).status).toBe(200)
  }
  expect(await wholeDatabase()).toEqual(before)
})
