import { beforeEach, expect, test } from 'vitest'
import { readerLinks } from '../../src/subscribers/links.ts'
import { signToken } from '../../src/subscribers/tokens.ts'
import { DAY } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { everyone, everySignup, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-20T12:00:00Z')
  browser = aBrowser(world)
})
const ada = 'ada@example.org'
const states = async () =>
  Object.fromEntries((await everyone(world)).map(({ email, state }) => [email, state]))
const waiting = async () =>
  (await everySignup(world)).flatMap(({ email, confirmedAt }) => (confirmedAt === null ? [email] : []))
const confirmLink = (email: string) =>
  /\S+\/confirm\?token=\S+/.exec(world.resend.to(email).at(-1)?.text ?? '')?.[0] ?? ''
const pathOf = (link: string) => link.replace(/^https?:\/\/[^/]+/, '')
const tokenOf = (link: string) => new URL(link).searchParams.get('token') ?? ''

test('signup, confirmation and leaving work with forms alone', async () => {
  const answer = await browser.post('/subscribe', { email: ada, timezone: 'Europe/Berlin', hour: '7' })
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('Check your inbox')
  expect([await states(), await waiting()]).toEqual([{}, [ada]])
  expect(world.resend.to(ada)).toHaveLength(1)

  const link = confirmLink(ada)
  const asked = await browser.get(pathOf(link))
  expect(await asked.text()).toContain('<form class="ask" method="post" action="/confirm">')
  expect(await states()).toEqual({})
  const confirmed = await browser.post('/confirm', { token: tokenOf(link) })
  expect(confirmed.status).toBe(200)
  expect(await everyone(world)).toMatchObject([{ state: 'active', scheduleFrom: '2026-01-21' }])

  const [reader] = await everyone(world)
  const { unsubscribe } = await readerLinks(world.deps.config, reader?.id ?? 0)
  expect((await browser.get(pathOf(unsubscribe))).status).toBe(200)
  expect(await states()).toEqual({ [ada]: 'active' })
  expect((await browser.post(pathOf(unsubscribe), { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
  expect(await states()).toEqual({ [ada]: 'unsubscribed' })
})

test('one-click unsubscribe works in both form encodings, without cookie or redirect', async () => {
  const ids = await someReaders(world, ['a@example.org', 'b@example.org'])
  const bodies = [new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), new FormData()]
  ;(bodies[1] as FormData).set('List-Unsubscribe', 'One-Click')
  for (const [index, body] of bodies.entries()) {
    const { unsubscribe } = await readerLinks(world.deps.config, ids[index] ?? 0)
    const answer = await browser.ask(pathOf(unsubscribe), { method: 'POST', body })
    expect([answer.status, answer.headers.get('set-cookie'), answer.headers.get('location')]).toEqual([
      200,
      null,
      null,
    ])
  }
  expect(await states()).toEqual({ 'a@example.org': 'unsubscribed', 'b@example.org': 'unsubscribed' })
})

test('no GET changes a row', async () => {
  const [id] = await someReaders(world, [ada])
  await browser.post('/subscribe', { email: 'new@example.org' })
  const before = await wholeDatabase()
  const links = await readerLinks(world.deps.config, id ?? 0)
  for (const path of [
    confirmLink('new@example.org'),
    links.unsubscribe,
    links.preferences,
    '/',
    '/editions',
    '/trending',
    '/feed.xml',
    '/status',
  ])
    await browser.get(pathOf(path))
  expect(await wholeDatabase()).toEqual(before)
})

test('the answer is the same whether an address is new, pending, confirmed or gone', async () => {
  const [, gone] = await someReaders(world, [ada, 'gone@example.org'])
  const { unsubscribe } = await readerLinks(world.deps.config, gone ?? 0)
  await browser.post(pathOf(unsubscribe), {})
  await browser.post('/subscribe', { email: 'pending@example.org' })
  const answers = new Set<string>()
  for (const email of ['new@example.org', 'pending@example.org', ada, 'gone@example.org']) {
    const answer = await browser.post('/subscribe', { email })
    answers.add(`${answer.status} ${await answer.text()}`)
  }
  expect(answers.size).toBe(1)
  expect(world.resend.to(ada)).toHaveLength(0)
})

test('a pending address gets one mail an hour and three in all', async () => {
  const start = Date.parse('2026-01-20T12:00:00Z')
  for (const minutes of [0, 30, 61, 122, 183]) {
    world.at(start + minutes * 60_000)
    await browser.post('/subscribe', { email: ada }, { 'cf-connecting-ip': `192.0.2.${minutes}` })
  }
  expect(world.resend.to(ada)).toHaveLength(3)
})

const networks: [string, (n: number) => string][] = [
  ['an IPv4 address', () => '198.51.100.7'],
  ['an IPv6 network, whatever its address', (n) => `2001:db8:0:7::${n.toString(16)}`],
]
for (const [what, address] of networks)
  test(`${what} signs up at most ten times a minute`, async () => {
    const statuses: number[] = []
    for (let n = 0; n < 25; n++) {
      const answer = await browser.post(
        '/subscribe',
        { email: `reader${n}@example.org` },
        { 'cf-connecting-ip': address(n) },
      )
      statuses.push(answer.status)
    }
    // The limit counts by minutes of the real clock, so a new one may begin in between.
    const again = statuses.findIndex((status, n) => status === 200 && statuses[n - 1] === 429)
    const taken = statuses.filter((status) => status === 200).length
    expect(taken).toBeGreaterThanOrEqual(10)
    expect(taken).toBeLessThanOrEqual(20)
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(200))
    expect(again < 0 || again >= 11, statuses.join()).toBe(true)
    expect(statuses.filter((status) => status === 429)).toHaveLength(25 - taken)
    expect(await everySignup(world)).toHaveLength(taken)
  })

test('signing up nine times at once sends one mail', async () => {
  await Promise.all(Array.from({ length: 9 }, () => browser.post('/subscribe', { email: ada })))
  expect(world.resend.to(ada)).toHaveLength(1)
  expect(await everySignup(world)).toHaveLength(1)
})

test('who fills in the field that nobody sees gets the same answer and no mail', async () => {
  const answer = await browser.post('/subscribe', { email: ada, website: 'https://spam.example' })
  expect(await answer.text()).toContain('Check your inbox')
  expect(await everySignup(world)).toEqual([])
})

test('a signup may come as JSON and is answered in JSON', async () => {
  const post = (body: string) =>
    browser.ask('/subscribe', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  const good = await post(JSON.stringify({ email: ada, days: ['mon', 'thu'], hour: 9 }))
  expect([good.status, await good.json()]).toEqual([
    200,
    { title: 'Check your inbox', message: expect.any(String) },
  ])
  for (const body of ['{', '[]', 'null', '"x"', '{"email":["a@example.org"]}'])
    expect((await post(body)).status).toBe(400)
})

const bad: [string, Record<string, string>, RegExp][] = [
  ['no address', {}, /type an e-mail address/],
  ['a header injected', { email: 'ada@example.org\r\nBcc: eve@example.org' }, /single line/],
  ['an unknown time zone', { email: ada, timezone: 'Mars/Olympus' }, /IANA name/],
  ['an hour of 24', { email: ada, hour: '24' }, /0 to 23/],
  ['an hour in words', { email: ada, hour: 'noon' }, /0 to 23/],
  ['an unknown day', { email: ada, days: 'funday' }, /funday/],
]
for (const [what, fields, sentence] of bad) {
  test(`a signup with ${what} is refused with a sentence and leaves no row`, async () => {
    const answer = await browser.post('/subscribe', fields)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toMatch(sentence)
    expect(await everySignup(world)).toEqual([])
  })
}

const oddHours = [null, ' ', true, [], {}, 7.5, '7.5', -1, '1e1', '0x7', '007']
test('an hour that is no hour of a day is refused, not taken for midnight', async () => {
  for (const hour of oddHours) {
    const body = JSON.stringify({ email: ada, hour })
    const headers = {
      'content-type': 'application/json',
      'cf-connecting-ip': `203.0.113.${oddHours.indexOf(hour)}`,
    }
    const answer = await browser.ask('/subscribe', { method: 'POST', body, headers })
    expect([hour, answer.status, ((await answer.json()) as { message: string }).message]).toEqual([
      hour,
      400,
      'hour: must be a whole number from 0 to 23.',
    ])
  }
})

test('two writings of an address are one reader, two of a time zone one schedule', async () => {
  await browser.post('/subscribe', { email: 'Ada@Example.org', timezone: 'europe/berlin' })
  await browser.post('/subscribe', { email: 'grace@example.org', timezone: 'Europe/Berlin' })
  await browser.post('/subscribe', { email: 'ada@example.ORG', timezone: 'EUROPE/BERLIN' })
  expect(await waiting()).toEqual([ada, 'grace@example.org'])
  for (const email of [ada, 'grace@example.org'])
    await browser.post('/confirm', { token: tokenOf(confirmLink(email)) })
  expect((await everyone(world)).map(({ email, scheduleId }) => [email, scheduleId])).toEqual([
    [ada, 1],
    ['grace@example.org', 1],
  ])
  expect(world.resend.to(ada)).toHaveLength(1)
})

test('a good link of a reader who is erased is no error, and writes nothing', async () => {
  const { unsubscribe } = await readerLinks(world.deps.config, 4711)
  const before = await wholeDatabase()
  const answer = await browser.post(pathOf(unsubscribe), { 'List-Unsubscribe': 'One-Click' })
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('No further edition')])
  expect(await wholeDatabase()).toEqual(before)
})

test('the address bar after a signup leads home', async () => {
  const answer = await browser.get('/subscribe')
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
})

test('a form of more than 16 kB is refused', async () => {
  expect((await browser.post('/subscribe', { email: ada, padding: 'x'.repeat(20_000) })).status).toBe(413)
})

test('a wrong, variant, old or foreign token changes nothing and is answered with a page that helps', async () => {
  const [id] = await someReaders(world, [ada])
  const { unsubscribe } = await readerLinks(world.deps.config, id ?? 0)
  const before = await wholeDatabase()
  const old = await signToken(world.deps.config.TOKEN_SECRET, 'confirm', id ?? 0, world.deps.now() - 8 * DAY)
  const foreign = await signToken(world.deps.config.TOKEN_SECRET, 'unsubscribe', id ?? 0, 0)
  for (const token of ['', 'x', tokenOf(unsubscribe).slice(0, -9), old, foreign, 'a'.repeat(5000)]) {
    const answer = await browser.post('/confirm', { token })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('This link no longer works')
  }
  expect((await browser.post('/unsubscribe?token=nonsense', {})).status).toBe(400)
  // Opening such a link says so at once, without a button that cannot work.
  for (const path of ['/confirm', '/confirm?token=x', '/unsubscribe', `/unsubscribe?token=${old}`]) {
    const answer = await browser.get(path)
    expect([path, answer.status]).toEqual([path, 400])
    expect(await answer.text()).not.toContain('<form')
  }
  expect(await wholeDatabase()).toEqual(before)
})

test('a confirmation link pressed twice confirms once; after leaving it no longer works', async () => {
  await browser.post('/subscribe', { email: ada })
  const token = tokenOf(confirmLink(ada))
  await browser.post('/confirm', { token })
  const before = await wholeDatabase()
  expect((await browser.post('/confirm', { token })).status).toBe(200)
  expect(await wholeDatabase()).toEqual(before)
  const [reader] = await everyone(world)
  await browser.post(pathOf((await readerLinks(world.deps.config, reader?.id ?? 0)).unsubscribe), {})
  expect((await browser.post('/confirm', { token })).status).toBe(400)
  expect(await states()).toEqual({ [ada]: 'unsubscribed' })
})

test('who left can come back, by confirming again', async () => {
  const [id] = await someReaders(world, [ada])
  await browser.post(pathOf((await readerLinks(world.deps.config, id ?? 0)).unsubscribe), {})
  world.at('2026-01-20T12:01:00Z')
  await browser.post('/subscribe', { email: ada })
  expect(await states()).toEqual({ [ada]: 'unsubscribed' })
  await browser.post('/confirm', { token: tokenOf(confirmLink(ada)) })
  expect(await states()).toEqual({ [ada]: 'active' })
})
