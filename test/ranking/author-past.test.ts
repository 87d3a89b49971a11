import { expect, test } from 'vitest'
import { addsOfList, closeList } from '../../src/ranking/author-past.ts'
import type { AuthorPast } from '../../src/ranking/early.ts'

test('votes count as a multiple of the mean of the list, so that busy and quiet days weigh the same', () => {
  const list = (times: number) =>
    addsOfList([
      { authors: ['ada lovelace', 'joe newman'], upvotes: 30 * times },
      { authors: ['joe newman', 'joe newman'], upvotes: 10 * times },
    ])
  expect(list(1)).toEqual([
    { name: 'ada lovelace', listings: 1, votes: 1.5 },
    { name: 'joe newman', listings: 2, votes: 2 },
  ])
  expect(list(7)).toEqual(list(1))
})

test('a paper nobody looked at counts as the usual one, and a list without votes has no mean below one', () => {
  const votesOf = (...upvotes: (number | null)[]) =>
    addsOfList(upvotes.map((votes, n) => ({ authors: [`author ${n}`], upvotes: votes }))).map(
      ({ votes }) => votes,
    )
  expect(votesOf(null, 20, 60)).toEqual([1, 0.5, 1.5])
  expect(votesOf(null, null)).toEqual([1, 1])
  expect(votesOf(0, 0)).toEqual([0, 0])
  expect(addsOfList([])).toEqual([])
})

test('closed lists add up, from the first day to the last', () => {
  const past = new Map<string, AuthorPast>()
  closeList(past, '2026-01-05', [{ authors: ['ada lovelace'], upvotes: 12 }])
  closeList(past, '2026-01-07', [
    { authors: ['ada lovelace'], upvotes: 30 },
    { authors: ['joe newman'], upvotes: 10 },
  ])
  expect([...past.values()]).toEqual([
    { name: 'ada lovelace', listings: 2, votes: 2.5, firstOn: '2026-01-05', lastOn: '2026-01-07' },
    { name: 'joe newman', listings: 1, votes: 0.5, firstOn: '2026-01-07', lastOn: '2026-01-07' },
  ])
})
