import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { schedules, signups } from '../../src/db/schema.ts'
import { indexDocuments } from '../../src/db/search-index.ts'
import { asDocument } from '../../src/search/document.ts'
import { readerLinks } from '../../src/subscribers/links.ts'
import { aBrowser } from '../helpers/browser.ts'
import { aPaper } from '../helpers/papers.ts'
import { everyone, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

const ADA = 'ada@example.org'
let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-20T12:00:00Z')
  browser = aBrowser(world)
  await indexDocuments(env.SEARCH, [
    asDocument({ ...aPaper({ categories: ['cs.CL', 'math.CO'] }), revision: 1 }),
  ])
})

const asked = async () => (await world.deps.db.select().from(signups)).at(-1)?.preferences
const preferences = async (id: number) =>
  (await readerLinks(world.deps.config, id)).preferences.slice(world.deps.config.PUBLIC_URL.length)
/** What the form of a page that signs up would send. */
const formOf = (html: string): Record<string, string> => {
  const form = /<form class="signup"[\s\S]*?<\/form>/.exec(html)?.[0] ?? ''
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  return Object.fromEntries(
    hidden.map(([, name = '', value = '']) => [name, value.replaceAll('&quot;', '"')]),
  )
}

test('the box of every list signs up to exactly its filters', async () => {
  for (const [path, topics] of [
    ['/trending', ''],
    ['/trending?category=cs.CL,-math.CO&limit=50', 'category=cs.CL,-math.CO'],
    ['/top/week?q=sparse+"steering+vectors"&mute=survey', 'q=sparse%20%22steering%20vectors%22&mute=survey'],
    ['/search?q=vectors', 'q=vectors'],
    ['/authors/Ada%20Lovelace', 'q=author%3A%22Ada%20Lovelace%22'],
  ] as const) {
    const fields = formOf(await (await browser.get(path)).text())
    const email = `reader${topics.length}@example.org`
    expect((await browser.post('/subscribe', { ...fields, email })).status, path).toBe(200)
    expect((await asked())?.topics, path).toBe(topics)
  }
})

test('the time zone of a box is the one the request seems to come from, and UTC where nothing tells', async () => {
  await browser.post('/subscribe', { email: ADA, timezone: 'guess' })
  expect(await asked()).toMatchObject({ timezone: 'UTC', hour: 7 })
  const body = new URLSearchParams({ email: 'b@example.org', timezone: 'guess' })
  const init = { method: 'POST', body, cf: { timezone: 'Asia/Tokyo' } }
  expect((await browser.ask('/subscribe', init as RequestInit)).status).toBe(200)
  expect(await asked()).toMatchObject({ timezone: 'Asia/Tokyo' })
})

test('a category that no paper has is refused with those that some have, and nothing is written', async () => {
  const [id = 0] = await someReaders(world, [ADA])
  const rows = async () => {
    const { counters: _, ...others } = await wholeDatabase()
    return others
  }
  const before = await rows()
  for (const answer of [
    await browser.post('/subscribe', { email: 'b@example.org', category: 'cs.CL,cs.XX' }),
    await browser.post(await preferences(id), { category: '-cs.XX' }),
  ]) {
    expect(answer.status).toBe(400)
    expect(await answer.text()).toMatch(/There are no papers in cs\.XX\. Categories with papers: .*math\.CO/)
  }
  for (const fields of [
    { category: 'cs.CL,-cs.CL' },
    { q: 'x'.repeat(501) },
    { q: '"' },
    { mute: 'y'.repeat(101) },
  ])
    expect((await browser.post(await preferences(id), fields as Record<string, string>)).status).toBe(400)
  expect(await rows()).toEqual(before)
})

test('topics that are too long for a digest are refused, and their list offers feeds alone', async () => {
  const mute = Array.from({ length: 15 }, (_, n) => `${'字'.repeat(90)}${n}`).join(',')
  const answer = await browser.post('/subscribe', { email: ADA, mute })
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('too many words for a digest')
  const list = await (await browser.get(`/new?mute=${encodeURIComponent(mute)}`)).text()
  expect(list).toContain('Follow this list with these filters')
  expect(list).not.toContain('action="/subscribe"')
})

test('the confirmation mail holds nothing that a stranger typed', async () => {
  await browser.post('/subscribe', { email: ADA, q: 'buy now at evil.example', mute: 'free money' })
  const [mail] = world.resend.to(ADA)
  expect(mail?.text).toContain('new papers')
  expect(`${mail?.subject} ${mail?.html} ${mail?.text}`).not.toMatch(/evil|money/)
})

test('topics are changed, kept and taken back in the preferences', async () => {
  const [id = 0] = await someReaders(world, [ADA], { topics: 'category=cs.CL' })
  const path = await preferences(id)
  const page = async () => (await browser.get(path)).text()
  expect(await page()).toContain('Now: new papers in cs.CL.')
  const chosen = async () => {
    const [reader] = await everyone(world)
    return (await world.deps.db.select().from(schedules)).find(({ id }) => id === reader?.nextScheduleId)
  }
  await browser.post(path, { hour: '9' })
  expect(await chosen()).toMatchObject({ hour: 9, topics: 'category=cs.CL' })
  await browser.post(path, { category: 'cs.CL', q: '<b>agents', mute: '' })
  expect(await chosen()).toMatchObject({ topics: 'category=cs.CL&q=%3Cb%3Eagents' })
  expect(await page()).toContain('with &lt;b&gt;agents.')
  await browser.post(path, { category: '', q: '', mute: '' })
  expect(await chosen()).toMatchObject({ topics: '' })
  const stored = await (await browser.get(path.replace('?', '/export?'))).json()
  expect(stored).toMatchObject({
    preferences: { topics: { category: 'cs.CL' } },
    nextPreferences: { topics: 'all' },
  })
})

test('days are ticked one by one, or one is chosen for the week; none is a mistake', async () => {
  const [id = 0] = await someReaders(world, [ADA])
  const path = await preferences(id)
  const send = async (fields: [string, string][]) =>
    (await browser.ask(path, { method: 'POST', body: new URLSearchParams(fields) })).text()
  const ticked = async () => {
    const html = await (await browser.get(path)).text()
    return [...html.matchAll(/name="(cadence|days)" value="([a-z]+)" checked=""/g)].map((match) => match[2])
  }
  await send([
    ['cadence', 'days'],
    ['days', 'tue'],
    ['days', 'sat'],
    ['weekday', 'fri'],
  ])
  expect(await ticked()).toEqual(['days', 'tue', 'sat'])
  await send([
    ['cadence', 'week'],
    ['days', 'tue'],
    ['weekday', 'fri'],
  ])
  const html = await (await browser.get(path)).text()
  expect(html).toContain('<option value="fri" selected="">Friday</option>')
  expect(await ticked()).toContain('week')
  expect(
    await send([
      ['cadence', 'days'],
      ['weekday', 'fri'],
    ]),
  ).toContain('Choose at least one day.')
  await send([['hour', '8']])
  expect(await ticked()).toEqual(['days', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
})
