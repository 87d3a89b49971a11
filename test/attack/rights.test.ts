import { beforeEach, expect, test } from 'vitest'
import { readerLinks } from '../../src/subscribers/links.ts'
import { applyPendingChanges } from '../../src/subscribers/pending-change.ts'
import { signToken } from '../../src/subscribers/tokens.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { deliverAt } from '../helpers/delivering.ts'
import { aPublishedEdition, everyone, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

// Export, erase and coming back work from every link that was ever mailed, in every state.

const ADA = 'ada@example.org'
const START = Date.parse('2026-01-20T00:00:00Z')
let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  browser = aBrowser(world)
})
const query = async (id: number, use: 'preferences' | 'unsubscribe', generation = 0) =>
  `?token=${await signToken(world.deps.config.TOKEN_SECRET, use, id, 0, { generation })}`
const own = (link: string) => link.slice(world.deps.config.PUBLIC_URL.length)
const set = (sql: string) => world.deps.db.run(`update subscribers set ${sql}`)

const STATES = {
  active: "state = 'active'",
  unsubscribed: `state = 'unsubscribed', ended_at = ${START}`,
  bounced: `state = 'bounced', suppression = 'bounced', ended_at = ${START}`,
  complained: `state = 'complained', suppression = 'complained', ended_at = ${START}`,
  hashed: `state = 'unsubscribed', ended_at = ${START}, hashed_at = ${START}, email = '#00'`,
}
for (const [state, sql] of Object.entries(STATES))
  for (const use of ['preferences', 'unsubscribe'] as const)
    test(`who is ${state} can export and erase from an old ${use} link, and pressing twice is no error`, async () => {
      const [id = 0] = await someReaders(world, [ADA])
      await set(sql)
      const link = await query(id, use)
      if (use === 'preferences') {
        const page = await browser.get(`/preferences${link}`)
        expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Erase everything')])
      }
      const page = await browser.get(`/your-data${link}`)
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Erase everything')])
      const exported = await browser.get(`/your-data/export${link}`)
      expect([exported.status, exported.headers.get('cache-control')]).toEqual([200, 'no-store'])
      expect(await exported.json()).toMatchObject({ reader: { number: id }, consents: [{ what: 'given' }] })
      for (let n = 0; n < 2; n++) {
        const erased = await browser.post(`/your-data${link}`, { action: 'erase', sure: 'yes' })
        expect([erased.status, await erased.text()]).toEqual([200, expect.stringContaining('is erased')])
      }
      expect(await wholeDatabase()).toMatchObject({ subscribers: [], consents: [], signups: [] })
      expect(JSON.stringify(await wholeDatabase())).not.toContain(ADA)
      expect((await browser.get(`/your-data${link}`)).status).toBe(200)
      expect((await browser.get(`/preferences${await query(id, 'preferences')}`)).status).toBe(200)
      const post = await browser.post(`/unsubscribe${await query(id, 'unsubscribe')}`, {})
      expect(post.status).toBe(200)
    })

test('who only signed up can export and erase from both links of the mail', async () => {
  await browser.post('/subscribe', { email: ADA, q: 'agents' })
  const text = world.resend.to(ADA)[0]?.text ?? ''
  const tokens = [...text.matchAll(/(?:confirm|never)(\?token=\S+)/g)].map(([, token]) => token)
  expect(tokens).toHaveLength(2)
  for (const token of tokens)
    expect(await (await browser.get(`/your-data/export${token}`)).json()).toMatchObject({
      signups: [
        { address: ADA, asked: '2026-01-19T12:00:00.000Z', preferences: { topics: { q: 'agents' } } },
      ],
    })
  await browser.post(`/your-data${tokens[1]}`, { action: 'erase', sure: 'yes' })
  expect(JSON.stringify(await wholeDatabase())).not.toContain(ADA)
  for (const token of tokens) expect((await browser.get(`/your-data${token}`)).status).toBe(200)
})

test('coming back asks for a confirmation, brings the preferences back, and ends the links of before', async () => {
  const [id = 0] = await someReaders(world, [ADA], { hour: 9, topics: 'q=agents' })
  const [preferences, unsubscribe] = [await query(id, 'preferences'), await query(id, 'unsubscribe')]
  await browser.post(`/unsubscribe${unsubscribe}`, {})
  world.at(START)
  const answer = await browser.post(`/your-data${preferences}`, { action: 'again' })
  expect(await answer.text()).toContain('Check your inbox')
  expect(await everyone(world)).toMatchObject([{ state: 'unsubscribed' }])
  const token = /confirm\?token=(\S+)/.exec(world.resend.to(ADA).at(-1)?.text ?? '')?.[1] ?? ''
  await browser.post('/confirm', { token })
  expect(await everyone(world)).toMatchObject([{ id, state: 'active', generation: 1 }])
  expect((await wholeDatabase()).schedules).toMatchObject([{ hour: 9, topics: 'q=agents' }])
  // The old link opens no data, but has a new one mailed; it still unsubscribes.
  const old = await (await browser.get(`/preferences${preferences}`)).text()
  expect(old).toContain('Mail me a new link')
  expect(old).not.toContain('name="hour"')
  for (const fields of [
    { hour: '3' },
    { action: 'erase', sure: 'yes' },
    { action: 'pause', until: '2026-02-01' },
  ])
    await browser.post(`/preferences${preferences}`, fields)
  expect((await browser.get(`/your-data/export${preferences}`)).status).toBe(403)
  expect(await everyone(world)).toMatchObject([{ id, state: 'active', nextScheduleId: null }])
  await browser.post(`/your-data${preferences}`, { action: 'link' })
  const fresh = /\S+\/preferences\?token=\S+/.exec(world.resend.to(ADA).at(-1)?.text ?? '')?.[0] ?? ''
  expect(await (await browser.get(own(fresh))).text()).toContain('name="hour"')
  await browser.post(`/unsubscribe${unsubscribe}`, {})
  expect(await everyone(world)).toMatchObject([{ state: 'unsubscribed' }])
})

test('“sign out old links” ends them, and the next digest brings new ones', async () => {
  const [id = 0] = await someReaders(world, [ADA])
  const old = await query(id, 'preferences')
  const answer = await (await browser.post(`/preferences${old}`, { action: 'sign out' })).text()
  const fresh = /href="([^"]+\/preferences\?token=[^"]+)"/.exec(answer)?.[1] ?? ''
  expect(await (await browser.get(own(fresh))).text()).toContain('name="hour"')
  expect(await (await browser.get(`/preferences${old}`)).text()).not.toContain('name="hour"')
  await aPublishedEdition(world, '2026-01-20', START + 2.25 * HOUR)
  await deliverAt(world, START + 7 * HOUR)
  const { preferences } = await readerLinks(world.deps.config, id, 1)
  expect(world.resend.to(ADA)[0]?.text).toContain(preferences)
  expect(preferences).toBe(fresh)
})

test('a new link is mailed to who has one to lose, and to nobody else', async () => {
  const [, ended = 0] = await someReaders(world, [ADA, 'bob@example.org'])
  await browser.post(`/unsubscribe${await query(ended, 'unsubscribe')}`, {})
  const answers = new Set<string>()
  for (const email of [ADA, 'bob@example.org', 'eve@example.org']) {
    const answer = await browser.post('/preferences/link', { email })
    answers.add(`${answer.status} ${await answer.text()}`)
  }
  expect(answers.size).toBe(1)
  expect(world.resend.taken.map(({ to }) => to).toSorted()).toEqual([ADA, 'bob@example.org'])
  const link =
    /\S+\/preferences\?token=\S+/.exec(world.resend.to('bob@example.org')[0]?.text ?? '')?.[0] ?? ''
  expect(await (await browser.get(own(link))).text()).toContain('Subscribe again')
})

test('an export follows the reader over every schedule they had, in words', async () => {
  const [id = 0] = await someReaders(world, [ADA])
  for (const day of [0, 1]) await aPublishedEdition(world, `2026-01-2${day}`, START + day * DAY + 2.25 * HOUR)
  await deliverAt(world, START + 7 * HOUR)
  await browser.post(`/preferences${await query(id, 'preferences')}`, {
    cadence: 'days',
    days: 'wed',
    hour: '9',
  })
  await applyPendingChanges(world.deps, world.at(START + DAY))
  await deliverAt(world, START + DAY + 9 * HOUR)
  const exported = await browser.get(`/your-data/export${await query(id, 'preferences')}`)
  expect(await exported.json()).toMatchObject({
    preferences: { days: 'wed', hour: '09:00', timezone: 'UTC' },
    consents: [
      { what: 'given', preferences: { days: 'daily' } },
      { what: 'changed', preferences: { days: 'wed' } },
    ],
    digests: [
      { edition: '2026-01-21', yourDate: '2026-01-21', state: 'accepted' },
      { edition: '2026-01-20', yourDate: '2026-01-20', state: 'accepted' },
    ],
  })
})
