import { expect, test } from 'vitest'
import { parseStories, type Story, storiesUrl } from '../../src/sources/hackernews.ts'
import { recordedBody } from './recorded.ts'

const anAnswer = (hits: unknown[]) => JSON.stringify({ hits, nbHits: hits.length })
const aHit = (url: unknown, given: object = {}) => ({
  objectID: '48232118',
  url,
  points: 97,
  num_comments: 12,
  ...given,
})
const stories = (...hits: unknown[]) =>
  (parseStories(anAnswer(hits)) as { stories: Story[] }).stories.map(({ paperId, repo }) => paperId ?? repo)

test('stories are asked for by the host they link to, since an instant', () => {
  const url = new URL(storiesUrl('https://hn.algolia.com', 'arxiv.org', Date.parse('2026-01-17T12:00:00Z')))
  expect(url.pathname).toBe('/api/v1/search_by_date')
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    query: 'arxiv.org',
    restrictSearchableAttributes: 'url',
    tags: 'story',
    numericFilters: 'created_at_i>1768651200',
  })
})

test('a recorded front page has two links into repositories and no paper: everything else on it is none of ours', () => {
  expect(parseStories(recordedBody('hn/algolia_front_page_2025-07-21.json'))).toEqual({
    stories: [
      {
        id: expect.any(String),
        paperId: null,
        repo: 'h2337/connmap',
        points: expect.any(Number),
        comments: expect.any(Number),
      },
      {
        id: expect.any(String),
        paperId: null,
        repo: 'axboe/liburing',
        points: expect.any(Number),
        comments: expect.any(Number),
      },
    ],
    seen: 7,
    refused: 0,
  })
})

test('every way to link to a paper names the paper, without its version', () => {
  for (const link of [
    'https://arxiv.org/abs/2605.19269',
    'http://www.arxiv.org/abs/2605.19269v3',
    'https://arxiv.org/pdf/2605.19269v1.pdf',
    'https://export.arxiv.org/html/2605.19269/',
    'https://huggingface.co/papers/2605.19269?ref=hn',
    'https://www.alphaxiv.org/overview/2605.19269v2',
    'https://ar5iv.labs.arxiv.org/html/2605.19269',
    'https://doi.org/10.48550/arXiv.2605.19269',
  ])
    expect(stories(aHit(link))).toEqual(['2605.19269'])
  expect(stories(aHit('https://arxiv.org/abs/astro-ph/0601001v1'))).toEqual(['astro-ph/0601001'])
})

test('what only looks like a paper is none', () => {
  for (const link of [
    'https://arxiv.org/list/cs.CL/recent',
    'https://notarxiv.org/abs/2605.19269',
    'https://arxiv.org.evil.example/abs/2605.19269',
    'https://huggingface.co/meta/model',
    'https://github.com/openai',
    'https://example.org/why-i-left?u=https://arxiv.org/abs/2605.19269',
    'javascript:alert(1)',
    null,
    7,
  ])
    expect(stories(aHit(link))).toEqual([])
})

test('the story with most points comes first, and a broken hit costs no other', () => {
  const read = parseStories(
    anAnswer([
      aHit('https://arxiv.org/abs/2605.00001', { points: 3 }),
      { objectID: '<script>' },
      null,
      aHit('https://arxiv.org/abs/2605.00002', { points: 300, num_comments: null }),
    ]),
  ) as { stories: Story[]; refused: number }
  expect(read.stories.map(({ paperId, points }) => [paperId, points])).toEqual([
    ['2605.00002', 300],
    ['2605.00001', 3],
  ])
  expect(read.refused).toBe(2)
})

test('what is no search answer is an error in plain words', () => {
  for (const body of ['', '<html></html>', '{"message":"Too many requests","status":429}', '{"hits":[{'])
    expect(parseStories(body)).toEqual({ error: expect.stringContaining('no list of stories') })
})
