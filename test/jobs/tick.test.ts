import { beforeEach, expect, test } from 'vitest'
import { findEdition } from '../../src/db/editions.ts'
import { historyOf } from '../../src/db/observations.ts'
import { findPaper } from '../../src/db/papers.ts'
import { editionPapers, sourceRuns } from '../../src/db/schema.ts'
import { someReaders } from '../helpers/readers.ts'
import { risingNow } from '../helpers/rising.ts'
import { runTick } from '../helpers/ticking.ts'
import { aDailyList, aListOf, anArxivFeed, listOf, quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  quietUpstreams(world)
})
const tick = (text: string) => runTick(world, text)
const runs = () => world.deps.db.select().from(sourceRuns)
const runOf = async (subject: string, at: string) =>
  (await runs()).find((run) => run.subject === subject && run.at === Date.parse(at))

test('a day of ticks makes papers, observations and one edition of fifteen', async () => {
  listOf(world, '2026-01-19', aListOf(20, '2601', 0, 59))
  await tick('2026-01-19T12:00:00Z')
  listOf(world, '2026-01-19', aListOf(20))
  await tick('2026-01-20T02:00:00Z')
  const edition = await findEdition(world.deps.db, '2026-01-20')
  expect(edition).toMatchObject({
    state: 'complete',
    note: null,
    publishedAt: Date.parse('2026-01-20T02:00:00Z'),
  })
  expect(edition?.papers.map(({ position, depth }) => `${position} ${depth}`)).toEqual([
    ...[1, 2, 3, 4, 5].map((n) => `${n} full`),
    ...[6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map((n) => `${n} brief`),
  ])
  expect(edition?.papers[0]).toMatchObject({
    id: '2601.00001',
    reason: '+41 Hugging Face upvotes in 14 hours, 100 so far.',
  })
  expect(
    (await historyOf(world.deps.db, '2601.00001')).map(({ at, upvotes, comments }) => [
      at,
      upvotes,
      comments,
    ]),
  ).toEqual([
    [Date.parse('2026-01-19T12:00:00Z'), 59, 2],
    [Date.parse('2026-01-20T02:00:00Z'), 100, 2],
  ])
})

test('running the jobs of a tick twice changes no row', async () => {
  listOf(world, '2026-01-19', aListOf(20))
  await someReaders(world, ['ada@example.org'])
  for (const at of ['2026-01-19T12:00:00Z', '2026-01-20T02:00:00Z', '2026-01-20T07:00:00Z']) {
    await tick(at)
    const before = await wholeDatabase()
    await tick(at)
    expect(await wholeDatabase()).toEqual(before)
  }
})

test('a tick that fires twice at once publishes one edition', async () => {
  listOf(world, '2026-01-19', aListOf(20))
  await tick('2026-01-19T12:00:00Z')
  await Promise.all([tick('2026-01-20T02:00:00Z'), tick('2026-01-20T02:00:00Z')])
  await tick('2026-01-20T02:15:00Z')
  expect((await world.deps.db.select().from(editionPapers)).length).toBe(15)
})

test('a tick three hours late publishes the edition of its own day', async () => {
  listOf(world, '2026-01-19', aListOf(20))
  await tick('2026-01-20T05:15:00Z')
  expect(await findEdition(world.deps.db, '2026-01-20')).toMatchObject({ state: 'complete' })
})

test('no paper is in two editions', async () => {
  listOf(world, '2026-01-19', aListOf(20))
  await tick('2026-01-20T02:00:00Z')
  listOf(world, '2026-01-20', aListOf(8, '2601', 50))
  await tick('2026-01-21T02:00:00Z')
  const second = await findEdition(world.deps.db, '2026-01-21')
  // Eight new ones, and the five that the first edition had no room for.
  expect(second?.papers.map(({ id }) => id).toSorted()).toEqual([
    ...['16', '17', '18', '19', '20'].map((n) => `2601.000${n}`),
    ...['51', '52', '53', '54', '55', '56', '57', '58'].map((n) => `2601.000${n}`),
  ])
})

test('a day without a list is quiet, has no mail, and is said to be so', async () => {
  listOf(world, '2026-01-16', aListOf(20))
  await tick('2026-01-17T02:00:00Z')
  await tick('2026-01-18T02:00:00Z')
  expect(await findEdition(world.deps.db, '2026-01-18')).toMatchObject({
    state: 'quiet',
    papers: [],
    note: expect.stringContaining('2026-01-17'),
  })
})

test('arXiv’s words replace those of the list, and the list does not take them back', async () => {
  listOf(world, '2026-01-19', aDailyList([{ id: '2601.00001', summary: '1920times1080' }]))
  world.answer(
    'https://arxiv.test/api/query?id_list=',
    new Response(anArxivFeed([{ id: '2601.00001', version: 2, summary: '$1920\\times1080$' }])),
  )
  await tick('2026-01-19T12:00:00Z')
  const told = { abstract: '1920×1080', categories: ['cs.CL', 'cs.LG'], version: 2, listedOn: '2026-01-19' }
  expect(await findPaper(world.deps.db, '2601.00001')).toMatchObject(told)
  await tick('2026-01-19T13:00:00Z')
  expect(await findPaper(world.deps.db, '2601.00001')).toMatchObject(told)
})

test('a paper that arXiv does not know yet is asked for again a day later', async () => {
  listOf(world, '2026-01-19', aListOf(1))
  await tick('2026-01-19T12:00:00Z')
  await tick('2026-01-19T13:00:00Z')
  const asked = () => world.asked.filter((url) => url.includes('id_list=')).length
  expect(asked()).toBe(1)
  await tick('2026-01-20T12:00:00Z')
  expect(asked()).toBe(2)
})

test('a withdrawn paper is in no edition', async () => {
  listOf(world, '2026-01-19', aListOf(3))
  world.answer(
    'https://arxiv.test/api/query?id_list=',
    new Response(
      anArxivFeed([{ id: '2601.00001', comment: 'This paper has been withdrawn by the authors' }]),
    ),
  )
  await tick('2026-01-20T02:00:00Z')
  const edition = await findEdition(world.deps.db, '2026-01-20')
  expect(edition?.papers.map(({ id }) => id)).toEqual(['2601.00002', '2601.00003'])
})

test('a paper withdrawn after it was listed is found out before the edition, and leaves /trending', async () => {
  listOf(world, '2026-01-19', aListOf(3))
  const told = (comment: string) =>
    world.answer(
      'https://arxiv.test/api/query?id_list=',
      new Response(
        anArxivFeed([{ id: '2601.00001', version: 2, comment }, { id: '2601.00002' }, { id: '2601.00003' }]),
      ),
    )
  told('12 pages')
  await tick('2026-01-19T12:00:00Z')
  told('This paper has been withdrawn by the authors')
  await tick('2026-01-19T23:45:00Z')
  expect(await findPaper(world.deps.db, '2601.00001')).toMatchObject({ withdrawn: false })
  await tick('2026-01-20T01:00:00Z')
  expect(await findPaper(world.deps.db, '2601.00001')).toMatchObject({ withdrawn: true })
  await tick('2026-01-20T02:00:00Z')
  const ranked = ['2601.00002', '2601.00003']
  expect((await findEdition(world.deps.db, '2026-01-20'))?.papers.map(({ id }) => id)).toEqual(ranked)
  expect((await risingNow(world)).map(({ id }) => id)).toEqual(ranked)
})

test('a listed paper is asked for three times at arXiv, not for ever', async () => {
  listOf(world, '2026-01-19', aListOf(1))
  world.answer('https://arxiv.test/api/query?id_list=', new Response(anArxivFeed([{ id: '2601.00001' }])))
  for (const day of ['19', '20', '21', '22', '24'])
    for (const hour of ['01', '12']) await tick(`2026-01-${day}T${hour}:00:00Z`)
  expect(world.asked.filter((url) => url.includes('id_list=')).length).toBe(3)
})

test('ids and pages of arXiv that are both due do not keep each other waiting, in trouble too', async () => {
  listOf(world, '2026-01-19', aListOf(1))
  world.answer('https://arxiv.test/api/query?id_list=', new Response('', { status: 503 }))
  for (const time of ['12:00', '12:15', '12:30', '12:45']) await tick(`2026-01-19T${time}:00Z`)
  const asked = world.asked.filter((url) => url.startsWith('https://arxiv.test'))
  expect(asked.filter((url) => url.includes('id_list='))).toHaveLength(4)
  expect(new Set(asked.flatMap((url) => /submittedDate%3A%5B(\d{8})/.exec(url)?.[1] ?? [])).size).toBe(4)
})

test('with one source down the edition says so and still ranks', async () => {
  listOf(world, '2026-01-19', aListOf(20))
  world.answer('https://hackernews.test/', new Response('Bad Gateway', { status: 502 }))
  await tick('2026-01-19T12:00:00Z')
  await tick('2026-01-20T02:00:00Z')
  const edition = await findEdition(world.deps.db, '2026-01-20')
  expect(edition).toMatchObject({ state: 'partial', note: expect.stringContaining('Hacker News') })
  expect(edition?.papers[0]?.id).toBe('2601.00001')
  expect(edition?.papers).toHaveLength(15)
})

const broken: [string, () => Response | Promise<Response>, RegExp][] = [
  [
    'is down',
    () => {
      throw new TypeError('connection refused')
    },
    /could not be reached/,
  ],
  ['answers 503', () => new Response('<h1>Unavailable</h1>', { status: 503 }), /503/],
  ['answers 429', () => new Response('', { status: 429, headers: { 'retry-after': '60' } }), /429/],
  ['sends HTML', () => new Response('<!doctype html><title>Hi</title>'), /./],
  ['sends half an answer', () => new Response(aListOf(9).slice(0, 700)), /./],
  ['sends nothing', () => new Response(''), /./],
  ['sends an error object', () => new Response('{"error":"Sorry"}'), /Sorry/],
]
for (const [what, answer, reason] of broken) {
  test(`a list that was read well survives a source that ${what}; the edition is held, then partial`, async () => {
    // No other source counts here.
    world.deps.config = { ...world.deps.config, SOURCES: ['huggingface'] }
    listOf(world, '2026-01-19', aListOf(20))
    await tick('2026-01-19T12:00:00Z')
    const paper = await findPaper(world.deps.db, '2601.00001')
    world.answer('https://huggingface.test/api/daily_papers?date=2026-01-19', answer)
    await tick('2026-01-20T02:00:00Z')
    expect(await runOf('list 2026-01-19', '2026-01-20T02:00:00Z')).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(reason),
      seen: 0,
    })
    expect(await findEdition(world.deps.db, '2026-01-20')).toBeUndefined()
    expect(await findPaper(world.deps.db, '2601.00001')).toEqual(paper)
    await tick('2026-01-20T05:00:00Z')
    expect(await findEdition(world.deps.db, '2026-01-20')).toMatchObject({
      state: 'partial',
      note: expect.stringContaining('2026-01-19'),
    })
    expect((await findEdition(world.deps.db, '2026-01-20'))?.papers).toHaveLength(15)
  })
}

test('Retry-After is kept: nothing is asked before', async () => {
  world.answer(
    'https://huggingface.test/',
    new Response('', { status: 429, headers: { 'retry-after': '3600' } }),
  )
  await tick('2026-01-19T12:00:00Z')
  const asked = () => world.asked.filter((url) => url.startsWith('https://huggingface.test')).length
  expect(asked()).toBe(1)
  await tick('2026-01-19T12:45:00Z')
  expect(asked()).toBe(1)
  await tick('2026-01-19T13:00:00Z')
  expect(asked()).toBe(2)
})

test('arXiv in trouble costs Hugging Face nothing, and the other way round', async () => {
  listOf(world, '2026-01-19', aListOf(2))
  world.answer('https://arxiv.test/', new Response('Rate exceeded.'))
  await tick('2026-01-19T12:00:00Z')
  expect(await findPaper(world.deps.db, '2601.00001')).toMatchObject({
    title: 'Paper 2601.00001',
    version: null,
  })
  expect(
    (await runs()).filter(({ source, status }) => source === 'arxiv' && status === 'failed'),
  ).toHaveLength(2)
})

test('one bad paper never costs the list', async () => {
  const list = JSON.parse(aListOf(3)) as unknown[]
  listOf(
    world,
    '2026-01-19',
    JSON.stringify([list[0], { paper: { id: '../etc' } }, null, 7, list[1], list[2]]),
  )
  await tick('2026-01-19T12:00:00Z')
  expect(await runOf('list 2026-01-19', '2026-01-19T12:00:00Z')).toMatchObject({
    status: 'complete',
    seen: 6,
    added: 3,
    refused: 3,
  })
})

test('a tick after thirty days of silence asks for two lists and the pages of a few days, not of thirty', async () => {
  listOf(world, '2026-01-19', aListOf(2))
  await tick('2026-02-18T12:00:00Z')
  expect(world.asked.filter((url) => url.includes('daily_papers'))).toHaveLength(2)
  expect(world.asked.length).toBeLessThanOrEqual(8)
})
