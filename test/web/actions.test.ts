import { beforeEach, expect, test } from 'vitest'
import { batches, consents, editions, operatorActions, operatorSettings } from '../../src/db/schema.ts'
import { deliverBatch } from '../../src/delivery/send.ts'
import { HOUR } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { anOperator, TOKEN } from '../helpers/console.ts'
import { aPublishedEdition, everyone, everySignup, someReaders } from '../helpers/readers.ts'
import { runTick } from '../helpers/ticking.ts'
import { aListOf, listOf, quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const NOON = Date.parse('2026-01-19T12:00:00Z')
const TWO = Date.parse('2026-01-20T02:00:00Z')
const SEVEN = Date.parse('2026-01-20T07:00:00Z')
let world: World
let operator: Awaited<ReturnType<typeof anOperator>>
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  // One source: what others say of papers changes nothing that an operator does.
  const given = { OPERATOR_EMAIL: 'ops@example.org', WELCOME: false, SOURCES: ['huggingface' as const] }
  world.deps.config = { ...world.deps.config, ...given }
  quietUpstreams(world)
  listOf(world, '2026-01-19', aListOf(20))
  listOf(world, '2026-01-20', aListOf(20, '2601', 50))
  await logIn()
})

let loggedInAt = 0
async function logIn() {
  operator = await anOperator(world)
  loggedInAt = world.deps.now()
}

/** A tick, with the mails that it sends messages for. */
async function tick(at: number) {
  await runTick(world, at)
  for (const { batchId = 0 } of world.messages.splice(0)) await deliverBatch(world.deps, batchId)
  // A session ends after 12 hours.
  if (at - loggedInAt > 11 * HOUR) await logIn()
}
/** The list is read, and the edition after it published. */
async function published() {
  await tick(NOON)
  await tick(TWO)
}
const actions = async () =>
  (await world.deps.db.select().from(operatorActions)).map(({ action, subject }) => `${action} ${subject}`)
const settings = async () => (await world.deps.db.select().from(operatorSettings)).map(({ name }) => name)
const dates = async () =>
  (await world.deps.db.select().from(editions)).map(({ date, state }) => `${date} ${state}`)
const page = async (path: string) => (await operator.get(path)).text()
/** Both press; exactly one does it. */
async function bothPress(path: string, fields: Record<string, string>) {
  const [one, two] = await Promise.all([operator.post(path, fields), operator.post(path, fields)])
  expect([one.status, two.status].sort()).toEqual([303, 409])
}

test('delivering that is held mails nobody, also when the hour passes, and each reader once when it is released', async () => {
  await someReaders(world, ['a@example.org', 'b@example.org'])
  await published()
  await bothPress('/operator/hold', { what: 'delivering' })
  // Their day is over 17 hours later.
  for (const hours of [0, 1, 16, 18]) await tick(SEVEN + hours * HOUR)
  expect(world.resend.taken.filter(({ to }) => to !== 'ops@example.org')).toEqual([])
  expect((await world.deps.db.select().from(batches)).map(({ state }) => state)).toEqual(['planned'])
  expect(await page('/operator')).toContain('The operator has held delivering for')
  await bothPress('/operator/release', { what: 'delivering' })
  for (const hours of [18.25, 18.5]) await tick(SEVEN + hours * HOUR)
  for (const to of ['a@example.org', 'b@example.org']) expect(world.resend.to(to)).toHaveLength(1)
  expect(await actions()).toEqual(['hold delivering', 'release delivering'])
  expect(await settings()).toEqual([])
})

test('publishing that is held makes no edition, and one when it is released', async () => {
  await tick(NOON)
  const before = await dates()
  await operator.post('/operator/hold', { what: 'publishing' })
  for (const minutes of [0, 15, 30]) await tick(TWO + minutes * 60_000)
  expect(await dates()).toEqual(before)
  await operator.post('/operator/release', { what: 'publishing' })
  for (const minutes of [45, 60]) await tick(TWO + minutes * 60_000)
  expect(await dates()).toEqual([...before, '2026-01-20 complete'])
})

test('publishing that is held past midnight says so of each day that it missed, and the papers come with the next edition', async () => {
  await someReaders(world, ['a@example.org'], { from: '2026-01-20' })
  await aPublishedEdition(world, '2026-01-19', NOON - 9 * HOUR)
  await tick(NOON)
  await operator.post('/operator/hold', { what: 'publishing' })
  for (const at of [TWO, SEVEN, SEVEN + 16 * HOUR]) await tick(at)
  expect(await dates()).not.toContain('2026-01-20 quiet')
  // No tick comes between midnight and the release.
  world.at(TWO + 22.5 * HOUR)
  await logIn()
  await bothPress('/operator/release', { what: 'publishing' })
  expect(await dates()).toContain('2026-01-20 quiet')
  expect(await page('/editions/2026-01-20')).toContain('The operator held this day’s edition.')
  for (const hours of [24, 29]) await tick(TWO + hours * HOUR)
  expect((await dates()).filter((line) => /2026-01-2/.test(line))).toEqual([
    '2026-01-20 quiet',
    '2026-01-21 complete',
  ])
  expect(world.resend.to('a@example.org')).toHaveLength(1)
  const { text = '' } = world.resend.to('a@example.org')[0] ?? {}
  expect(text).toMatch(/2601\.0000\d/)
  expect(text).toMatch(/2601\.0005\d/)
})

test('while it is held, the first tick of the next day says so; a day that had its edition before is no missed one', async () => {
  await published()
  await operator.post('/operator/hold', { what: 'publishing' })
  for (const at of [SEVEN, TWO + 24 * HOUR, TWO + 47 * HOUR, TWO + 48 * HOUR, TWO + 49 * HOUR]) await tick(at)
  expect((await dates()).filter((line) => /2026-01-2/.test(line))).toEqual([
    '2026-01-20 complete',
    '2026-01-21 quiet',
  ])
})

test('a day that is skipped has a quiet edition and no mail, and its papers come with the next one', async () => {
  await someReaders(world, ['a@example.org'])
  await tick(NOON)
  await bothPress('/operator/skip', { date: '2026-01-20' })
  await bothPress('/operator/skip', { date: '2026-01-21' })
  await bothPress('/operator/unskip', { date: '2026-01-21' })
  for (const at of [TWO, SEVEN]) await tick(at)
  expect(await dates()).toContain('2026-01-20 quiet')
  expect(await settings()).toEqual([])
  expect(world.resend.to('a@example.org')).toEqual([])
  for (const at of [TWO, SEVEN]) await tick(at + 24 * HOUR)
  expect(await dates()).toContain('2026-01-21 complete')
  expect(world.resend.to('a@example.org')).toHaveLength(1)
  for (const date of ['2026-01-20', '2026-01-19', 'tomorrow'])
    expect((await operator.post('/operator/skip', { date })).status, date).toBeGreaterThanOrEqual(400)
})

test('a paper that is withdrawn is in no later mail, list or feed but as withdrawn, and may come back', async () => {
  await someReaders(world, ['a@example.org'])
  await someReaders(world, ['five@example.org'], { papers: 5 })
  await someReaders(world, ['topics@example.org'], { topics: 'q=paper', hour: 8 })
  await someReaders(world, ['one@example.org'], { topics: 'q=%222601.00001%22', hour: 8 })
  await published()
  // Planned, and held: the text of the mails stands.
  await operator.post('/operator/hold', { what: 'delivering' })
  await tick(SEVEN + HOUR)
  const planned = (await world.deps.db.select().from(batches)).map(({ state }) => state)
  expect(planned).toEqual(Array(4).fill('planned'))
  await bothPress('/operator/withdraw', { paper: 'https://arxiv.org/abs/2601.00001' })
  expect((await operator.post('/operator/withdraw', { paper: '2601.99999' })).status).toBe(409)
  expect((await operator.post('/operator/withdraw', { paper: 'x' })).status).toBe(400)
  await operator.post('/operator/release', { what: 'delivering' })
  await tick(SEVEN + 2 * HOUR)
  for (const to of ['a@example.org', 'five@example.org', 'topics@example.org']) {
    expect(world.resend.to(to), to).toHaveLength(1)
    const [mail] = world.resend.to(to)
    expect(mail?.text).toContain('/papers/2601.00002')
    expect(`${mail?.html}${mail?.text}${mail?.subject}`).not.toContain('2601.00001')
  }
  // Nothing else was of these topics: an empty mail goes to nobody, and the sums hold.
  expect(world.resend.to('one@example.org')).toEqual([])
  const sums = (await world.deps.db.select().from(batches)).map(({ state, accepted, excluded }) =>
    [state, accepted, excluded].join(' '),
  )
  expect(sums.sort()).toEqual(['accepted 0 1', ...Array(3).fill('accepted 1 0')])
  for (const path of ['/trending', '/new', '/top/week', '/trending.xml', '/search?q=2601.00001'])
    expect(await page(path), path).not.toContain('Paper 2601.00001')
  for (const path of ['/feed.xml', '/feed.json', '/editions/2026-01-20.md'])
    expect((await page(path)).replaceAll('\\', ''), path).toMatch(/Withdrawn: \S+ .{0,4}2601.00001/)
  expect(await page('/editions/2026-01-20')).toMatch(/<s>Withdrawn: .*2601.00001<\/s>/)
  await bothPress('/operator/bring-back', { paper: '2601.00001' })
  world.tick()
  expect(await page('/feed.xml')).not.toContain('Withdrawn')
  expect(await page('/trending')).toContain('2601.00001')
})

test('a paper that is withdrawn before its edition is not in it', async () => {
  await tick(NOON)
  await operator.post('/operator/withdraw', { paper: '2601.00001' })
  await tick(TWO)
  const [edition] = (await world.deps.db.select().from(editions)).slice(-1)
  const ids = ((edition?.papers ?? []) as { id: string }[]).map(({ id }) => id)
  expect(ids).toContain('2601.00002')
  expect(ids).not.toContain('2601.00001')
})

test('a batch that was tried before a withdrawal is asked for again with the same bytes', async () => {
  await someReaders(world, ['a@example.org'])
  await published()
  world.resend.weather = () => 'lost answer'
  await tick(SEVEN)
  world.resend.weather = () => undefined
  await operator.post('/operator/withdraw', { paper: '2601.00001' })
  await tick(SEVEN + HOUR)
  expect(world.resend.to('a@example.org')).toHaveLength(1)
  expect(
    (await world.deps.db.select().from(batches)).map(({ state, accepted }) => [state, accepted]),
  ).toEqual([['accepted', 1]])
})

test('a note stands on top of the next edition as plain text, on the page, in the mail and the feed, once', async () => {
  await someReaders(world, ['a@example.org'])
  await tick(NOON)
  const text = 'We <b>move</b> & rest.\nSee you %%UNSUBSCRIBE_URL%%'
  await operator.post('/operator/note', { text })
  expect((await operator.post('/operator/note', { text: 'x'.repeat(1_001) })).status).toBe(400)
  expect(await page('/operator/preview')).toContain('We &lt;b&gt;move&lt;/b&gt; &amp; rest.')
  for (const at of [TWO, SEVEN]) await tick(at)
  const [mail] = world.resend.to('a@example.org')
  expect(mail?.html).toContain('We &lt;b&gt;move&lt;/b&gt; &amp; rest.<br/>See you % %UNSUBSCRIBE_URL% %')
  expect(mail?.text).toContain('We <b>move</b> & rest.\nSee you')
  for (const path of ['/', '/editions/2026-01-20'])
    expect(await page(path)).toContain('We &lt;b&gt;move&lt;/b&gt; &amp; rest.')
  expect(await page('/editions.json')).toContain('&lt;b&gt;move')
  expect(await settings()).toEqual([])
  for (const at of [TWO, SEVEN]) await tick(at + 24 * HOUR)
  expect(world.resend.to('a@example.org')[1]?.text).not.toContain('move')
})

test('the next edition is previewed as it stands, in a sandbox as a mail, and sent to the operator alone, marked as a test', async () => {
  await someReaders(world, ['a@example.org'])
  await tick(NOON)
  expect(await page('/operator/preview')).toContain('2601.00001')
  const mail = await operator.get('/operator/preview/mail')
  expect(mail.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
  expect(await mail.text()).toContain('2601.00001')
  expect(await page('/operator/preview/text')).toContain('2601.00001')
  const before = await dates()
  await Promise.all([operator.post('/operator/test'), operator.post('/operator/test')])
  expect(world.resend.taken.map(({ to, subject }) => [to, subject.slice(0, 7)])).toEqual([
    ['ops@example.org', '[Test] '],
  ])
  expect(await dates()).toEqual(before)
  world.deps.config = { ...world.deps.config, OPERATOR_EMAIL: undefined }
  expect((await operator.post('/operator/test')).status).toBe(409)
})

const signUp = (email: string, network = '192.0.2.1') =>
  aBrowser(world).post('/subscribe', { email, timezone: 'UTC', hour: '7' }, { 'cf-connecting-ip': network })

test('who is blocked gets no mail and is told nothing, and may be allowed again', async () => {
  await someReaders(world, ['a@example.org', 'b@sub.bad.example', 'c@notbad.example', 'd@bad.example'])
  const asUsual = await (await signUp('new@good.example')).text()
  await signUp('waits@bad.example')
  for (const what of ['A@example.org', 'bad.example', '198.51.100.0/24', '2001:db8:1::/48'])
    await bothPress('/operator/block', { what })
  expect((await everyone(world)).filter(({ state }) => state === 'active').map(({ email }) => email)).toEqual(
    ['c@notbad.example'],
  )
  const ended = (await world.deps.db.select().from(consents)).filter(({ what }) => what === 'ended')
  expect(ended.map(({ how }) => how)).toEqual(Array(3).fill('blocked by the operator'))
  const sent = world.resend.taken.length
  for (const [email, network] of [
    ['a+x@example.org', '192.0.2.1'],
    ['new@x.bad.example', '192.0.2.1'],
    ['one@good.example', '198.51.100.77'],
    ['two@good.example', '2001:db8:1:9::5'],
  ] as const) {
    const answer = await signUp(email, network)
    expect([email, answer.status, await answer.text()]).toEqual([email, 200, asUsual])
  }
  expect(world.resend.taken.length).toBe(sent)
  expect((await everySignup(world)).map(({ email }) => email)).not.toContain('waits@bad.example')
  expect((await actions()).join('\n')).not.toContain('a@example.org')
  for (const what of ['a@example.org', 'bad.example']) await bothPress('/operator/unblock', { what })
  await signUp('d@bad.example')
  expect(world.resend.taken.length).toBe(sent + 1)
  for (const what of ['', 'bad', '*.example', '192.0.2.0/8', 'x y', '::1/20', '300.1.1.1'])
    expect((await operator.post('/operator/block', { what })).status, what).toBe(400)
})

test('signups that are paused are told so, and open again', async () => {
  await bothPress('/operator/hold', { what: 'signups' })
  const paused = await signUp('new@good.example')
  expect([paused.status, await paused.text()]).toEqual([
    400,
    expect.stringContaining('New signups are paused'),
  ])
  expect(await everySignup(world)).toEqual([])
  await operator.post('/operator/release', { what: 'signups' })
  expect((await signUp('new@good.example')).status).toBe(200)
  expect(await everySignup(world)).toHaveLength(1)
})

test('the same actions answer JSON to the bearer token, and need no form', async () => {
  const post = (path: string, fields: object) =>
    aBrowser(world).ask(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    })
  expect(await (await post('/operator/hold', { what: 'delivering' })).json()).toEqual({ done: 'hold' })
  expect((await post('/operator/hold', { what: 'delivering' })).status).toBe(409)
  expect((await post('/operator/hold', { what: 'everything' })).status).toBe(400)
  expect(await actions()).toEqual(['hold delivering'])
})
