import { beforeEach, expect, test } from 'vitest'
import { sweep } from '../../src/jobs/sweep.ts'
import { catchUpConfirmations } from '../../src/subscribers/confirmation-mail.ts'
import { budgetOf, hoursToWait } from '../../src/subscribers/limits.ts'
import { readerLinks } from '../../src/subscribers/links.ts'
import { HOUR } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { deliverAt } from '../helpers/delivering.ts'
import { aPublishedEdition, everySignup, someReaders } from '../helpers/readers.ts'
import { FAULTS } from '../helpers/resend.ts'
import { ALL } from '../helpers/sizes.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

// Nobody can stop the mail, use up the provider's day, or fill a mailbox.

const START = Date.parse('2026-01-20T00:00:00Z')
/** Mails that the provider takes in a day (count): Resend's free plan. */
const QUOTA = 100
let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-20T06:50:00Z')
  browser = aBrowser(world)
})
const signUp = (email: string, network: string, fields: Record<string, string> = {}) =>
  browser.post('/subscribe', { email, ...fields }, { 'cf-connecting-ip': network })
/** The provider says no once its day is used up. */
const limitedProvider = () => {
  world.resend.weather = () => (world.resend.taken.length >= QUOTA ? FAULTS.quota : undefined)
}
const confirmations = () => world.resend.taken.filter(({ subject }) => /confirm/i.test(subject)).length
/** What a tick does about mails that are owed. */
const sweepAt = async (at: number) => {
  await sweep(world.deps, world.at(at))
  await catchUpConfirmations(world.deps)
}

test('with 12 networks attacking, a digest that is due goes out within its tick', async () => {
  limitedProvider()
  const readers = Array.from({ length: 70 }, (_, n) => `reader${n}@example.net`)
  await someReaders(world, readers)
  await aPublishedEdition(world, '2026-01-20', START + 2.25 * HOUR)
  for (let network = 0; network < 12; network++)
    for (let n = 0; n < 10; n++) await signUp(`a${n}@victim${network}.example`, `203.0.${network}.${n}`)
  const { hourly, daily } = budgetOf(world.deps.config)
  expect(confirmations()).toBe(hourly)
  expect(await deliverAt(world, START + 7 * HOUR)).toEqual(['accepted'])
  for (const email of readers) expect(world.resend.to(email)).toHaveLength(1)
  // The rest is owed to later ticks: no more than the day's share, and never more than the hour's.
  for (let at = START + 7.25 * HOUR; at < START + 24 * HOUR; at += ALL ? HOUR / 4 : HOUR / 2) {
    const before = confirmations()
    await sweepAt(at)
    expect(confirmations() - before).toBeLessThanOrEqual(hourly)
  }
  expect(confirmations()).toBe(daily)
  expect(world.resend.taken.length).toBeLessThanOrEqual(QUOTA)
  world.resend.weather = () => undefined
  await sweepAt(START + 24.25 * HOUR)
  expect(confirmations()).toBe(daily + hourly)
})

test('who signs up behind a flood waits behind nobody’s second try, and is told how long', async () => {
  for (let n = 0; n < 8; n++) await signUp(`a${n}@victim.example`, '203.0.113.1')
  const answer = await signUp('ada@example.org', '198.51.100.7')
  expect([answer.status, await answer.text()]).toEqual([
    200,
    expect.stringContaining('within an hour or two'),
  ])
  await sweepAt(START + 8 * HOUR)
  expect(world.resend.to('ada@example.org')).toHaveLength(1)
})

test('the wait is told by what is left of the hour and of the day', () => {
  const budget = { hourly: 7, daily: 25 }
  const noon = START + 12 * HOUR
  const wait = (hour: number, day: number, ahead: number) => hoursToWait(budget, { hour, day }, ahead, noon)
  expect([wait(0, 0, 0), wait(6, 6, 0), wait(7, 7, 0), wait(7, 7, 6), wait(7, 7, 7)]).toEqual([0, 0, 1, 1, 2])
  expect([wait(0, 24, 0), wait(0, 25, 0), wait(0, 25, 7), wait(0, 25, 25)]).toEqual([0, 12, 13, 36])
})

test('one network, its neighbours, one domain and one mailbox are limited by the day; the sender is told', async () => {
  const refused = async (
    name: string,
    network: (n: number) => string,
    address: (n: number) => string,
    tries = 33,
  ) => {
    world = await aNewWorld('2026-01-20T06:50:00Z')
    const free = { limit: async () => ({ success: true }) }
    browser = aBrowser(world, { SIGNUP_LIMIT: free, ADDRESS_LIMIT: free, WIDE_LIMIT: free })
    const said: string[] = []
    for (let n = 0; n < tries; n++) {
      const answer = await signUp(address(n), network(n))
      if (answer.status === 429) said.push(`${n} ${await answer.text()}`)
      world.at(world.deps.now() + 1000)
    }
    expect([name, Number.parseInt(said[0] ?? `${tries}`, 10), (await everySignup(world)).length]).toEqual([
      name,
      tries - said.length,
      tries - said.length,
    ])
    return tries - said.length
  }
  const ofMany = (n: number) => `r@d${n}.example`
  expect(await refused('IPv4 /24', (n) => `203.0.113.${n}`, ofMany)).toBe(30)
  expect(await refused('IPv6 /48', (n) => `2001:db8:7:${n}::1`, ofMany)).toBe(30)
  const far = (n: number) => `203.${n}.113.1`
  expect(await refused('domain', far, (n) => `r${n}@victim.example`)).toBe(30)
  expect(await refused('plus', far, (n) => `ada+${n}@gmail.com`, 9)).toBe(6)
  const dots = (n: number) => `a${(n + 64).toString(2).replaceAll('0', '.b').replaceAll('1', 'b')}@gmail.com`
  expect(await refused('dots', far, dots, 9)).toBe(6)
  // Dots count elsewhere, and addresses of shared hosts are many people's.
  expect(await refused('Gmail', far, (n) => `reader${n}@gmail.com`)).toBe(33)
})

test('more signups than a day may store are refused with a date, and cost no row', async () => {
  const endsAt = START + 24 * HOUR
  await world.deps.db.run(
    `insert into counters (key, count, ends_at) values ('signups of a day', 500, ${endsAt})`,
  )
  const before = await wholeDatabase()
  const answer = await signUp('ada@example.org', '198.51.100.7')
  expect([answer.status, await answer.text()]).toEqual([429, expect.stringContaining('21 January 2026')])
  expect(await wholeDatabase()).toEqual(before)
})

const LINK = /\S+\/(?:confirm|never)\?token=\S+/g
const links = (email: string) => {
  const [confirm = '', never = ''] = world.resend.to(email).at(-1)?.text.match(LINK) ?? []
  const token = (link: string) => new URL(link).searchParams.get('token') ?? ''
  return { confirm: token(confirm), never: token(never) }
}

test('after “never write to this address” nobody makes us, however long ago; GET shows, POST acts', async () => {
  const limit = { limit: async () => ({ success: true }) }
  browser = aBrowser(world, { ADDRESS_LIMIT: limit })
  await signUp('ada@example.org', '198.51.100.7')
  const { never, confirm } = links('ada@example.org')
  const before = await wholeDatabase()
  expect((await browser.get(`/never?token=${never}`)).status).toBe(200)
  expect(await wholeDatabase()).toEqual(before)
  expect((await browser.post('/never', { token: never })).status).toBe(200)
  expect((await browser.post('/confirm', { token: confirm })).status).toBe(400)
  expect(JSON.stringify(await wholeDatabase())).not.toContain('ada@')
  for (const days of [0.1, 9, 400]) {
    world.at(START + days * 24 * HOUR)
    await sweepAt(START + days * 24 * HOUR + HOUR / 2)
    for (const email of ['ada@example.org', 'ada+x@example.org']) await signUp(email, `198.51.100.${days}`)
  }
  expect(world.resend.taken).toHaveLength(1)
  // Its owner can take it back, by the same link.
  expect((await browser.post('/never', { token: never, action: 'allow' })).status).toBe(200)
  world.at(START + 401 * 24 * HOUR)
  await signUp('ada@example.org', '198.51.100.7')
  expect(world.resend.to('ada@example.org')).toHaveLength(2)
})

test('“never write” also ends the subscription of the address', async () => {
  await signUp('ada@example.org', '198.51.100.7')
  const { never, confirm } = links('ada@example.org')
  await browser.post('/confirm', { token: confirm })
  await sweepAt(START + 20 * 24 * HOUR + HOUR / 2)
  expect(await everySignup(world)).toEqual([])
  await browser.post('/never', { token: never })
  expect(await wholeDatabase()).toMatchObject({
    subscribers: [{ state: 'unsubscribed' }],
    consents: [{ what: 'given' }, { what: 'ended', how: 'never link' }],
  })
})

test('three signups, confirmed, bounced later: the next signup is mailed', async () => {
  for (const hours of [0, 2, 4]) {
    world.at(START + hours * HOUR)
    await signUp('ada@example.org', `198.51.100.${hours}`)
  }
  await browser.post('/confirm', { token: links('ada@example.org').confirm })
  await world.deps.db.run(
    `update subscribers set state = 'bounced', suppression = 'bounced', ended_at = ${START + 5 * HOUR}`,
  )
  world.at(START + 6 * HOUR)
  const answer = await signUp('ada@example.org', '198.51.100.7')
  expect([answer.status, world.resend.to('ada@example.org').length]).toEqual([200, 4])
})

const foreign: [string, Record<string, string>, number][] = [
  ['of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
  ['of another site, in a frame', { 'sec-fetch-site': 'cross-site', origin: 'null' }, 403],
  ['of another origin, in a browser without Fetch Metadata', { origin: 'https://evil.example' }, 403],
  ['of ours', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:8787' }, 200],
  ['of ours, which refers to nothing', { 'sec-fetch-site': 'same-origin', origin: 'null' }, 200],
  ['of no browser', {}, 200],
]
for (const [what, headers, status] of foreign)
  test(`a form that a page ${what} sends is answered with ${status}`, async () => {
    const before = await wholeDatabase()
    const post = (path: string, fields: Record<string, string>) =>
      browser.post(path, fields, { ...headers, 'cf-connecting-ip': '198.51.100.7' })
    expect((await post('/subscribe', { email: 'ada@example.org' })).status).toBe(status)
    if (status === 200) return
    for (const path of [
      '/confirm',
      '/never',
      '/preferences?token=x',
      '/preferences/link',
      '/your-data?token=x',
    ])
      expect([path, (await post(path, {})).status]).toEqual([path, status])
    expect(await wholeDatabase()).toEqual(before)
  })

test('a mail program’s one-click unsubscribe is taken from anywhere', async () => {
  const [id = 0] = await someReaders(world, ['ada@example.org'])
  const { unsubscribe } = await readerLinks(world.deps.config, id)
  const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://mail.example' }
  const answer = await browser.post(
    unsubscribe.slice(world.deps.config.PUBLIC_URL.length),
    { 'List-Unsubscribe': 'One-Click' },
    headers,
  )
  expect(answer.status).toBe(200)
})

test('with Turnstile set up a signup needs its word; without, no page has a script', async () => {
  expect(await (await browser.get('/')).text()).not.toContain('<script')
  const TURNSTILE_SITE_KEY = 'site'
  world.deps.config = { ...world.deps.config, TURNSTILE_SITE_KEY, TURNSTILE_SECRET_KEY: 'secret' }
  const page = await browser.get('/')
  expect(page.headers.get('content-security-policy')).toContain(
    'script-src https://challenges.cloudflare.com',
  )
  expect((await browser.get('/preferences')).headers.get('content-security-policy')).not.toContain(
    'script-src',
  )
  const html = await page.text()
  expect(html).toContain('data-sitekey="site"')
  expect(html).toContain('needs script')
  let success = false
  world.answer('https://challenges.cloudflare.com/turnstile/v0/siteverify', async (request) => {
    const form = await request.formData()
    expect([form.get('secret'), form.get('response')]).toEqual(['secret', 'word'])
    return Response.json({ success })
  })
  const trying = async (fields: Record<string, string>) =>
    (await signUp('ada@example.org', '198.51.100.7', fields)).status
  expect([await trying({}), await trying({ 'cf-turnstile-response': 'word' })]).toEqual([400, 400])
  expect(await everySignup(world)).toEqual([])
  success = true
  expect(await trying({ 'cf-turnstile-response': 'word' })).toBe(200)
  expect(await everySignup(world)).toHaveLength(1)
})
