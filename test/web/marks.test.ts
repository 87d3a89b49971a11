import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { consentsOf } from '../../src/db/consents.ts'
import { counters, papers, schedules } from '../../src/db/schema.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { addMark, MOST_MARKS, readMarks, writeMarks } from '../../src/ranking/marks.ts'
import { readerLinks } from '../../src/subscribers/links.ts'
import { MARKS_DAILY } from '../../src/subscribers/marks.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { planAt } from '../helpers/delivering.ts'
import { aPaper } from '../helpers/papers.ts'
import { everyone, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

const ID = '2601.08441'
const OTHER = 'hep-th/9901001'
const START = Date.parse('2026-01-20T09:00:00Z')
let world: World
let browser: ReturnType<typeof aBrowser>
let ada = 0
let paths: Awaited<ReturnType<typeof readerLinks>>
beforeEach(async () => {
  world = await aNewWorld('2026-01-20T09:00:00Z')
  browser = aBrowser(world)
  ;[ada = 0] = await someReaders(world, ['ada@example.org'])
  await world.deps.db
    .insert(papers)
    .values([
      aPaper({ id: ID, title: '<b>Steering</b>: vectors' }),
      aPaper({ id: OTHER, title: 'Strings & things' }),
    ])
  paths = await links(ada)
})
async function links(id: number) {
  const all = Object.entries(await readerLinks(world.deps.config, id))
  const within = all.map(([name, link]) => [name, link.slice(world.deps.config.PUBLIC_URL.length)])
  return Object.fromEntries(within) as Awaited<ReturnType<typeof readerLinks>>
}
const press = (paper: string, wants: string, headers = {}) =>
  browser.post(paths.mark, { paper, wants }, headers)
const text = async (answer: Promise<Response> | Response) =>
  (await (await answer).text()).replace(/\s+/g, ' ')
/** What a reader has marked, as far as they know: the change that waits counts. */
async function marks(id = ada) {
  const reader = (await everyone(world)).find((one) => one.id === id)
  const schedule = reader?.nextScheduleId ?? reader?.scheduleId ?? 0
  const [row] = await world.deps.db.select().from(schedules).where(eq(schedules.id, schedule))
  return row?.marks
}

test('opening a link shows the paper and both buttons, and changes nothing', async () => {
  const before = await wholeDatabase()
  for (const wants of ['more', 'less']) {
    const page = await text(browser.get(`${paths.mark}&${wants}=${ID}`))
    expect(page).toContain(`<h1 class="title">${wants === 'more' ? 'More' : 'Less'} like this</h1>`)
    expect(page).toContain('&lt;b&gt;Steering&lt;/b&gt;: vectors')
    expect(page).not.toContain('<b>Steering')
    expect(page).toMatch(/<form[^>]*method="post" action="\/mark\?token=/)
    const buttons = [...page.matchAll(/<button ([^>]*)>/g)].map(([, given = '']) => given)
    expect(buttons).toHaveLength(2)
    expect(buttons[0]).toContain(`value="${wants}"`)
    expect(buttons[0]).not.toContain('second')
  }
  expect(await wholeDatabase()).toEqual(before)
})

test('a press marks, a second one says so, the other button changes it, and undo takes it back', async () => {
  expect(await text(press(ID, 'more'))).toContain('Noted: “more like this”. It counts from tomorrow on')
  expect(await marks()).toBe(`+${ID}@2026-01-20`)
  world.at(START + HOUR)
  expect(await text(press(ID, 'more'))).toContain('You had marked it “more like this” already')
  expect(await text(browser.get(`${paths.mark}&less=${ID}`))).toContain('You marked it “more like this” on')
  expect(await text(press(ID, 'less'))).toContain('Changed: “less like this”')
  expect(await marks()).toBe(`-${ID}@2026-01-20`)
  expect(await text(press(OTHER, 'more'))).toContain('Strings &amp; things')
  expect(await marks()).toBe(`-${ID}@2026-01-20 +${OTHER}@2026-01-20`)
  expect(await text(press(OTHER, 'undo'))).toContain('Undone')
  await press(ID, 'undo')
  expect(await marks()).toBe('')
  // Nothing is left to change tomorrow.
  expect((await everyone(world))[0]).toMatchObject({ nextScheduleId: null, changesAt: null })
})

test('what is no link to one paper is answered clearly, and nothing is written', async () => {
  const before = await wholeDatabase()
  const status = async (answer: Promise<Response>) => (await answer).status
  expect(await status(browser.get(paths.mark))).toBe(400)
  expect(await status(browser.get(`${paths.mark}&more=${ID}&less=${ID}`))).toBe(400)
  for (const id of ['', 'x', '2601.99', `${ID} `.repeat(9), '%00', '2613.00001']) {
    expect(await status(browser.get(`${paths.mark}&more=${encodeURIComponent(id)}`))).toBe(400)
    expect(await status(press(id, 'more'))).toBe(400)
  }
  expect(await status(browser.get(`${paths.mark}&more=2601.00001`))).toBe(404)
  expect(await status(press('2601.00001', 'less'))).toBe(404)
  expect(await status(press(ID, 'better'))).toBe(400)
  // Wrong tokens, and tokens of the other links.
  const swapped = (link: string) => `/mark?${link.split('?')[1]}`
  for (const path of [
    swapped(paths.preferences),
    swapped(paths.unsubscribe),
    '/mark?token=x',
    '/mark',
    `${paths.mark}x`,
  ]) {
    expect(await status(browser.get(`${path}${path.includes('?') ? '&' : '?'}more=${ID}`))).toBe(400)
    expect(await status(browser.post(path, { paper: ID, wants: 'more' }))).toBe(400)
  }
  for (const name of ['preferences', 'unsubscribe'])
    expect(await text(browser.get(paths.mark.replace('/mark', `/${name}`)))).not.toContain('ada@')
  expect((await press(ID, 'more', { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  await world.deps.db.update(papers).set({ withdrawn: true }).where(eq(papers.id, OTHER))
  const changed = await wholeDatabase()
  const gone = await press(OTHER, 'more')
  expect(gone.status).toBe(409)
  expect(await text(gone)).not.toContain('Strings')
  expect(await wholeDatabase()).toEqual(changed)
  expect({ ...changed, papers: [] }).toEqual({ ...before, papers: [] })
})

test('the fifty-first mark takes the place of the oldest, and both pages say so', async () => {
  const all = Array.from({ length: MOST_MARKS }, (_, n) => ({
    ...{ paperId: `2512.${10_001 + n}`, wants: 'more' as const, on: n === 7 ? '2026-01-01' : '2026-01-02' },
  }))
  await world.deps.db.insert(papers).values(aPaper({ id: '2512.10008', title: 'The oldest of all' }))
  const written = all.reduce(addMark, [] as ReturnType<typeof readMarks>)
  await world.deps.db.update(schedules).set({ marks: writeMarks(written) })
  const asked = await text(browser.get(`${paths.mark}&more=${ID}`))
  expect(asked).toContain(
    'You have 50 marks, as many as count: this one takes the place of the oldest, “The oldest of all”',
  )
  expect(await text(press(ID, 'more'))).toContain('“The oldest of all” fell out')
  const after = readMarks((await marks()) ?? '')
  expect(after).toHaveLength(MOST_MARKS)
  expect(after.map(({ paperId }) => paperId)).not.toContain('2512.10008')
  expect(after.at(-1)).toMatchObject({ paperId: ID, wants: 'more' })
})

test('marks that are set at once, and a save between them, are all kept', async () => {
  const saved = browser.post(paths.preferences, { action: 'save', hour: '9' })
  const answers = await Promise.all([press(ID, 'more'), saved, press(OTHER, 'less')])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(await marks()).toBe(`+${ID}@2026-01-20 -${OTHER}@2026-01-20`)
  const [reader] = await everyone(world)
  const [next] = await world.deps.db
    .select()
    .from(schedules)
    .where(eq(schedules.id, reader?.nextScheduleId ?? 0))
  expect(next?.hour).toBe(9)
})

test('a reader marks so often a day, and no more; another one is not held up', async () => {
  const day = { key: `k ${ada}`, count: MARKS_DAILY - 1, endsAt: START + 15 * HOUR }
  await world.deps.db.insert(counters).values(day)
  expect((await press(ID, 'more')).status).toBe(200)
  expect((await press(OTHER, 'more')).status).toBe(429)
  const [bob = 0] = await someReaders(world, ['bob@example.org'])
  expect((await browser.post((await links(bob)).mark, { paper: ID, wants: 'more' })).status).toBe(200)
  world.at(START + DAY)
  expect((await press(OTHER, 'more')).status).toBe(200)
})

test('preferences list what was marked; each can be undone, and all forgotten', async () => {
  expect(await text(browser.get(paths.preferences))).not.toContain('What you marked')
  await press(ID, 'more')
  await press(OTHER, 'less')
  await world.deps.db.delete(papers).where(eq(papers.id, OTHER))
  const page = await text(browser.get(paths.preferences))
  expect(page).toContain('What you marked')
  expect(page).toContain(`<a href="/papers/${ID}">&lt;b&gt;Steering&lt;/b&gt;: vectors</a>`)
  expect(page).toContain('More like this, since 20 January')
  expect(page).toMatch(/arXiv:hep-th\/9901001.*it counts for nothing/)
  // A save of the form keeps them.
  expect(await text(browser.post(paths.preferences, { action: 'save', hour: '8' }))).toContain(
    'What you marked',
  )
  expect(await text(browser.post(paths.preferences, { undo: OTHER }))).toContain(
    'Forgotten: it comes as you see here',
  )
  expect(await marks()).toBe(`+${ID}@2026-01-20`)
  await browser.post(paths.preferences, { action: 'weekly' })
  expect(await marks()).toBe(`+${ID}@2026-01-20`)
  expect(await text(browser.post(paths.preferences, { action: 'forget marks' }))).not.toContain(
    'What you marked',
  )
  expect(await marks()).toBe('')
})

test('the export tells what was marked; the record of consent does not; erasing leaves nothing of it', async () => {
  await press(ID, 'more')
  const change = world.at(START + DAY)
  await planAt(world.deps, change)
  const data = (await (await browser.get(paths.preferences.replace('?', '/export?'))).json()) as {
    preferences: { marks: unknown }
  }
  expect(data.preferences.marks).toEqual([
    { paper: ID, title: '<b>Steering</b>: vectors', wants: 'more like this', on: '2026-01-20' },
  ])
  const consents = await consentsOf(world.deps.db, ada)
  expect(consents.map(({ how }) => how)).toEqual(['confirmation link', 'mark link'])
  expect(JSON.stringify(consents)).not.toContain(ID)
  expect((await browser.post(paths.preferences, { action: 'erase', sure: 'yes' })).status).toBe(200)
  await sweep(world.deps, world.at(Date.parse('2026-01-21T10:30:00Z')))
  expect(JSON.stringify({ ...(await wholeDatabase()), papers: [], digests: [] })).not.toContain(ID)
})

test('who unsubscribed has no marks any more, and the link says that it is over', async () => {
  await press(ID, 'more')
  await planAt(world.deps, world.at(START + DAY))
  await browser.post(paths.unsubscribe, { 'List-Unsubscribe': 'One-Click' })
  expect((await press(ID, 'less')).status).toBe(400)
  await sweep(world.deps, world.at(Date.parse('2026-01-21T10:30:00Z')))
  expect(JSON.stringify(await world.deps.db.select().from(schedules))).not.toContain(ID)
})
