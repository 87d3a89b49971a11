import { beforeEach, expect, test } from 'vitest'
import { consumeMessages } from '../../src/jobs/consume.ts'
import { maskAddress } from '../../src/mail/masked-address.ts'
import { readerLinks } from '../../src/subscribers/links.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { localTime } from '../../src/time/zones.ts'
import { longDay } from '../../src/wording/days.ts'
import { aBrowser } from '../helpers/browser.ts'
import { messagesFor, planAt } from '../helpers/delivering.ts'
import { aPublishedEdition, everyone, someReaders } from '../helpers/readers.ts'
import { ALL } from '../helpers/sizes.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

const ADA = 'ada@example.org'
const MASKED = 'a…@example.org'
/** A Tuesday. */
const START = Date.parse('2026-01-20T00:00:00Z')
let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  browser = aBrowser(world)
})

async function links(id: number) {
  const { PUBLIC_URL } = world.deps.config
  const { preferences, unsubscribe } = await readerLinks(world.deps.config, id)
  return {
    preferences: preferences.slice(PUBLIC_URL.length),
    unsubscribe: unsubscribe.slice(PUBLIC_URL.length),
  }
}
const preferencesPage = async (id: number) => (await browser.get((await links(id)).preferences)).text()
const notices = (html: string) => [...html.matchAll(/<p class="notice">([^<]*)/g)].map(([, words]) => words)

/** Hours (UTC) of the digests and the edition below, with those before them and local midnights. */
const HOURS = [0, 1, 2, 6, 7, 8, 9, 11, 12, 15, 19, 20]

/** Publishes on working days and ticks in those hours, or in all, until Ada has a mail; answers when (ms). */
async function firstMail(from: number): Promise<number> {
  const before = world.resend.to(ADA).length
  for (let at = from; at < from + 14 * DAY; at += HOUR) {
    const date = new Date(at)
    if (!ALL && !HOURS.includes(date.getUTCHours())) continue
    if (date.getUTCHours() === 2 && ![0, 1].includes(date.getUTCDay()))
      await aPublishedEdition(world, date.toISOString().slice(0, 10), at)
    world.at(at)
    await planAt(world.deps, at)
    await consumeMessages(world.deps, messagesFor(world.messages.splice(0)))
    if (world.resend.to(ADA).length > before) return at
  }
  throw new Error('no mail came')
}

for (const [name, given, change] of [
  ['daily', {}, null],
  ['daily in another zone', { timezone: 'America/Los_Angeles', hour: 18 }, null],
  ['on chosen days', { days: 0b001_0010 }, null],
  ['after a change to a later hour', {}, { hour: '20' }],
  ['after a change to an hour before the edition', { hour: 9 }, { hour: '1' }],
  ['after a change to another zone', {}, { timezone: 'Asia/Tokyo', hour: '18' }],
  ['after a pause', {}, { action: 'pause', until: '2026-01-22' }],
  ['after a pause and a change', {}, { action: 'pause', until: '2026-01-23', laterHour: '12' }],
] as const)
  test(`the page says when the next mail comes, and then it comes: ${name}`, async () => {
    const [id = 0] = await someReaders(world, [ADA], given)
    const first = await firstMail(START)
    world.at(first + HOUR / 2)
    const { preferences } = await links(id)
    if (change !== null) expect((await browser.post(preferences, change)).status).toBe(200)
    if (change !== null && 'laterHour' in change) await browser.post(preferences, { hour: change.laterHour })
    const html = await preferencesPage(id)
    const comes = await firstMail(first + HOUR)
    const zone =
      (change && 'timezone' in change && change.timezone) || ('timezone' in given && given.timezone) || 'UTC'
    const { date, hour } = localTime(zone, comes)
    expect(html).toContain(
      `Your next mail comes ${longDay(date)}, ${String(hour).padStart(2, '0')}:00 (${zone}).`,
    )
  })

test('the page names the masked address alone, and after a save says the new state in one sentence', async () => {
  const [id = 0] = await someReaders(world, [ADA])
  const { preferences } = await links(id)
  const before = await preferencesPage(id)
  expect(before).toContain(MASKED)
  expect(before).not.toContain(ADA)
  expect(notices(before)).toEqual([])
  const saved = await (await browser.post(preferences, { hour: '20' })).text()
  expect(notices(saved)).toHaveLength(1)
  expect(notices(saved)[0]).toContain('Saved: it comes as you see here from tomorrow on')
  expect(saved).toContain('20:00 (UTC)')
  expect(notices(await (await browser.post(preferences, { hour: '7' })).text())).toEqual([
    'Saved: it comes as you see here.',
  ])
  const paused = await (await browser.post(preferences, { action: 'pause', until: '2026-02-20' })).text()
  expect(notices(paused)).toEqual(['Paused: the next digest comes on or after 2026-02-20.'])
  const savedToo = await (await browser.post(preferences, { hour: '9' })).text()
  expect(notices(savedToo)).toEqual(['Saved: it comes as you see here, on or after 2026-02-20.'])
})

test('one press makes a daily digest weekly, from either page, and keeps the rest', async () => {
  const [ada = 0, eve = 0] = await someReaders(world, [ADA, 'eve@example.org'], {
    hour: 9,
    timezone: 'Europe/Berlin',
    papers: 5,
    days: 0b000_0101,
  })
  const own = await links(ada)
  expect(await preferencesPage(ada)).toContain('Weekly instead')
  const weekly = await (await browser.post(own.preferences, { action: 'weekly' })).text()
  expect(weekly).toContain('Monday, 26 January 2026, 09:00 (Europe/Berlin)')
  expect(weekly).not.toContain('Weekly instead')
  const { unsubscribe } = await links(eve)
  const before = await wholeDatabase()
  const asked = await (await browser.get(unsubscribe)).text()
  expect(await wholeDatabase()).toEqual(before)
  expect(asked).toContain('mailed to e…@example.org')
  const button = /action="(\/preferences[^"]+)"/.exec(asked)?.[1] ?? ''
  const done = await browser.post(button, { action: 'weekly' })
  expect(await done.text()).toContain('e…@example.org gets one mail a week')
  expect(await (await browser.get(unsubscribe)).text()).not.toContain('Weekly instead')
  const [one, other] = await everyone(world)
  expect(one?.nextScheduleId).toBe(other?.nextScheduleId)
  expect(await preferencesPage(eve)).toMatch(/value="5"[^>]* selected|selected[^>]* value="5"/)
})

test('a link that was ended names nobody and changes nothing, but still unsubscribes', async () => {
  const [id = 0] = await someReaders(world, [ADA])
  const { preferences, unsubscribe } = await links(id)
  await browser.post(preferences, { action: 'sign out' })
  expect(await (await browser.get(unsubscribe)).text()).not.toMatch(/example\.org|Weekly instead/)
  const token = new URL(unsubscribe, world.deps.config.PUBLIC_URL).searchParams.get('token')
  expect((await browser.post(`/preferences?token=${token}`, { action: 'weekly' })).status).toBe(400)
  expect((await everyone(world))[0]?.nextScheduleId).toBeNull()
  expect((await browser.post(unsubscribe, {})).status).toBe(200)
  expect((await everyone(world))[0]?.state).toBe('unsubscribed')
})

test('a masked address keeps one character and the domain', () => {
  expect(maskAddress('ada.lovelace@example.org')).toBe('a…@example.org')
  expect(maskAddress('a@x.example')).toBe('a…@x.example')
})
