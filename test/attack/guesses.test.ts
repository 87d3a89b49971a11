import { beforeEach, expect, test } from 'vitest'
import gitignore from '../../.gitignore?raw'
import manifest from '../../package.json'
import { HOUR } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { everySignup } from '../helpers/readers.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

const TOKEN = 'a-token-for-the-operator'
const NOON = Date.parse('2026-01-20T12:00:00Z')
let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-20T12:00:00Z')
  world.deps.config = { ...world.deps.config, ADMIN_TOKEN: TOKEN }
  browser = aBrowser(world)
})

const ask = async (token: string, network = '203.0.113.7', path = '/operator/batches') => {
  const headers = { authorization: `Bearer ${token}`, 'cf-connecting-ip': network }
  return (await browser.get(path, headers)).status
}

test('after ten wrong tokens in an hour a network is refused whatever it sends, and others are not', async () => {
  for (let n = 0; n < 10; n++) expect(await ask(`guess ${n}`)).toBe(401)
  expect(await ask('guess 10')).toBe(429)
  expect(await ask(TOKEN)).toBe(429)
  const before = await wholeDatabase()
  for (const path of ['/operator/status', '/operator/readers', '/operator/facts', '/operator/stopped'])
    expect(await ask('guess 11', '203.0.113.7', path), path).toBe(429)
  expect(await wholeDatabase()).toEqual(before)
  expect(await ask(TOKEN, '198.51.100.7')).toBe(200)
  world.at(NOON + HOUR - 1)
  expect(await ask(TOKEN)).toBe(429)
  world.at(NOON + HOUR)
  expect(await ask(TOKEN)).toBe(200)
})

test('whoever has the token is not limited, and no token is no guess', async () => {
  for (let n = 0; n < 15; n++) expect(await ask(TOKEN)).toBe(200)
  for (let n = 0; n < 15; n++) expect(await ask('')).toBe(401)
  expect(await ask(TOKEN)).toBe(200)
})

test('addresses of one IPv6 network share their guesses', async () => {
  for (let n = 0; n < 10; n++) await ask('guess', `2001:db8:1:2::${n}`)
  expect(await ask(TOKEN, '2001:db8:1:2:ffff::1')).toBe(429)
  expect(await ask(TOKEN, '2001:db8:2:2::1')).toBe(200)
})

test('more words than are matched are refused wherever they are typed, as many as are matched are not', async () => {
  const words = (count: number) => Array.from({ length: count }, (_, n) => `w${n}`).join(' ')
  const ways: ((q: string) => Promise<Response>)[] = [
    (q) => browser.get(`/search?q=${encodeURIComponent(q)}`),
    (q) => browser.get(`/new.json?q=${encodeURIComponent(q)}`),
    (q) => browser.get(`/follow?q=${encodeURIComponent(q)}`),
    (q) => browser.post('/subscribe', { email: `a${q.length}@example.org`, q }),
  ]
  for (const [n, way] of ways.entries()) {
    expect((await way(words(48))).status, String(n)).toBe(200)
    for (const text of [words(49), words(49).replaceAll(' ', ', '), `${words(48)} "and this"`]) {
      const answer = await way(text)
      expect(answer.status, `${n} ${text}`).toBe(400)
      expect(await answer.text()).toContain('at most')
    }
  }
  // A word that is repeated is one word.
  expect((await browser.get(`/search?q=${encodeURIComponent('ab '.repeat(100))}`)).status).toBe(200)
})

test('a form or JSON is read whatever the case of its media type', async () => {
  const sent: [string, string][] = [
    ['Application/X-WWW-Form-URLEncoded', 'email=a%40example.org'],
    ['APPLICATION/JSON; Charset=UTF-8', '{"email":"b@example.org"}'],
    ['application/Problem+JSON', '{"email":"c@example.org"}'],
    [
      'Multipart/Form-Data; boundary=X',
      '--X\r\ncontent-disposition: form-data; name="email"\r\n\r\nd@example.org\r\n--X--\r\n',
    ],
  ]
  for (const [type, body] of sent) {
    const answer = await browser.ask('/subscribe', {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    })
    expect(answer.status, type).toBe(200)
    expect(answer.headers.get('content-type'), type).toMatch(/json/i.test(type) ? /json/ : /html/)
  }
  expect((await everySignup(world)).map(({ email }) => email).sort()).toEqual(
    ['a', 'b', 'c', 'd'].map((name) => `${name}@example.org`),
  )
})

test('secrets on a disk are ignored by git, and what only tests import is not installed to run the product', () => {
  const ignored = gitignore.split('\n')
  for (const name of ['.env', '.env.*', '.dev.vars']) expect(ignored).toContain(name)
  const code = Object.values(
    import.meta.glob('../../src/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }) as Record<
      string,
      string
    >,
  ).join('\n')
  const unused = Object.keys(manifest.dependencies).filter(
    (name) => !new RegExp(`'${name}(?:/[^']*)?'`).test(code),
  )
  expect(unused).toEqual([])
})
