import { beforeEach, expect, test } from 'vitest'
import { papers } from '../../src/db/schema.ts'
import type { PaperReport } from '../../src/ranking/report.ts'
import { FORMULA, scoreParts } from '../../src/ranking/score.ts'
import { aBrowser } from '../helpers/browser.ts'
import { aPaper } from '../helpers/papers.ts'
import { runTick } from '../helpers/ticking.ts'
import { aDailyList, listOf, quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const ID = '2601.00001'

let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  browser = aBrowser(world)
  quietUpstreams(world)
})
const look = async (text: string, upvotes: number) => {
  listOf(world, '2026-01-19', aDailyList([{ id: ID, upvotes }]))
  await runTick(world, text)
}

test('a paper as JSON holds its parts, formula, observations and reason: enough to make its score again', async () => {
  await look('2026-01-19T12:00:00Z', 30)
  await look('2026-01-20T02:00:00Z', 71)
  const answer = await browser.get(`/papers/${ID}.json`)
  expect(answer.headers.get('content-type')).toBe('application/json')
  const report: PaperReport = await answer.json()
  expect(report).toMatchObject({
    paper: { id: ID, listedOn: '2026-01-19', withdrawn: false },
    formula: FORMULA,
    reason: '+41 Hugging Face upvotes in 14 hours, 71 so far.',
    scoredAt: Date.parse('2026-01-20T02:00:00Z'),
    score: { parts: { upvotes: 71, gained: 41, gainedOver: 14, stars: null, points: null } },
  })
  expect(report.observations.map(({ source, at, upvotes }) => [source, at, upvotes])).toEqual([
    ['huggingface', Date.parse('2026-01-19T12:00:00Z'), 30],
    ['huggingface', Date.parse('2026-01-20T02:00:00Z'), 71],
  ])
  expect(scoreParts(report.score.parts, report.formula)).toEqual(report.score)
  // What it was mailed with is frozen, and told too.
  expect(report.edition).toEqual({
    date: '2026-01-20',
    position: 1,
    score: report.score,
    reason: report.reason,
  })
})

test('an id with a slash is known by it, and one with a version leads to the paper', async () => {
  await world.deps.db.insert(papers).values(aPaper({ id: 'astro-ph/0601001' }))
  const report: PaperReport = await (await browser.get('/papers/astro-ph/0601001.json')).json()
  expect(report).toMatchObject({ paper: { id: 'astro-ph/0601001' }, observations: [], edition: null })
  const answer = await browser.get('/papers/astro-ph/0601001v2.json')
  expect([answer.status, answer.headers.get('location')]).toEqual([301, '/papers/astro-ph/0601001.json'])
})

test.each(['2601.99999', 'nonsense', '..%2fetc'])('%s as JSON is not found, and says so', async (id) => {
  const answer = await browser.get(`/papers/${id}.json`)
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({ status: 404, detail: 'No such paper is known here.' })
})
