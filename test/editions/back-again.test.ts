import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { atomically } from '../../src/db/client.ts'
import { comebackCandidates } from '../../src/db/comeback-candidates.ts'
import { editionsSince } from '../../src/db/editions.ts'
import { appendObservations, historyOf } from '../../src/db/observations.ts'
import { papers } from '../../src/db/schema.ts'
import { recomputeEdition } from '../../src/editions/candidates.ts'
import { selectVariant } from '../../src/mail/variants.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { DAY } from '../../src/time/dates.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'
import { runTick } from '../helpers/ticking.ts'
import { aListOf, listOf, quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const BEFORE = Date.parse('2026-01-20T01:00:00Z')
const OLD = '2601.90001'

let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  quietUpstreams(world)
})
const tick = (text: string) => runTick(world, text)

/** An old paper whose code gained stars from yesterday to the morning of the edition. */
async function grown(given: Partial<Paper>, gained: number, apart = DAY) {
  const paper = aPaper({ id: OLD, listedOn: '2026-01-03', ...given })
  await world.deps.db.insert(papers).values(paper)
  const looks = [
    { at: BEFORE - apart, stars: 900 },
    { at: BEFORE, stars: 900 + gained },
  ]
  const seen = looks.map((look) => anObservation({ paperId: paper.id, source: 'github', ...look }))
  await atomically(world.deps.db, [appendObservations(seen)])
}

/** The edition of 20 January, made of a list of so many papers. */
async function publishedOf(listed: number) {
  listOf(world, '2026-01-19', aListOf(listed))
  await tick('2026-01-20T02:00:00Z')
  const [edition] = await editionsSince(world.deps.db, '2026-01-20')
  if (!edition) throw new Error('there is no edition')
  return edition
}

test('an old paper that grows has the last place of an edition, with its reason, and is mailed once', async () => {
  await grown({}, 310)
  const edition = await publishedOf(20)
  expect(edition.papers.length).toBe(15)
  expect(edition.papers.at(-1)).toMatchObject({
    id: OLD,
    position: 15,
    depth: 'brief',
    reason: 'Back again: +310 GitHub stars in 24 hours, 1,210 so far; first listed on 3 January 2026.',
  })
  const again = await recomputeEdition(world.deps.db, edition)
  expect(again.papers).toEqual(edition.papers)
  // The next day it grows still, and was mailed.
  const more = anObservation({ paperId: OLD, source: 'github', at: BEFORE + DAY, stars: 2400 })
  await atomically(world.deps.db, [appendObservations([more])])
  listOf(world, '2026-01-20', aListOf(20, '2602'))
  await tick('2026-01-21T02:00:00Z')
  const [next] = await editionsSince(world.deps.db, '2026-01-21')
  expect(next?.papers.length).toBe(15)
  expect(next?.papers.map(({ id }) => id)).not.toContain(OLD)
})

test('after a short list it is one line all the same, and no part of a week’s best', async () => {
  await grown({}, 310)
  const edition = await publishedOf(2)
  expect(edition.papers.map(({ id, depth }) => `${id} ${depth}`).at(-1)).toBe(`${OLD} brief`)
  expect(edition.papers.length).toBe(3)
  expect(selectVariant([edition], '5')?.papers.at(-1)).toMatchObject({ id: OLD, depth: 'brief' })
  expect(selectVariant([edition], 'week')?.papers.length).toBe(2)
})

test('of two that grow one is back, the one that grew more for its size', async () => {
  await grown({}, 310)
  await grown({ id: '2601.90002' }, 500)
  const ids = (await publishedOf(20)).papers.map(({ id }) => id)
  expect(ids.filter((id) => id.startsWith('2601.9'))).toEqual(['2601.90002'])
})

test.each([
  ['does not grow', {}, 20, DAY],
  ['was not looked at for three days', {}, 310, 3 * DAY],
  ['is withdrawn', { withdrawn: true }, 310, DAY],
  ['is on no list', { listedOn: null }, 310, DAY],
  ['was listed 61 days ago', { listedOn: '2025-11-20' }, 310, DAY],
] as const)('an old paper that %s is not back', async (_, given, gained, apart) => {
  await grown(given, gained, apart)
  const edition = await publishedOf(20)
  expect(edition.papers.length).toBe(15)
  expect(edition.papers.map(({ id }) => id)).not.toContain(OLD)
})

test('a count that fell before its observations and came back is no growth, but that of another repository is none of its own', async () => {
  const before = anObservation({ paperId: OLD, source: 'github', at: BEFORE - 10 * DAY, stars: 1200 })
  await atomically(world.deps.db, [appendObservations([before])])
  await grown({}, 310)
  expect((await publishedOf(20)).papers.map(({ id }) => id)).not.toContain(OLD)
  await world.deps.db.update(papers).set({ repoSince: BEFORE - 9 * DAY })
  const grew = await comebackCandidates(
    world.deps.db,
    { from: '2026-01-01', to: '2026-01-10' },
    '2026-01-20',
    { since: BEFORE - 3 * DAY, until: BEFORE },
    { stars: 100, points: 100 },
  )
  expect(grew.map(({ id }) => id)).toEqual([OLD])
})

test('a paper that was mailed is never back, whatever its growth', async () => {
  await grown({}, 310)
  await env.DB.prepare('insert into edition_papers values (?, ?, 1)').bind(OLD, '2026-01-04').run()
  expect((await publishedOf(20)).papers.map(({ id }) => id)).not.toContain(OLD)
})

test('a paper withdrawn after its edition stays in the recomputed one', async () => {
  await grown({}, 310)
  const edition = await publishedOf(20)
  await world.deps.db.update(papers).set({ withdrawn: true })
  expect((await recomputeEdition(world.deps.db, edition)).papers).toEqual(edition.papers)
})

test('GitHub is asked for the code of papers of the last 60 days once a day, and of none older', async () => {
  world.deps.config.GITHUB_TOKEN = 'a-token'
  const asked: string[] = []
  world.answer('https://github.test/graphql', async (request) => {
    const { query } = (await request.json()) as { query: string }
    asked.push([...query.matchAll(/name: "([^"]+)"/g)].map(([, name]) => name).join())
    return new Response('{"data":{"r0":{"nameWithOwner":"ada/engine","stargazerCount":7}}}')
  })
  const { db } = world.deps
  await db.insert(papers).values(aPaper({ id: OLD, listedOn: '2025-11-25', repo: 'ada/engine' }))
  await db.insert(papers).values(aPaper({ id: '2601.90002', listedOn: '2025-11-01', repo: 'emmy/rings' }))
  await tick('2026-01-19T12:00:00Z')
  await tick('2026-01-19T18:00:00Z')
  expect(asked).toEqual(['engine'])
  await tick('2026-01-20T12:00:00Z')
  expect(asked).toEqual(['engine', 'engine'])
  expect((await historyOf(db, OLD)).map(({ source, stars }) => `${source} ${stars}`)).toEqual([
    'github 7',
    'github 7',
  ])
})

test('a story about an old paper is observed', async () => {
  await world.deps.db.insert(papers).values(aPaper({ id: OLD, listedOn: '2025-12-01' }))
  const story = { objectID: '1', url: `https://arxiv.org/abs/${OLD}`, points: 20, num_comments: 3 }
  world.answer('https://hackernews.test/', new Response(JSON.stringify({ hits: [story] })))
  await tick('2026-01-19T12:00:00Z')
  expect(await historyOf(world.deps.db, OLD)).toMatchObject([{ source: 'hackernews', points: 20 }])
})
