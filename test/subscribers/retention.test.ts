import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import privacy from '../../docs/privacy.md?raw'
import { papers } from '../../src/db/schema.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { readerLinks } from '../../src/subscribers/links.ts'
import { RETENTION } from '../../src/subscribers/retention.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { fakeChannels, TARGETS } from '../helpers/channels.ts'
import { deliverAt } from '../helpers/delivering.ts'
import { aPaper } from '../helpers/papers.ts'
import { aPublishedEdition, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

// Each row of docs/privacy.md, with the clock moved over it: what is stored just before, and what
// an hour later.

const ADA = 'ada@example.org'
const START = Date.parse('2026-01-20T12:00:00Z')
let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-20T12:00:00Z')
  browser = aBrowser(world)
})
/** The tick that forgets, of the hour that begins `days` after the start. */
const forgetAfter = async (days: number) => {
  const at = Math.floor((START + days * DAY) / HOUR) * HOUR + HOUR / 2
  await sweep(world.deps, world.at(at))
}
const stored = async (table: string) => (await wholeDatabase())[table]?.length
const hasAddress = async () => JSON.stringify(await wholeDatabase()).includes(ADA)
const signUp = () => browser.post('/subscribe', { email: ADA }, { 'cf-connecting-ip': '198.51.100.7' })
const own = (link: string) => link.slice(world.deps.config.PUBLIC_URL.length)
/** A reader whose subscription ended at the start. */
async function anEndedReader(state = 'unsubscribed'): Promise<number> {
  const [id = 0] = await someReaders(world, [ADA])
  if (state === 'unsubscribed')
    await browser.post(own((await readerLinks(world.deps.config, id)).unsubscribe), {})
  else
    await world.deps.db.run(
      `update subscribers set state = '${state}', suppression = '${state}', ended_at = ${START}`,
    )
  return id
}

const ROWS: Record<(typeof RETENTION)[number]['name'], () => Promise<void>> = {
  async signup() {
    await signUp()
    await forgetAfter(7.9)
    expect([await hasAddress(), await stored('signups')]).toEqual([true, 1])
    await forgetAfter(8)
    expect([await hasAddress(), await stored('signups')]).toEqual([false, 0])
  },
  async reader() {
    const id = await anEndedReader()
    await forgetAfter(29.9)
    expect(await hasAddress()).toBe(true)
    await forgetAfter(30)
    expect([await hasAddress(), await stored('subscribers')]).toEqual([false, 1])
    // The hash still knows who comes back.
    world.at(START + 40 * DAY)
    await signUp()
    const token = /confirm\?token=(\S+)/.exec(world.resend.to(ADA).at(-1)?.text ?? '')?.[1] ?? ''
    await browser.post('/confirm', { token })
    expect(await wholeDatabase()).toMatchObject({ subscribers: [{ id, email: ADA, state: 'active' }] })
  },
  async marks() {
    const [id = 0] = await someReaders(world, [ADA])
    await world.deps.db.insert(papers).values(aPaper())
    const link = own((await readerLinks(world.deps.config, id)).mark)
    const press = (wants: string) => browser.post(link, { paper: '2601.08441', wants })
    const marked = async () => JSON.stringify((await wholeDatabase()).schedules).includes('2601.08441')
    await press('more')
    await deliverAt(world, START + 0.6 * DAY)
    await press('undo')
    await forgetAfter(0.6)
    await deliverAt(world, START + 1.4 * DAY)
    await forgetAfter(1.4)
    expect(await marked()).toBe(true)
    await deliverAt(world, START + 1.5 * DAY)
    await forgetAfter(1.5)
    expect(await marked()).toBe(false)
    await press('less')
    await deliverAt(world, START + 2.6 * DAY)
    await browser.post(own((await readerLinks(world.deps.config, id)).unsubscribe), {})
    expect(await marked()).toBe(true)
    await forgetAfter(2.7)
    expect(await marked()).toBe(false)
  },
  async record() {
    await anEndedReader('bounced')
    await forgetAfter(30)
    await forgetAfter(30 + 1094.9)
    expect([await stored('subscribers'), await stored('consents')]).toEqual([1, 1])
    await forgetAfter(30 + 1095.1)
    expect([await stored('subscribers'), await stored('consents')]).toEqual([0, 0])
  },
  async complaint() {
    await anEndedReader('complained')
    for (const days of [30, 1200, 4000]) {
      await forgetAfter(days)
      expect(await hasAddress()).toBe(false)
      await signUp()
      await forgetAfter(days + 9)
    }
    expect(world.resend.taken).toHaveLength(0)
    expect(await stored('stopped_addresses')).toBe(1)
  },
  async never() {
    await signUp()
    const token = /never\?token=(\S+)/.exec(world.resend.to(ADA)[0]?.text ?? '')?.[1] ?? ''
    await browser.post('/never', { token })
    await forgetAfter(4000)
    expect([await hasAddress(), await stored('stopped_addresses')]).toEqual([false, 1])
    await browser.post('/never', { token, action: 'allow' })
    expect(await stored('stopped_addresses')).toBe(0)
  },
  async year() {
    await signUp()
    const keys = async () =>
      (await wholeDatabase()).counters?.filter((row) => /^[am] /.test((row as { key: string }).key))
    await forgetAfter(364.9)
    expect(await keys()).toHaveLength(2)
    await forgetAfter(365)
    expect(await keys()).toHaveLength(0)
  },
  async day() {
    await signUp()
    const [id = 0] = await someReaders(world, ['bob@example.org'])
    await browser.post(own((await readerLinks(world.deps.config, id)).preferences), { hour: '9' })
    await browser.post('/preferences/link', { email: 'bob@example.org' })
    const keys = async (pattern: RegExp) =>
      (await wholeDatabase()).counters?.filter((row) => pattern.test((row as { key: string }).key)).length
    await forgetAfter(0.4)
    expect([await keys(/^[dnp] /), await keys(/^l /)]).toEqual([4, 1])
    await forgetAfter(0.5)
    expect([await keys(/^[dnp] /), await keys(/^l /)]).toEqual([0, 1])
    await forgetAfter(30)
    expect(await stored('counters')).toBe(2)
  },
  async batch() {
    await someReaders(world, [ADA])
    await aPublishedEdition(world, '2026-01-21', START + 14.25 * HOUR)
    world.resend.weather = () => 'lost request'
    await deliverAt(world, START + 19 * HOUR)
    expect((await wholeDatabase()).batches).toMatchObject([{ members: expect.stringContaining(ADA) }])
    world.resend.weather = () => undefined
    await deliverAt(world, START + 20 * HOUR)
    expect((await wholeDatabase()).batches).toMatchObject([{ state: 'accepted', members: '[{"id":1}]' }])
  },
  async channel() {
    const fakes = fakeChannels(world)
    const [id = 0] = await someReaders(world, [ADA])
    const path = own((await readerLinks(world.deps.config, id)).preferences).replace(
      '/preferences',
      '/channels',
    )
    await browser.post(path, { action: 'add', kind: 'slack', ...TARGETS.slack })
    await browser.post(path, { action: 'confirm', channel: '1', code: fakes.code() })
    await forgetAfter(400)
    expect(await stored('channels')).toBe(1)
    await browser.post(own((await readerLinks(world.deps.config, id)).unsubscribe), {})
    await forgetAfter(400.1)
    expect((await wholeDatabase()).channels).toMatchObject([{ state: 'ended', target: '' }])
    await forgetAfter(430)
    expect(await stored('channels')).toBe(1)
    await forgetAfter(430.2)
    expect(await stored('channels')).toBe(0)
  },
  async webhook() {
    await env.DB.exec(`insert into webhook_calls (id, at, noted_by) values ('msg', ${START}, 'run')`)
    await forgetAfter(29.9)
    expect(await stored('webhook_calls')).toBe(1)
    await forgetAfter(30)
    expect(await stored('webhook_calls')).toBe(0)
  },
}
for (const { name, what, until } of RETENTION) test(`${what}: until ${until}`, ROWS[name])

test('docs/privacy.md and the page for readers have these rows and no other', async () => {
  const table = privacy
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
  expect(table).toEqual(RETENTION.map(({ what, why, until }) => `| ${what} | ${why} | ${until} |`))
  const page = await (await browser.get('/privacy')).text()
  for (const { what, why, until } of RETENTION) {
    expect(page).toContain(`<dt>${what}</dt>`)
    expect(page).toContain(`Why: ${why}. Until: ${until}.`)
  }
})

test('strangers’ keyed hashes lead to no address and no network', async () => {
  await signUp()
  await browser.post('/preferences/link', { email: ADA }, { 'cf-connecting-ip': '198.51.100.7' })
  const { signups: _, ...others } = await wholeDatabase()
  expect(JSON.stringify(others)).not.toMatch(/ada|example\.org|198\.51/)
})
