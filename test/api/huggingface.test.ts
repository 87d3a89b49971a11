import { beforeAll, expect, test } from 'vitest'
import { daysOf } from '../../src/web/api/huggingface.ts'
import oldest from '../fixtures/recorded/hf/daily_papers_2024-06-12.json'
import middle from '../fixtures/recorded/hf/daily_papers_2026-01-08.json'
import newest from '../fixtures/recorded/hf/daily_papers_2026-08-21.json'
import type { aBrowser } from '../helpers/browser.ts'
import { aReadWorld } from './world.ts'

type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
type Daily = { paper: Record<string, Json>; [name: string]: Json }

let browser: ReturnType<typeof aBrowser>
beforeAll(async () => {
  ;({ browser } = await aReadWorld())
})
const read = async <T = Daily[]>(address: string): Promise<T> => {
  const answer = await browser.get(address)
  expect([address, answer.status]).toEqual([address, 200])
  return answer.json()
}

/** Every path of a value with the type that stands there: `paper.authors[].name string`. */
function pathsOf(value: Json, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => pathsOf(one, `${at}[]`))
  if (value === null || typeof value !== 'object') return [`${at} ${typeof value}`]
  return Object.entries(value).flatMap(([name, one]) => pathsOf(one, `${at}.${name}`))
}

const recorded = new Set([
  ...[oldest, middle, newest].flatMap((answer) => pathsOf(answer as unknown as Json)),
  // Dropped from these copies, where it repeats the paper's (test/fixtures/recorded/README.md).
  '[].summary string',
])

test('whatever we answer stands where Hugging Face has it, with its type', async () => {
  const answer = await read('/api/daily_papers?date=2026-01-14')
  expect(answer).toHaveLength(40)
  expect([...new Set(pathsOf(answer))].filter((path) => !recorded.has(path))).toEqual([])
  // What they always tell of a paper, and we know.
  for (const { paper } of answer)
    for (const name of ['id', 'authors', 'publishedAt', 'submittedOnDailyAt', 'title', 'summary', 'upvotes'])
      expect([name, paper[name] !== undefined]).toEqual([name, true])
})

/**
 * How huggingface_hub reads an item (class PaperInfo of its hf_api.py, 1.x): name of the field,
 * where it is taken from. Outer fields are those of the item, inner ones those of its `paper`.
 */
const PAPER_INFO: Record<string, (item: Daily) => unknown> = {
  id: ({ id, paper }) => id ?? paper.id,
  authors: ({ authors, paper }) => paper.authors ?? authors,
  published_at: ({ publishedAt, paper }) => paper.publishedAt ?? publishedAt,
  title: ({ title }) => title,
  source: ({ source }) => source,
  summary: ({ summary, paper }) => paper.summary ?? summary,
  upvotes: ({ upvotes, paper }) => paper.upvotes ?? upvotes,
  discussion_id: ({ discussionId, paper }) => paper.discussionId ?? discussionId,
  comments: ({ numComments }) => numComments ?? 0,
  submitted_at: ({ publishedAt, submittedOnDailyAt }) => publishedAt ?? submittedOnDailyAt,
  submitted_by: ({ submittedBy, submittedOnDailyBy }) => submittedBy ?? submittedOnDailyBy,
  ai_summary: ({ ai_summary }) => ai_summary,
  ai_keywords: ({ ai_keywords }) => ai_keywords,
  organization: ({ organization }) => organization,
  project_page: ({ projectPage }) => projectPage,
  github_repo: ({ githubRepo }) => githubRepo,
  github_stars: ({ githubStars }) => githubStars,
}
/** The only form of an instant that its `parse_datetime` reads. */
const THEIR_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

test('the fields of PaperInfo are filled as huggingface_hub reads them, and nothing is invented', async () => {
  const answer = await read('/api/daily_papers?date=2026-01-14&limit=100')
  const item = answer.find(({ paper }) => paper.id === '2601.08441')
  if (!item) throw new Error('the paper is missing')
  const info = Object.fromEntries(Object.entries(PAPER_INFO).map(([name, read]) => [name, read(item)]))
  expect(info).toEqual({
    id: '2601.08441',
    title: 'Learnable Sparse Steering Vectors',
    authors: [{ name: 'Ada Lovelace' }, { name: 'Tomáš Novák' }],
    published_at: expect.stringMatching(THEIR_INSTANT),
    submitted_at: expect.stringMatching(THEIR_INSTANT),
    summary: 'We propose agents that learn to steer.',
    upvotes: 40,
    comments: 2,
    organization: { name: 'lovelace-lab', fullname: 'Lovelace Lab' },
    source: undefined,
    discussion_id: undefined,
    submitted_by: undefined,
    ai_summary: undefined,
    ai_keywords: undefined,
    project_page: undefined,
    github_repo: undefined,
    github_stars: undefined,
  })
  // These the newest answers have inside `paper`, as ours have.
  expect(item.paper).toMatchObject({ githubRepo: 'https://github.com/lovelace/steering', githubStars: 12 })
  for (const one of answer) expect(one.paper.submittedOnDailyAt).toMatch(THEIR_INSTANT)
})

test('a day, its week and its month have the same papers; pages follow each other', async () => {
  const ids = (answer: Daily[]) => answer.map(({ paper }) => paper.id)
  const day = ids(await read('/api/daily_papers?date=2026-01-14'))
  expect(ids(await read('/api/daily_papers?week=2026-W03'))).toEqual(day)
  expect(ids(await read('/api/daily_papers?month=2026-01'))).toEqual(day)
  expect(ids(await read('/api/daily_papers'))).toEqual(day)
  const pages = [
    ...(await read('/api/daily_papers?limit=25')),
    ...(await read('/api/daily_papers?limit=25&p=1')),
  ]
  expect(ids(pages)).toEqual(day)
  expect(await read('/api/daily_papers?p=2&limit=25')).toEqual([])
  expect(await read('/api/daily_papers?date=2026-01-13')).toEqual([])
})

test('the default order is by votes within a list, trending by score', async () => {
  const votes = (await read('/api/daily_papers?limit=100')).map(({ paper }) => Number(paper.upvotes))
  expect(votes).toEqual(votes.toSorted((a, b) => b - a))
  const rising = (await read('/api/daily_papers?sort=trending&limit=5')).map(({ paper }) => paper.id)
  const { papers } = await read<{ papers: { id: string }[] }>('/api/v1/trending?limit=5')
  expect(rising).toEqual(papers.map(({ id }) => id))
})

test('a paper alone has the shape of `paper` in a list, and search finds it', async () => {
  const [item] = (await read('/api/daily_papers?limit=100')).filter(({ paper }) => paper.id === '2601.08441')
  expect(await read<object>('/api/papers/2601.08441')).toEqual(item?.paper)
  expect(await read<object>('/api/papers/2601.08441v2')).toEqual(item?.paper)
  expect((await read('/api/papers/search?q=sparse%20steering'))[0]).toEqual(item)
  expect(await read('/api/papers/search?q=agents&limit=2')).toHaveLength(2)
})

test('errors have the sentence where their clients look for it', async () => {
  for (const [address, status] of [
    ['/api/daily_papers?date=2026-02-30', 400],
    ['/api/daily_papers?date=2026-01-14&month=2026-01', 400],
    ['/api/daily_papers?week=2026-W54', 400],
    ['/api/daily_papers?limit=101', 400],
    ['/api/daily_papers?p=-1', 400],
    ['/api/daily_papers?sort=newest', 400],
    ['/api/daily_papers?submitter=x', 400],
    ['/api/papers/search', 400],
    ['/api/papers/2601.99999', 404],
  ] as const) {
    const answer = await browser.get(address)
    const { error, detail } = await answer.json<{ error: string; detail: string }>()
    expect([address, answer.status, error]).toEqual([address, status, detail])
  }
})

test.each([
  ['week', '2026-W01', '2025-12-29', '2026-01-04'],
  ['week', '2026-W53', '2026-12-28', '2027-01-03'],
  ['week', '2024-W01', '2024-01-01', '2024-01-07'],
  ['week', '2021-W01', '2021-01-04', '2021-01-10'],
  ['month', '2026-02', '2026-02-01', '2026-02-31'],
  ['date', '2026-02-28', '2026-02-28', '2026-02-28'],
])('%s %s is from %s to %s', (name, value, from, to) => {
  expect(daysOf(name, value)).toEqual({ from, to })
})
