import { Webhook } from 'standardwebhooks'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { channels } from '../../src/db/schema.ts'
import { forgetPeople } from '../../src/subscribers/forget.ts'
import { readerLinks } from '../../src/subscribers/links.ts'
import { DAY, HOUR, utcDate } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { type FakeChannels, type FakeKind, fakeChannels, SECRET_PART, TARGETS } from '../helpers/channels.ts'
import { anOperator, TOKEN } from '../helpers/console.ts'
import { someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

let world: World
let fakes: FakeChannels
let browser: ReturnType<typeof aBrowser>
/** Each test has a day and a reader of its own in one world, and the channels from `first` on. */
let start = Date.parse('2026-01-10T12:00:00Z')
let page: string
let first = 0
let reader = 0

beforeAll(async () => {
  world = await aNewWorld('2026-01-10T12:00:00Z')
  world.deps.config.TELEGRAM_BOT_TOKEN = '42:bot-token'
  world.deps.config.ADMIN_TOKEN = 'a-token-for-the-operator'
  browser = aBrowser(world)
})
beforeEach(async () => {
  start += 10 * DAY
  world.at(start)
  fakes = fakeChannels(world)
  first = (await newest()) + 1
  page = await pageOf()
  reader = readers
})

let readers = 0
async function pageOf(): Promise<string> {
  readers++
  const [id = 0] = await someReaders(world, [`r${readers}@example.org`])
  const { preferences } = await readerLinks(world.deps.config, id)
  return preferences.slice(world.deps.config.PUBLIC_URL.length).replace('/preferences', '/channels')
}
const rows = async () =>
  (await world.deps.db.select().from(channels)).filter(({ id }) => id >= first).sort((a, b) => a.id - b.id)
const newest = async () => Math.max(0, ...(await world.deps.db.select().from(channels)).map(({ id }) => id))
const post = async (fields: Record<string, string>, path = page) => {
  const answer = await browser.post(path, fields)
  return { status: answer.status, text: await answer.text() }
}
const add = (kind: FakeKind, changes: Record<string, string> = {}, path = page) =>
  post({ action: 'add', kind, ...TARGETS[kind], ...changes }, path)
/** Of the channel that was added last, unless another is told. */
const confirm = async (code = fakes.code(), path = page, channel?: number) =>
  post({ action: 'confirm', channel: String(channel ?? (await newest())), code }, path)
const states = async () => (await rows()).map(({ state }) => state)
const end = async (path = page) => post({ action: 'end', channel: String(await newest()) }, path)

test('each kind is added by a code that is posted there once and typed here', async () => {
  const kinds = Object.keys(TARGETS) as FakeKind[]
  for (const [index, kind] of kinds.entries()) {
    const path = index < 5 ? page : await pageOf()
    expect(await add(kind, {}, path)).toMatchObject({ status: 200 })
    expect(fakes.posted).toHaveLength(index + 1)
    expect(fakes.code()).toMatch(/^\d{8}$/)
    const typed = `${fakes.code().slice(0, 4)} ${fakes.code().slice(4)}`
    expect(await confirm(typed, path)).toMatchObject({ status: 200 })
  }
  expect(await states()).toEqual(kinds.map(() => 'active'))
})

test('opening the page posts and changes nothing', async () => {
  const before = await wholeDatabase()
  for (const more of ['', '&kind=slack', '&kind=matrix', '&channel=1', '&kind=nonsense'])
    expect((await browser.get(`${page}${more}`)).status).toBe(200)
  expect([await wholeDatabase(), fakes.asked]).toEqual([before, []])
})

test('a webhook’s secret is shown once, and the code is signed with it', async () => {
  const { text } = await add('webhook')
  const secret = /whsec_[\w+/=]+/.exec(text)?.[0] ?? ''
  const { body = '', headers = {} } = fakes.posted[0] ?? {}
  const signed = new Webhook(secret).sign(headers['webhook-id'] ?? '', new Date(start), body)
  expect(headers['webhook-signature']).toBe(signed)
  expect(await (await browser.get(page)).text()).not.toContain('whsec_')
})

test('a wrong code connects nothing; five of them end the channel, also two at once', async () => {
  await add('slack')
  const right = fakes.code()
  const wrong = right === '00000000' ? '00000001' : '00000000'
  expect((await confirm(wrong)).text).toContain('4 more times')
  const others = await Promise.all([confirm(wrong), confirm(wrong), confirm(wrong)])
  expect(others.map(({ status }) => status)).toEqual([400, 400, 400])
  expect((await confirm(wrong)).text).toContain('too often')
  expect((await confirm(right)).status).toBe(400)
  expect(await states()).toEqual(['ended'])
  for (const code of ['', 'abc', '1234567', '123456789', "' or 1=1"])
    expect((await confirm(code)).text).toContain('eight digits')
})

test('a code typed twice, or by two at once, connects once; one an hour old is too late', async () => {
  await add('slack')
  const both = await Promise.all([confirm(), confirm()])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 400])
  expect((await confirm()).text).toContain('connected already')
  await add('discord')
  world.at(start + HOUR - 1)
  expect((await confirm()).status).toBe(200)
  await add('ntfy')
  world.at(world.deps.now() + HOUR)
  expect((await confirm()).text).toContain('too old')
  // Then it can be added again.
  expect((await add('ntfy')).status).toBe(200)
  expect((await confirm()).status).toBe(200)
})

test('a channel is added once, also by two at once, and again when it has ended', async () => {
  const both = await Promise.all([add('slack'), add('slack')])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 400])
  expect(fakes.posted).toHaveLength(1)
  await confirm()
  expect((await add('slack')).text).toContain('already')
  expect((await end()).status).toBe(200)
  expect((await end()).status).toBe(400)
  world.at(start + DAY)
  expect((await add('slack')).status).toBe(200)
  expect((await confirm()).status).toBe(200)
  expect(await states()).toEqual(['ended', 'active'])
})

test('a reader has five channels at most, and has five codes a day posted at most', async () => {
  for (const number of [1, 2, 3, 4, 5]) {
    expect((await add('ntfy', { name: `papers-${number}` })).status).toBe(200)
    await confirm()
  }
  expect((await add('ntfy', { name: 'papers-6' })).text).toContain('Try again tomorrow')
  world.at(start + DAY)
  expect((await add('ntfy', { name: 'papers-6' })).text).toContain('You can have 5')
  expect(fakes.posted).toHaveLength(5)
})

test('one channel gets three codes a day, one host twenty, whoever asks', async () => {
  const pages = await Promise.all(Array.from({ length: 5 }, pageOf))
  const answers = []
  for (const path of pages) answers.push((await add('webhook', {}, path)).status)
  expect(answers).toEqual([200, 200, 200, 400, 400])
  const more = await Promise.all(Array.from({ length: 5 }, pageOf))
  let taken = 0
  for (const [n, path] of more.entries())
    for (const each of [1, 2, 3, 4, 5])
      taken += Number(
        (await add('webhook', { url: `https://lab.example.org/${n}/${each}` }, path)).status === 200,
      )
  expect(taken).toBe(17)
})

test('where no code can be posted, the reader is told, and nothing waits', async () => {
  for (const [status, told] of [
    [404, 'it answered 404'],
    [410, 'it answered 410'],
    [301, 'redirects are not followed'],
    [429, 'it answered 429'],
  ] as const) {
    fakes.weather = () => ({ status })
    const answer = await add('webhook', { url: `https://lab.example.org/${status}` })
    expect([answer.status, answer.text.includes(told)]).toEqual([400, true])
  }
  fakes.weather = () => 'ok'
  fakes.addresses.set('lab.example.org', ['127.0.0.1'])
  world.at(start + DAY)
  expect((await add('webhook')).text).toContain('not public')
  expect(new Set(await states())).toEqual(new Set(['ended']))
  const asked = fakes.asked.length
  for (const url of [
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://[::ffff:7f00:1]/',
    'https://localhost/',
    'http://lab.example.org/',
  ])
    expect((await add('webhook', { url })).status).toBe(400)
  expect(fakes.asked).toHaveLength(asked)
})

test('an hour that a host asked for holds for its other channels, ten minutes at most', async () => {
  fakes.weather = () => ({ status: 429, headers: { 'retry-after': '3600' } })
  await add('webhook', { url: 'https://lab.example.org/1' })
  fakes.weather = () => 'ok'
  world.at(start + 599_999)
  expect((await add('webhook', { url: 'https://lab.example.org/2' })).text).toContain('asked for a pause')
  world.at(start + 600_000)
  expect((await add('webhook', { url: 'https://lab.example.org/3' })).status).toBe(200)
})

test('without a good link of an active reader there is nothing; nobody reaches another’s channel', async () => {
  await add('slack')
  const others = await pageOf()
  expect((await confirm(fakes.code(), others)).text).toContain('no such channel')
  expect((await end(others)).status).toBe(400)
  expect((await post({ action: 'save', channel: String(first), hour: '9' }, others)).status).toBe(400)
  expect(await (await browser.get(others)).text()).not.toContain('hooks.slack.com…')
  for (const path of ['/channels', '/channels?token=x', page.slice(0, -2)]) {
    expect((await browser.get(path)).status).toBe(400)
    expect((await add('slack', {}, path)).status).toBe(400)
  }
  const { unsubscribe } = await readerLinks(world.deps.config, reader)
  await browser.post(unsubscribe.slice(world.deps.config.PUBLIC_URL.length), {})
  expect((await browser.get(page)).status).toBe(400)
  expect((await browser.get('/operator/channels')).status).toBe(401)
})

test('forms of other sites are refused', async () => {
  const answer = await browser.post(
    page,
    { action: 'add', kind: 'slack' },
    { 'sec-fetch-site': 'cross-site' },
  )
  expect([answer.status, fakes.asked]).toEqual([403, []])
})

test('what lets one post there stands in no row, page, export or log in plain text', async () => {
  for (const kind of ['webhook', 'slack', 'discord', 'ntfy', 'matrix'] as const) await add(kind)
  const link = page.replace('/channels', '/preferences/export')
  const said = [
    JSON.stringify(await wholeDatabase()),
    JSON.stringify(world.logged),
    await (await browser.get(page)).text(),
    await (await browser.get(link)).text(),
  ]
  for (const text of said) expect(text).not.toContain(SECRET_PART)
  const exported = JSON.parse(said[3] ?? '{}')
  expect(exported.channels).toHaveLength(5)
  expect(exported.channels[4]).toMatchObject({
    kind: 'webhook',
    state: 'waiting',
    where: 'lab.example.org…ken',
  })
})

test('what ended forgets where it was at once; erasing takes all of it along', async () => {
  await add('slack')
  await confirm()
  await end()
  expect((await rows())[0]).toMatchObject({ target: '', reason: 'ended here' })
  await add('discord')
  await browser.post(page.replace('/channels', '/preferences'), { action: 'erase', sure: 'yes' })
  expect(await states()).toEqual([])
})

test('with the subscription its channels end; a code nobody typed is forgotten', async () => {
  await add('slack')
  await confirm()
  const others = await pageOf()
  await add('ntfy', {}, others)
  await world.deps.db.run(`update subscribers set state = 'bounced' where id = ${reader}`)
  await forgetPeople(world.deps, world.at(start + 2 * HOUR))
  expect((await rows()).map(({ state, reason, target }) => [state, reason, target])).toEqual([
    ['ended', 'the subscription ended', ''],
    ['ended', 'its code was not typed within an hour', ''],
  ])
  await forgetPeople(world.deps, world.at(start + 33 * DAY))
  expect(await states()).toEqual([])
})

test('a changed secret opens what an older one sealed', async () => {
  await add('slack')
  await confirm()
  world.deps.config.TOKEN_SECRET = `another-secret-for-tests,${world.deps.config.TOKEN_SECRET}`
  const { openTarget } = await import('../../src/subscribers/channels.ts')
  const [row] = await rows()
  expect(await openTarget(world.deps.config, row?.target ?? '')).toMatchObject(TARGETS.slack)
  expect(await openTarget(world.deps.config, 'nonsense')).toBe(null)
})

test('when and what a channel gets is changed from the next day on', async () => {
  await add('slack')
  await confirm()
  const saved = await post({
    action: 'save',
    channel: String(first),
    hour: '18',
    timezone: 'Asia/Tokyo',
    papers: '5',
    cadence: 'days',
    days: 'mon',
    q: 'agents',
  })
  expect(saved.text).toContain('from tomorrow on')
  expect(saved.text).toContain('Mon, 18:00 (Asia/Tokyo), up to 5 papers')
  const [row] = await rows()
  expect(row).toMatchObject({
    nextFrom: utcDate(start + DAY),
    changesAt: start + 3 * HOUR,
    scheduleFrom: utcDate(start + DAY),
  })
  expect((await post({ action: 'save', channel: String(first), hour: '99' })).status).toBe(400)
})

test('the operator adds channels of their own, sees all of them by their masks, and ends any', async () => {
  await add('slack')
  await confirm()
  const theirs = await newest()
  const operator = await anOperator(world)
  const send = async (fields: Record<string, string>) => operator.post('/operator/channels', fields)
  expect((await send({ action: 'add', kind: 'ntfy', ...TARGETS.ntfy })).status).toBe(200)
  const own = String(await newest())
  expect((await send({ action: 'confirm', channel: own, code: fakes.code() })).status).toBe(200)
  expect((await send({ action: 'save', channel: own, hour: '9' })).status).toBe(200)
  const html = await (await operator.get('/operator')).text()
  expect(html).toContain('hooks.slack.com…ken')
  expect(html).toContain(`reader ${reader}`)
  expect(html).not.toContain(SECRET_PART)
  expect((await send({ action: 'end', channel: String(theirs) })).status).toBe(200)
  expect((await rows()).map(({ state, reason }) => [state, reason])).toEqual([
    ['ended', 'ended by the operator'],
    ['active', null],
  ])
  const bearer = { authorization: `Bearer ${TOKEN}` }
  const listed = await (await browser.get('/operator/channels', bearer)).json()
  expect(listed).toMatchObject({ channels: [{ kind: 'ntfy', state: 'active' }] })
  expect((await browser.post('/operator/channels', { action: 'end', channel: own })).status).toBe(401)
})
