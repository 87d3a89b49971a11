import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { atomically } from '../../src/db/client.ts'
import { saveArxiv } from '../../src/db/papers.ts'
import { newestPapers } from '../../src/db/search.ts'
import { indexDocuments, unindexedPapers } from '../../src/db/search-index.ts'
import { indexPapers } from '../../src/jobs/index-papers.ts'
import { searchPapers } from '../../src/lists/search-papers.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { asDocument } from '../../src/search/document.ts'
import { parseInterests } from '../../src/search/interests.ts'
import { type Filter, matchAny, matchListed } from '../../src/search/match.ts'
import { parseQuery } from '../../src/search/query.ts'
import { aPaper } from '../helpers/papers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const NONE: Filter = { categories: [], exceptCategories: [], muted: [] }
let world: World

beforeEach(async () => {
  world = await aNewWorld('2026-01-20T08:00:00Z')
})

const save = (...papers: Partial<Paper>[]) =>
  atomically(world.deps.db, [
    saveArxiv(
      papers.map((paper) => ({ ...aPaper(paper), version: paper.version ?? 1 })),
      world.deps.now(),
    ),
  ])

async function found(text: string, filter = NONE) {
  const query = parseQuery(text)
  if ('error' in query) throw new Error(query.error)
  return searchPapers(env.SEARCH, query, filter)
}
const foundIds = async (text: string, filter = NONE) => (await found(text, filter)).paperIds

const SOME: Partial<Paper>[] = [
  {
    id: '2601.00001',
    title: 'Time-R1: Temporal Reasoning in LLMs',
    authors: ['Zijia Liu', 'Tomáš Novák'],
    categories: ['cs.CL'],
  },
  {
    id: '2601.00002',
    title: 'Diffusion Forcing for Video',
    authors: ['Liu Bang', 'Anna Zijia'],
    categories: ['cs.CV'],
  },
  {
    id: '2601.00003',
    title: 'A Survey of Video Models',
    abstract: 'We survey diffusion.',
    authors: ['Grace Hopper'],
    categories: ['cs.CV', 'cs.CY'],
  },
]

async function indexed(...papers: Partial<Paper>[]) {
  await save(...papers)
  await indexPapers(world.deps)
}

test('a compound is found whole, split, hyphenated or spaced', async () => {
  await indexed(...SOME)
  for (const text of ['time-r1', 'timer1', 'Time R1', 'TIME–R1', 'time r 1'])
    expect((await foundIds(text))[0], text).toBe('2601.00001')
})

test('a misspelt name is corrected, and the page can say to what', async () => {
  await indexed(...SOME)
  expect(await found('timer-1')).toMatchObject({ paperIds: ['2601.00001'] })
  expect(await found('difusion vidoe')).toEqual({
    paperIds: ['2601.00002', '2601.00003'],
    corrected: 'diffusion video',
  })
  expect(await found('xyzzyqw')).toEqual({ paperIds: [], corrected: null })
})

test('an author is found without accents and in either order of names, and not across two authors', async () => {
  await indexed(...SOME)
  expect(await foundIds('tomas novak')).toEqual(['2601.00001'])
  expect((await foundIds('Liu Zijia'))[0]).toBe('2601.00001')
  const byAuthor = (author: string) =>
    newestPapers(
      env.SEARCH,
      matchListed({ either: [], named: { kind: 'author', name: author }, filter: NONE }),
      10,
      null,
    )
  expect((await byAuthor('Zijia Liu')).map(({ paperId }) => paperId)).toEqual(['2601.00001'])
})

test('two to five words that are a name find its author before papers that only say them; more are no name', async () => {
  const words = 'vera maria rosa elena del carmen'.split(' ')
  const both = ['2601.00001', '2601.00002']
  for (const count of [2, 3, 4, 5, 6]) {
    world = await aNewWorld('2026-01-20T08:00:00Z')
    const name = words.slice(-count).join(' ')
    await indexed(
      { id: '2601.00001', title: 'On Rings', authors: [name] },
      { id: '2601.00002', title: `${name}: a life`, authors: ['Emmy Noether'] },
    )
    expect(await foundIds(name), name).toEqual(count > 5 ? both.toReversed() : both)
  }
})

test('an author is found by any of their words with up to two more between them, however many the name has', async () => {
  const long = 'Vera Maria Rosa Elena del Carmen'
  await indexed(
    { id: '2601.00001', authors: [long] },
    { id: '2601.00002', authors: ['Vera Maria Rosa', 'Elena del Carmen'] },
  )
  const byAuthor = async (author: string) => {
    const found = await newestPapers(
      env.SEARCH,
      matchListed({ either: [], named: { kind: 'author', name: author }, filter: NONE }),
      10,
      null,
    )
    return found.map(({ paperId }) => paperId)
  }
  for (const name of [
    long,
    'Vera Maria Elena del Carmen',
    'Vera Elena Carmen Maria',
    'Vera Maria Rosa Elena',
  ])
    expect(await byAuthor(name), name).toEqual(['2601.00001'])
  expect(await byAuthor('Vera Elena')).toEqual(['2601.00001'])
  expect(await byAuthor('Vera Carmen')).toEqual([])
  expect(await byAuthor('Vera Carmen Rosa')).toEqual([])
})

test('categories, exclusions and muted words narrow what is found and what is listed', async () => {
  await indexed(...SOME)
  expect(await foundIds('video', { ...NONE, categories: ['cs.CV'], exceptCategories: ['cs.CY'] })).toEqual([
    '2601.00002',
  ])
  for (const muted of ['survey', 'surveys', 'Surveying'])
    expect(await foundIds('diffusion', { ...NONE, muted: [muted] }), muted).toEqual(['2601.00002'])
  const newest = await newestPapers(
    env.SEARCH,
    matchListed({ either: [], named: null, filter: { ...NONE, exceptCategories: ['cs.CY'] } }),
    10,
    null,
  )
  expect(newest.map(({ paperId }) => paperId)).toEqual(['2601.00002', '2601.00001'])
})

test('a new version replaces the words of the old one and keeps its place', async () => {
  await indexed(...SOME)
  await indexed({ ...SOME[0], title: 'Chronos: Temporal Reasoning', version: 2 })
  expect(await foundIds('timer1')).toEqual([])
  expect(await foundIds('chronos')).toEqual(['2601.00001'])
  const newest = await newestPapers(
    env.SEARCH,
    matchListed({ either: [], named: null, filter: NONE }),
    10,
    null,
  )
  expect(newest.map(({ paperId }) => paperId)).toEqual(['2601.00003', '2601.00002', '2601.00001'])
})

test('indexing cut off between the two databases, or done twice at once, ends the same', async () => {
  await save(...SOME)
  await indexDocuments(env.SEARCH, (await unindexedPapers(world.deps.db, 2)).map(asDocument))
  await Promise.all([indexPapers(world.deps), indexPapers(world.deps)])
  await env.DB.prepare('update papers set indexed_revision = 0').run()
  await indexPapers(world.deps)
  expect((await foundIds('video')).sort()).toEqual(['2601.00002', '2601.00003'])
  expect(await env.SEARCH.prepare('select count(*) as n from documents').first('n')).toBe(3)
  const left = 'select count(*) as n from papers where revision <> indexed_revision'
  expect(await env.DB.prepare(left).first('n')).toBe(0)
})

test('a letter is found in every variant, in titles, abstracts and phrases', async () => {
  await indexed(
    { id: '2601.00001', title: 'Bounds in ℓ₁', abstract: 'Of ﬁnite sums.' },
    { id: '2601.00002', title: 'Other Bounds' },
  )
  for (const text of ['ℓ₁', 'l1', '"ℓ₁"', 'finite sums', '"ﬁnite sums"'])
    expect((await found(text)).paperIds, text).toEqual(['2601.00001'])
})

test('words too common to be looked for order what the others find, and find nothing more', async () => {
  await indexed(
    { id: '2601.00001', title: 'Codecs', abstract: 'A short text with codecs in it, and language too.' },
    { id: '2601.00002', title: 'Codecs', abstract: 'A short text with codecs in it, and language models.' },
    { id: '2601.00003', title: 'Language models' },
  )
  const byWords = async (common: string[]) => {
    const { results } = await env.SEARCH.prepare(
      `select d.paper_id as id from stems s join documents d on d.number = s.rowid where stems match ?
        order by bm25(stems, 4, 1, 0), d.number`,
    )
      .bind(matchAny({ compounds: ['codecs'], phrases: [] }, common))
      .all<{ id: string }>()
    return results.map(({ id }) => id)
  }
  expect(await byWords([])).toEqual(['2601.00001', '2601.00002'])
  expect(await byWords(['language', 'models'])).toEqual(['2601.00002', '2601.00001'])
})

test('whatever is typed, the index answers', async () => {
  await indexed(...SOME)
  const hostile = [
    'NEAR(',
    'NEAR(a b, 2)',
    '"',
    'a" OR "b',
    'title: x',
    '* video',
    '-video',
    'a AND',
    'x NOT',
    '^time',
    'time + r1',
    '{title} : x',
    "'; drop table words; --",
    '\u0000video',
    '视频',
    'video'.repeat(90),
  ]
  for (const text of hostile) {
    const query = parseQuery(text)
    if ('error' in query) continue
    expect(
      Array.isArray((await searchPapers(env.SEARCH, query, { ...NONE, muted: [text] })).paperIds),
      text,
    ).toBe(true)
  }
})

test('a name or a title is found however its letters are typed', async () => {
  await indexed(
    { id: '2601.00010', title: 'π₀: Flow Models for Robots', authors: ['Paweł Łoś', 'Anders Søgaard'] },
    {
      id: '2601.00011',
      title: 'μTransfer with ε-greedy αβ-CROWN',
      authors: ['Pawel Novak', 'Łukasz Kaiser'],
    },
    {
      id: '2601.00012',
      title: 'Weißenborn and Þórir',
      abstract: 'On CO₂ and Δx.',
      authors: ['李明', 'Đức Vũ'],
    },
  )
  for (const text of ['pi0', 'pi-0', 'π0', 'π₀', 'Π0', 'anders sogaard', 'søgaard', 'łoś', 'los'])
    expect(await foundIds(text), text).toEqual(['2601.00010'])
  expect((await foundIds('pawel')).toSorted()).toEqual(['2601.00010', '2601.00011'])
  for (const text of [
    'mutransfer',
    'mu transfer',
    'epsilon-greedy',
    'ε',
    'alpha-beta',
    'lukasz kaiser',
    'KAISER Łukasz',
  ])
    expect((await foundIds(text))[0], text).toBe('2601.00011')
  for (const text of ['weissenborn', 'thorir', 'co2', 'delta-x', 'duc vu', '李明'])
    expect((await foundIds(text))[0], text).toBe('2601.00012')
  expect(
    (
      await newestPapers(
        env.SEARCH,
        matchListed({ either: [], named: { kind: 'author', name: 'Pawel Los' }, filter: NONE }),
        9,
        null,
      )
    ).length,
  ).toBe(1)
})

test('a part of a run of Chinese, Japanese or Korean is found, and letters apart are not that part', async () => {
  await indexed(
    {
      id: '2601.00020',
      title: '基于深度学习的图像识别',
      abstract: '本文使用GPT-4模型。',
      authors: ['王小明'],
    },
    { id: '2601.00021', title: '大規模言語モデルの学習', authors: ['山田太郎'] },
    { id: '2601.00022', title: '언어모델을 이용한 연구', authors: ['김철수'] },
    { id: '2601.00023', title: '学而时习之，深不可测的度量', authors: ['Ada Lovelace'] },
  )
  for (const [text, id] of Object.entries({
    深度学习: '2601.00020',
    图像: '2601.00020',
    '使用 gpt-4': '2601.00020',
    小明: '2601.00020',
    言語モデル: '2601.00021',
    モデル: '2601.00021',
    太郎: '2601.00021',
    언어모델: '2601.00022',
    모델: '2601.00022',
  })) {
    expect((await foundIds(text))[0], text).toBe(id)
    const either = parseInterests(text)
    if ('error' in either) throw new Error(either.error)
    const all = await newestPapers(env.SEARCH, matchListed({ either, named: null, filter: NONE }), 9, null)
    expect(
      all.map(({ paperId }) => paperId),
      text,
    ).toEqual([id])
  }
})
