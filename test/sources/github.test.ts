import { expect, test } from 'vitest'
import { parseRepos, reposQuery } from '../../src/sources/github.ts'

const names = ['ada/engine', 'emmy/rings', 'old/name', 'huge/org']

test('many repositories are asked for in one request', () => {
  const { query } = JSON.parse(reposQuery(names))
  expect(query).toContain('r0: repository(owner: "ada", name: "engine") { nameWithOwner stargazerCount }')
  expect(query.match(/repository\(/g)).toHaveLength(4)
})

test('a moved repository is followed, a vanished one is gone, an unreadable one tells nothing', () => {
  const body = JSON.stringify({
    data: {
      r0: { nameWithOwner: 'Ada/Engine', stargazerCount: 310 },
      r1: null,
      r2: { nameWithOwner: 'new/name', stargazerCount: 7 },
      r3: { nameWithOwner: 'huge/org', stargazerCount: 'many' },
    },
    errors: [
      {
        type: 'NOT_FOUND',
        path: ['r1'],
        message: "Could not resolve to a Repository with the name 'emmy/rings'.",
      },
    ],
  })
  expect(parseRepos(body, names)).toEqual({
    repos: [
      { name: 'ada/engine', movedTo: null, stars: 310, gone: false },
      { name: 'emmy/rings', movedTo: null, stars: null, gone: true },
      { name: 'old/name', movedTo: 'new/name', stars: 7, gone: false },
      { name: 'huge/org', movedTo: null, stars: null, gone: false },
    ],
  })
})

test('an answer for nobody is an error in plain words', () => {
  expect(parseRepos('<html>', names)).toEqual({ error: 'GitHub gave no GraphQL answer' })
  expect(parseRepos('{"message":"Bad credentials"}', names)).toEqual({ error: 'GitHub says: nothing' })
  const limited = { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }
  expect(parseRepos(JSON.stringify(limited), names)).toEqual({
    error: 'GitHub says: API rate limit exceeded',
  })
  expect(parseRepos('{"data":{}}', names)).toEqual({
    error: 'GitHub answered for no repository that was asked for',
  })
})
