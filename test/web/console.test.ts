import { beforeEach, expect, test } from 'vitest'
import { batches, operatorActions } from '../../src/db/schema.ts'
import { HOUR } from '../../src/time/dates.ts'
import { makeApp } from '../../src/web/app.tsx'
import { aBrowser } from '../helpers/browser.ts'
import { anOperator, TOKEN } from '../helpers/console.ts'
import { deliverAt } from '../helpers/delivering.ts'
import { aPublishedEdition, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

const SEVEN = Date.parse('2026-01-20T07:00:00Z')
const HTML = { accept: 'text/html' }
let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-20T06:00:00Z')
  world.deps.config = { ...world.deps.config, ADMIN_TOKEN: TOKEN, PUBLIC_URL: 'https://papertide.test' }
  browser = aBrowser(world)
})

const withoutCounters = async () => ({ ...(await wholeDatabase()), counters: [] })

test('the login form gives a signed cookie for 12 hours that no script reads and no other site sends', async () => {
  const asked = await browser.get('/operator', HTML)
  expect([asked.status, asked.headers.get('cache-control')]).toEqual([401, 'no-store'])
  expect(await asked.text()).toContain('action="/operator/login"')
  const login = await browser.post('/operator/login', { token: TOKEN }, HTML)
  expect([login.status, login.headers.get('location')]).toEqual([303, '/operator'])
  const cookie = login.headers.get('set-cookie') ?? ''
  for (const part of ['Max-Age=43200', 'Path=/operator', 'HttpOnly', 'Secure', 'SameSite=Strict'])
    expect(cookie).toContain(part)
  world.deps.config = { ...world.deps.config, PUBLIC_URL: 'http://localhost:8787' }
  const local = await browser.post('/operator/login', { token: TOKEN }, HTML)
  expect(local.headers.get('set-cookie')).not.toContain('Secure')
})

test('the page shows readers, batches, sources and what was done, in a session until it ends', async () => {
  const operator = await anOperator(world)
  const shown = await operator.get('/operator')
  expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'no-store'])
  const html = await shown.text()
  for (const title of [
    'Checks',
    'Readers',
    'Batches to decide about',
    'Sources',
    'Units of work',
    'What was done',
  ])
    expect(html).toContain(`>${title}</h2>`)
  expect(html).not.toContain('<script')
  // What the doctor says of a Worker for which no tick has run, with its cures.
  expect(html).toContain('<td><strong>no tick has ever run</strong>')
  expect(html).toContain('<code>npm run setup -- --resume</code>')
  expect(html).toMatch(/<td>room<\/td><td>DB holds 0 of at most 500 MB \(0 %\)<\/td>/)
  world.at(world.deps.now() + 12 * HOUR - 1)
  expect((await operator.get('/operator')).status).toBe(200)
  world.at(world.deps.now() + 1)
  expect((await operator.get('/operator')).status).toBe(401)
})

test('a cookie that was changed, of another secret or of an ended session opens nothing', async () => {
  const operator = await anOperator(world)
  const open = async (cookie: string) => (await browser.get('/operator', { ...HTML, cookie })).status
  expect(await open(operator.cookie)).toBe(200)
  const [name, value = ''] = operator.cookie.split('=')
  const later = `${world.deps.now() + 99 * HOUR}`
  for (const wrong of ['', 'x', value.slice(1), value.slice(0, -4), value.replace(/^\d+/, later)])
    expect(await open(`${name}=${wrong}`), wrong).toBe(401)
  world.deps.config = { ...world.deps.config, ADMIN_TOKEN: `${TOKEN}-rotated` }
  expect(await open(operator.cookie)).toBe(401)
})

test('a wrong, a missing and a nearly right token are answered alike, and after ten of them so is the right one', async () => {
  const network = { ...HTML, 'cf-connecting-ip': '192.0.2.7' }
  const guess = async (token: string, headers: Record<string, string> = network) => {
    const answer = await browser.post('/operator/login', { token }, headers)
    return { status: answer.status, body: await answer.text(), cookie: answer.headers.get('set-cookie') }
  }
  const first = await guess('x')
  expect([first.status, first.cookie]).toEqual([401, null])
  for (const token of ['', TOKEN.slice(1), `${TOKEN}x`, TOKEN.toUpperCase(), 'x'.repeat(5_000)])
    expect(await guess(token)).toEqual(first)
  const bearer = (token: string) =>
    browser.get('/operator/batches', { ...network, accept: '*/*', authorization: `Bearer ${token}` })
  for (let count = 5; count < 10; count++) expect((await bearer('x')).status).toBe(401)
  const over = await guess('x')
  expect(over.status).toBe(429)
  expect(await guess(TOKEN)).toEqual(over)
  expect((await bearer(TOKEN)).status).toBe(429)
  expect((await guess(TOKEN, { ...network, 'cf-connecting-ip': '192.0.2.99' })).status).toBe(429)
  expect((await guess(TOKEN, { ...network, 'cf-connecting-ip': '198.51.100.1' })).status).toBe(303)
  world.at(world.deps.now() + HOUR)
  expect((await guess(TOKEN)).status).toBe(303)
})

test('without the token, and in a session without the token of its forms, no route under /operator does anything', async () => {
  const routes = [
    ...new Map(
      makeApp(() => world.deps)
        .routes.filter(({ path, method }) => /^\/operator(?![^/])/.test(path) && method !== 'ALL')
        .map(({ method, path }) => [
          `${method} ${path}`,
          { method, path: path.replace(/:id\{[^}]*\}/, '1') },
        ]),
    ).values(),
  ]
  expect(routes.length).toBeGreaterThan(8)
  const operator = await anOperator(world)
  const other = await anOperator(world)
  const before = await withoutCounters()
  for (const { method, path } of routes) {
    const ask = (headers: Record<string, string>, body = {}) =>
      browser.ask(path, { method, headers, ...(method === 'GET' ? {} : { body: new URLSearchParams(body) }) })
    const answers = [await ask({}), await ask(HTML), await ask({ cookie: 'operator=1.1' })]
    if (method === 'POST' && path !== '/operator/login')
      for (const form of ['', 'x', other.form]) answers.push(await ask({ cookie: operator.cookie }, { form }))
    for (const answer of answers) {
      expect([path, answer.headers.get('cache-control')]).toEqual([path, 'no-store'])
      expect([401, 403], `${method} ${path}`).toContain(answer.status)
    }
    await world.deps.db.run('delete from counters')
  }
  expect(await withoutCounters()).toEqual(before)
})

test('batches are decided about in the console, one or many, and it is written down once', async () => {
  await someReaders(world, ['a@example.org', 'b@example.org'])
  await aPublishedEdition(world, '2026-01-20', SEVEN - 4 * HOUR)
  world.deps.config = { ...world.deps.config, MAIL_BATCH_SIZE: 1 }
  await deliverAt(world, SEVEN)
  await world.deps.db.update(batches).set({ state: 'uncertain', accepted: 0, error: 'no answer' })
  const operator = await anOperator(world)
  expect(await (await operator.get('/operator')).text()).toContain('value="1048576"')
  const ids = (await world.deps.db.select().from(batches)).map(({ id }) => String(id))
  const press = () =>
    operator.postList('/operator/batches', [
      ['action', 'treat as accepted'],
      ...ids.map((id): [string, string] => ['ids', id]),
    ])
  const [one, two] = await Promise.all([press(), press()])
  expect([one.status, two.status]).toEqual([303, 303])
  expect((await world.deps.db.select().from(batches)).map(({ state }) => state)).toEqual([
    'accepted',
    'accepted',
  ])
  expect(await world.deps.db.select().from(operatorActions)).toMatchObject([
    { action: 'treat as accepted', subject: '2 batches' },
  ])
})
