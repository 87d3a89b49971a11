import { beforeEach, expect, test } from 'vitest'
import { atomically } from '../../src/db/client.ts'
import { findEdition } from '../../src/db/editions.ts'
import { historyOf } from '../../src/db/observations.ts'
import { findPaper, saveArxiv, saveListed } from '../../src/db/papers.ts'
import { sourceRuns } from '../../src/db/schema.ts'
import { MESSAGE_VERSION } from '../../src/deps.ts'
import { explainScore } from '../../src/feeds/explain-score.ts'
import { checkSources } from '../../src/health/checks.ts'
import { readFacts } from '../../src/health/facts.ts'
import { readOperatingFacts } from '../../src/health/operating.ts'
import { problemsOf } from '../../src/health/problems.ts'
import { reportPaper, shownBy } from '../../src/lists/paper-report.ts'
import { aPaper } from '../helpers/papers.ts'
import { risingNow } from '../helpers/rising.ts'
import { runTick, runUnits } from '../helpers/ticking.ts'
import { aDailyList, listOf, quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  quietUpstreams(world)
  listOf(
    world,
    '2026-01-19',
    aDailyList([
      { id: '2601.00001', upvotes: 10, githubRepo: 'https://github.com/Ada/Engine', githubStars: 5 },
      { id: '2601.00002', upvotes: 10, githubRepo: 'https://github.com/emmy/rings' },
      { id: '2601.00003', upvotes: 10, githubRepo: 'https://github.com/openai' },
    ]),
  )
})
const tick = (text: string) => runTick(world, text)
const asked = (host: string) => world.asked.filter((url) => url.startsWith(host)).length
const stories = (host: string, hits: object[]) =>
  world.answer(
    `https://hackernews.test/api/v1/search_by_date?query=${host}`,
    new Response(JSON.stringify({ hits })),
  )
const aStory = (objectID: string, url: string, points: number) => ({ objectID, url, points, num_comments: 3 })
const seenOf = async (id: string, source: string) =>
  (await historyOf(world.deps.db, id)).filter((o) => o.source === source)

test('Hacker News is asked once a tick at most, each host hourly', async () => {
  await tick('2026-01-19T12:00:00Z')
  await tick('2026-01-19T12:00:00Z')
  expect(asked('https://hackernews.test')).toBe(1)
  for (const minute of ['15', '30', '45']) await tick(`2026-01-19T12:${minute}:00Z`)
  expect(asked('https://hackernews.test')).toBe(3)
  await tick('2026-01-19T13:00:00Z')
  expect(asked('https://hackernews.test')).toBe(4)
})

test('points of the best story about a known paper are observed, those of anything else are not', async () => {
  await tick('2026-01-19T12:00:00Z')
  stories('arxiv.org', [
    aStory('1', 'https://arxiv.org/abs/2601.00001v2', 20),
    aStory('2', 'https://arxiv.org/abs/2601.00001', 245),
    aStory('3', 'https://arxiv.org/abs/1706.03762', 900),
    aStory('4', 'https://example.org/viral', 5000),
  ])
  for (const time of ['12:15', '12:30', '13:00']) await tick(`2026-01-19T${time}:00Z`)
  expect(await seenOf('2601.00001', 'hackernews')).toMatchObject([
    { points: 245, comments: 3, upvotes: null },
  ])
  expect(await findPaper(world.deps.db, '2601.00001')).toMatchObject({ story: '2' })
  expect(await findPaper(world.deps.db, '1706.03762')).toBeUndefined()
  const [first] = await risingNow(world)
  expect(first).toMatchObject({
    id: '2601.00001',
    reason: expect.stringContaining('245 points on Hacker News'),
  })
})

test('a story about the repository of a listed paper is about the paper', async () => {
  await tick('2026-01-19T12:00:00Z')
  stories('github.com', [
    aStory('7', 'https://github.com/ada/engine/tree/main', 33),
    aStory('8', 'https://github.com/torvalds/linux', 999),
  ])
  for (const minute of ['15', '30', '45']) await tick(`2026-01-19T12:${minute}:00Z`)
  expect(await seenOf('2601.00001', 'hackernews')).toMatchObject([{ points: 33 }])
})

test('without a token GitHub is not asked; the stars are those that Hugging Face carries', async () => {
  await tick('2026-01-19T12:00:00Z')
  expect(asked('https://github.test')).toBe(0)
  const current = (await risingNow(world)).find(({ id }) => id === '2601.00001')
  expect(current?.score.parts.stars).toBe(5)
})

/**
 * GitHub's answer to whatever is asked: every repository has `stars`, but for those that are not
 * there.
 */
function github(stars: number, gone: string[] = []) {
  world.deps.config.GITHUB_TOKEN = 'a-token'
  world.answer('https://github.test/graphql', async (request) => {
    expect(request.headers.get('authorization')).toBe('Bearer a-token')
    const { query } = (await request.json()) as { query: string }
    const names = [...query.matchAll(/(r\d+): repository\(owner: "([^"]+)", name: "([^"]+)"/g)]
    const data = names.map(([, key, owner, name]) => [
      key,
      gone.includes(`${owner}/${name}`) ? null : { nameWithOwner: `${owner}/${name}`, stargazerCount: stars },
    ])
    const errors = names.flatMap(([, key, owner, name]) =>
      gone.includes(`${owner}/${name}`) ? [{ type: 'NOT_FOUND', path: [key], message: 'no' }] : [],
    )
    return new Response(JSON.stringify({ data: Object.fromEntries(data), errors }))
  })
}

test('with a token GitHub is asked for all code of listed papers in one call, and again after six hours', async () => {
  github(310, ['emmy/rings'])
  await tick('2026-01-19T12:00:00Z')
  await tick('2026-01-19T12:15:00Z')
  expect(asked('https://github.test')).toBe(1)
  expect(await seenOf('2601.00001', 'github')).toMatchObject([{ stars: 310, upvotes: null }])
  expect(await seenOf('2601.00002', 'github')).toEqual([])
  // A whole organisation is no repository.
  expect(await seenOf('2601.00003', 'github')).toEqual([])
  github(400)
  await tick('2026-01-19T18:00:00Z')
  expect(asked('https://github.test')).toBe(2)
  const current = (await risingNow(world)).find(({ id }) => id === '2601.00001')
  expect(current?.score.parts).toMatchObject({ stars: 400, starsGained: 90 })
})

test('a repository that is in trouble, or all of GitHub, costs the votes nothing', async () => {
  world.deps.config.GITHUB_TOKEN = 'a-token'
  world.answer('https://github.test/', new Response('{"message":"Bad credentials"}', { status: 401 }))
  world.answer('https://hackernews.test/', new Response('<html>', { status: 503 }))
  await tick('2026-01-19T12:00:00Z')
  expect((await risingNow(world)).length).toBe(3)
  const failed = (await world.deps.db.select().from(sourceRuns)).filter(({ status }) => status === 'failed')
  expect(failed.map(({ source }) => source).toSorted()).toEqual(['github', 'hackernews'])
})

test('a tick with all four sources changes no row when it comes twice', async () => {
  github(310)
  stories('arxiv.org', [aStory('1', 'https://arxiv.org/abs/2601.00001v2', 20)])
  await tick('2026-01-19T12:00:00Z')
  // The version of the data only says that they may have changed.
  const { data_version: _, ...before } = await wholeDatabase()
  await tick('2026-01-19T12:00:00Z')
  const { data_version: __, ...after } = await wholeDatabase()
  expect(after).toEqual(before)
})

test('papers stand for seven days, whatever their code is worth', async () => {
  github(150_000)
  await tick('2026-01-19T12:00:00Z')
  listOf(world, '2026-01-25', aDailyList([{ id: '2601.00025', upvotes: 1 }]))
  await tick('2026-01-25T23:00:00Z')
  expect((await risingNow(world)).length).toBe(4)
  listOf(world, '2026-01-26', aDailyList([{ id: '2601.00026', upvotes: 1 }]))
  await tick('2026-01-26T01:00:00Z')
  expect((await risingNow(world)).map(({ id }) => id).toSorted()).toEqual(['2601.00025', '2601.00026'])
})

test('another repository of the same paper is no rise of its stars', async () => {
  await tick('2026-01-19T12:00:00Z')
  listOf(
    world,
    '2026-01-19',
    aDailyList([
      { id: '2601.00001', upvotes: 10, githubRepo: 'https://github.com/big/evergreen', githubStars: 90_000 },
    ]),
  )
  await tick('2026-01-19T13:00:00Z')
  expect((await risingNow(world))[0]?.score.parts).toMatchObject({
    stars: 90_000,
    starsGained: null,
  })
})

test('a paper that was missing in the morning is as old as that look, and one on two lists as its first', async () => {
  await tick('2026-01-19T08:00:00Z')
  await tick('2026-01-19T09:00:00Z')
  const list = aDailyList([
    { id: '2601.00001', upvotes: 10 },
    { id: '2601.00009', upvotes: 4 },
  ])
  listOf(world, '2026-01-19', list)
  await tick('2026-01-19T15:00:00Z')
  listOf(world, '2026-01-20', list)
  await tick('2026-01-20T09:00:00Z')
  const born = async (id: string) => new Date((await findPaper(world.deps.db, id))?.bornAt ?? 0).toISOString()
  expect(await born('2601.00001')).toBe('2026-01-19T00:00:00.000Z')
  expect(await born('2601.00009')).toBe('2026-01-19T08:00:00.000Z')
})

test('a paper that Hugging Face knows to be withdrawn stays so until arXiv has another version', async () => {
  const { db } = world.deps
  const at = world.deps.now()
  const isWithdrawn = async () => (await findPaper(db, '2601.08441'))?.withdrawn
  await atomically(db, [saveListed([aPaper()], '2026-01-19', at)])
  await atomically(db, [saveArxiv([{ ...aPaper(), version: 1 }], at)])
  expect(await isWithdrawn()).toBe(false)
  await atomically(db, [saveListed([aPaper({ withdrawn: true })], '2026-01-19', at)])
  await atomically(db, [
    saveListed([aPaper()], '2026-01-19', at),
    saveArxiv([{ ...aPaper(), version: 1 }], at),
  ])
  expect(await isWithdrawn()).toBe(true)
  await atomically(db, [saveArxiv([{ ...aPaper(), version: 2 }], at)])
  expect(await isWithdrawn()).toBe(false)
})

test('a source that is turned off is not asked, and neither status, doctor nor edition misses it', async () => {
  world.deps.config = { ...world.deps.config, GITHUB_TOKEN: 'ghp_x', PUBLIC_URL: 'https://papers.lab.test' }
  world.answer('https://hackernews.test', new Response('down', { status: 503 }))
  world.answer('https://arxiv.test', new Response('down', { status: 503 }))
  world.answer('https://github.test', new Response('down', { status: 503 }))
  for (const hour of ['18', '20']) await tick(`2026-01-19T${hour}:00:00Z`)
  for (const host of ['arxiv', 'hackernews', 'github'])
    expect(asked(`https://${host}.test`), host).toBeGreaterThan(0)
  world.deps.config = { ...world.deps.config, SOURCES: ['huggingface'] }
  world.asked.length = 0
  for (const text of ['2026-01-19T21:00:00Z', '2026-01-20T02:15:00Z', '2026-01-20T05:15:00Z'])
    await tick(text)
  // Messages of before it was turned off come late.
  for (const unit of ['page', 'ids', 'stories', 'stars'])
    world.messages.push({ v: MESSAGE_VERSION, unit, tick: world.deps.now() })
  await runUnits(world)
  expect(world.asked.every((url) => url.startsWith('https://huggingface.test'))).toBe(true)
  const edition = await findEdition(world.deps.db, '2026-01-20')
  expect([edition?.state, edition?.note]).toEqual(['complete', null])
  const facts = await readFacts(world.deps)
  expect(facts.sources.map(({ name }) => name)).toEqual(['Hugging Face'])
  expect(problemsOf(facts)).toEqual([])
  const checks = checkSources(await readOperatingFacts(world.deps))
  expect(checks).toEqual([{ check: 'source', ok: true, says: 'Hugging Face answered 0 minutes ago' }])
})

test('where Hacker News is not asked, a score says so; elsewhere its points are not observed', async () => {
  await tick('2026-01-19T12:00:00Z')
  const pointsOf = async () => {
    const report = await reportPaper(world.deps, '2601.00001', shownBy(world.deps.config))
    const parts = report ? explainScore(report.score, report.formula, report.unasked) : []
    return parts.find(({ name }) => name === 'Points on Hacker News')?.value
  }
  expect(await pointsOf()).toBe('not observed')
  world.deps.config = { ...world.deps.config, SOURCES: ['huggingface', 'arxiv'] }
  expect(await pointsOf()).toBe('not asked here')
})
