import { beforeEach, expect, test } from 'vitest'
import { editions } from '../../src/db/schema.ts'
import { FORMULA } from '../../src/ranking/formula.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { deliverAt } from '../helpers/delivering.ts'
import { anEdition } from '../helpers/editions.ts'
import { someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

/** A Tuesday; the list of Monday closed then. */
const TUESDAY = Date.parse('2026-01-20T00:00:00Z')
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
})

const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10)
/** Editions of Tuesday to Saturday, of fifteen papers each, named after their day and place. */
async function aWeek(from = TUESDAY): Promise<void> {
  for (let day = 0; day < 5; day++) {
    const at = from + day * DAY
    const papers = anEdition().papers.map((paper, index) => ({
      ...paper,
      id: `26${String(day + 10).padStart(2, '0')}.${String(index + 10_001)}`,
      title: `Day ${day} paper ${index + 1}`,
      score: { ...paper.score, mail: 1000 - index * 10 - day },
    }))
    await world.deps.db.insert(editions).values({
      date: dateOf(at),
      state: 'complete',
      note: null,
      formula: FORMULA,
      cohorts: [],
      publishedAt: at + 2.25 * HOUR,
      papers,
    })
  }
}
const titles = (text: string) => [...text.matchAll(/Day \d paper \d+/g)].map(([title]) => title)

test('a digest has as many papers as its reader wants', async () => {
  for (const papers of [5, 10, 20]) await someReaders(world, [`p${papers}@example.org`], { papers })
  await aWeek()
  await deliverAt(world, TUESDAY + 7 * HOUR)
  const counts = [5, 10, 20].map(
    (papers) => titles(world.resend.to(`p${papers}@example.org`)[0]?.text ?? '').length,
  )
  expect(counts).toEqual([5, 10, 15])
  expect(world.resend.to('p5@example.org')[0]?.text).not.toContain('Also rising')
})

test('who has chosen days gets the newest edition since their last one, on those days only', async () => {
  const MON_FRI = 0b0_001_0001
  await someReaders(world, ['two@example.org'], { days: MON_FRI })
  await someReaders(world, ['week@example.org'], { days: 0b001_1111 })
  await aWeek()
  for (let day = 0; day < 8; day++) await deliverAt(world, TUESDAY + day * DAY + 7 * HOUR)
  const days = (email: string) => world.resend.to(email).map(({ text }) => titles(text)[0]?.slice(0, 5))
  // Friday's edition, and on Monday that of Saturday.
  expect(days('two@example.org')).toEqual(['Day 3', 'Day 4'])
  expect(days('week@example.org')).toEqual(['Day 0', 'Day 1', 'Day 2', 'Day 3', 'Day 4'])
})

test('a weekly digest has the best of the week, and no paper comes in two weeks', async () => {
  await someReaders(world, ['weekly@example.org'], { kind: 'weekly', days: 1, papers: 10 })
  await aWeek()
  await aWeek(TUESDAY + 7 * DAY)
  for (let day = 0; day < 16; day++) await deliverAt(world, TUESDAY + day * DAY + 7 * HOUR)
  const mails = world.resend.to('weekly@example.org')
  expect(mails).toHaveLength(2)
  expect(titles(mails[0]?.text ?? '')).toEqual([
    ...[0, 1, 2, 3, 4].map((day) => `Day ${day} paper 1`),
    ...[0, 1, 2, 3, 4].map((day) => `Day ${day} paper 2`),
  ])
})

test('an edition that comes late is still given on that local day, and none is given when it is over', async () => {
  await someReaders(world, ['early@example.org'], { hour: 3 })
  await someReaders(world, ['berlin@example.org'], { hour: 4, timezone: 'Europe/Berlin' })
  await aWeek(TUESDAY + 3 * HOUR)
  await deliverAt(world, TUESDAY + 4 * HOUR)
  expect(world.resend.taken).toHaveLength(0)
  await deliverAt(world, TUESDAY + 5.25 * HOUR)
  expect(world.resend.taken).toHaveLength(2)
})
