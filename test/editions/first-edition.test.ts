import { beforeEach, expect, test } from 'vitest'
import { findEdition, newestEditionDate } from '../../src/db/editions.ts'
import { aBrowser } from '../helpers/browser.ts'
import { someReaders } from '../helpers/readers.ts'
import { runTick } from '../helpers/ticking.ts'
import { aListOf, listOf, quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const QUARTER = 900_000
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-18T12:00:00Z')
  quietUpstreams(world)
})
/** Asks nobody but for the daily lists. */
const onlyLists = () => {
  world.deps.config = { ...world.deps.config, SOURCES: ['huggingface'] }
}
const tick = (at: number) => runTick(world, at)
/** Ticks until there is an edition with papers, at most so often; returns how many it took. */
async function ticksToEdition(start: string, most: number): Promise<number> {
  for (let n = 1; n <= most; n++) {
    await tick(Date.parse(start) + (n - 1) * QUARTER)
    if ((await newestEditionDate(world.deps.db)) !== null) return n
  }
  return Number.POSITIVE_INFINITY
}

/** Starts of an instance, the list that closed last with papers, and the date of the edition. */
const starts: [string, string, string, string][] = [
  ['on a Sunday, after Friday’s list', '2026-01-18T12:00:00Z', '2026-01-16', '2026-01-18'],
  ['on the Monday of a holiday', '2026-01-19T09:00:00Z', '2026-01-16', '2026-01-19'],
  ['on a Wednesday, after Tuesday’s list', '2026-01-21T09:00:00Z', '2026-01-20', '2026-01-21'],
  ['at night, before yesterday’s list has closed', '2026-01-22T00:30:00Z', '2026-01-20', '2026-01-21'],
  ['after six days without a list', '2026-01-22T12:00:00Z', '2026-01-16', '2026-01-22'],
]
for (const [what, start, list, date] of starts)
  test(`an empty instance has its first edition within four ticks: ${what}`, async () => {
    listOf(world, list, aListOf(20))
    expect(await ticksToEdition(start, 4)).toBeLessThanOrEqual(4)
    const edition = await findEdition(world.deps.db, date)
    expect(edition?.papers).toHaveLength(15)
    expect(edition?.state).toBe('complete')
  })

test('sources that answer later than the instance starts: four ticks from then', async () => {
  onlyLists()
  world.answer('https://huggingface.test/', new Response('', { status: 503 }))
  expect(await ticksToEdition('2026-01-18T08:00:00Z', 6)).toBe(Number.POSITIVE_INFINITY)
  world.answer('https://huggingface.test/', new Response('[]'))
  listOf(world, '2026-01-16', aListOf(20))
  expect(await ticksToEdition('2026-01-18T10:00:00Z', 4)).toBeLessThanOrEqual(4)
})

test('a night edition on the first day does not take the place of the morning’s', async () => {
  onlyLists()
  listOf(world, '2026-01-20', aListOf(20))
  listOf(world, '2026-01-21', aListOf(20, '2601', 50))
  expect(await ticksToEdition('2026-01-22T00:30:00Z', 4)).toBeLessThanOrEqual(4)
  for (const time of ['02:00', '02:15', '02:30']) await tick(Date.parse(`2026-01-22T${time}:00Z`))
  expect((await findEdition(world.deps.db, '2026-01-22'))?.papers).toHaveLength(15)
})

test('after the first edition weekends are quiet again', async () => {
  onlyLists()
  listOf(world, '2026-01-16', aListOf(20))
  await ticksToEdition('2026-01-17T09:00:00Z', 4)
  await tick(Date.parse('2026-01-18T02:15:00Z'))
  expect(await findEdition(world.deps.db, '2026-01-18')).toMatchObject({ state: 'quiet' })
})

test('the landing page says when the next edition comes, before the first and after it', async () => {
  onlyLists()
  const browser = aBrowser(world)
  expect(await (await browser.get('/')).text()).toContain('Wednesday, 21 January 2026, about 02:15 UTC')
  listOf(world, '2026-01-16', aListOf(20))
  await ticksToEdition('2026-01-18T12:00:00Z', 4)
  const page = await (await browser.get('/')).text()
  expect(page).toContain('The next edition comes on')
  expect(page).toContain('Wednesday, 21 January 2026, about 02:15 UTC')
})

type Told = Record<string, unknown>
/** A list as Hugging Face might answer it one day, with votes of another shape. */
const withVotes = (change: (paper: Told) => Told, count = 20) =>
  JSON.stringify(
    (JSON.parse(aListOf(count)) as { paper: Told }[]).map((item) => ({ ...item, paper: change(item.paper) })),
  )
const allZero = (paper: Told): Told => ({ ...paper, upvotes: 0 })
const shapes: [string, (paper: Told) => Told][] = [
  ['strings', (paper) => ({ ...paper, upvotes: String(paper.upvotes) })],
  ['under another name', ({ upvotes, ...paper }) => ({ ...paper, votes: upvotes })],
  ['all zero', allZero],
]
for (const [what, change] of shapes)
  test(`a closed list of a working day whose votes are ${what} is a failed run, and told of`, async () => {
    onlyLists()
    await someReaders(world, ['ada@example.org'])
    listOf(world, '2026-01-15', aListOf(20, '2601', 50))
    await ticksToEdition('2026-01-16T03:00:00Z', 4)
    listOf(world, '2026-01-20', withVotes(change))
    const at = Date.parse('2026-01-21T03:00:00Z')
    await tick(at)
    const { problems } = await (await aBrowser(world).get('/status.json')).json<{ problems: string[] }>()
    expect(problems.join()).toContain('The list of 20 January 2026 has papers, but none of them has votes')
  })

test('a list of a free day without a vote, and a very short one, are believed', async () => {
  onlyLists()
  for (const [date, count, at] of [
    ['2026-01-17', 20, '2026-01-18T03:00:00Z'],
    ['2026-01-20', 2, '2026-01-21T03:00:00Z'],
  ] as const) {
    listOf(world, date, withVotes(allZero, count))
    await tick(Date.parse(at))
    const { problems } = await (await aBrowser(world).get('/status.json')).json<{ problems: string[] }>()
    expect(problems.join()).not.toContain('none of them has votes')
  }
})
