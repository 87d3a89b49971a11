import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { takeGate } from '../../src/db/source-runs.ts'
import { askSource } from '../../src/jobs/ask-source.ts'
import type { Answer } from '../../src/sources/http.ts'
import { runTick } from '../helpers/ticking.ts'
import { quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const MINUTE = 60_000
const NOON = Date.parse('2026-01-19T12:00:00Z')
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  quietUpstreams(world)
})

afterEach(() => vi.restoreAllMocks())

test('a run that dies in a tick ten minutes late takes no source away from the next tick', async () => {
  expect(await takeGate(world.deps.db, 'huggingface', NOON + 10 * MINUTE)).toBe('taken')
  const askedAt: number[] = []
  world.answer('https://huggingface.test/', () => {
    askedAt.push(world.deps.now())
    return new Response('[]')
  })
  await runTick(world, NOON + 15 * MINUTE)
  // Not later, by a message that waited until the source was free.
  expect(askedAt[0]).toBeLessThan(NOON + 15.5 * MINUTE)
})

test('a run that dies has its source for a minute and a half, longer than a request takes, and no longer', async () => {
  const { db } = world.deps
  const held = { freeAt: NOON + 1.5 * MINUTE, leased: true }
  expect(await takeGate(db, 'arxiv', NOON)).toBe('taken')
  expect(await takeGate(db, 'arxiv', NOON + 1.5 * MINUTE - 1)).toEqual(held)
  expect(await takeGate(db, 'hackernews', NOON + 1)).toBe('taken')
  expect(await takeGate(db, 'arxiv', NOON + 1.5 * MINUTE)).toBe('taken')
  expect(await takeGate(db, 'arxiv', NOON + 1.5 * MINUTE)).toEqual({ ...held, freeAt: NOON + 3 * MINUTE })
})

test('each source has 20 s for its whole answer', async () => {
  const config = { ...world.deps.config, GITHUB_TOKEN: 'token' }
  const limits: number[] = []
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
    limits.push(milliseconds)
    return AbortSignal.abort(new DOMException('too slow', 'TimeoutError'))
  })
  const slow: typeof fetch = async (_, init) => {
    init?.signal?.throwIfAborted()
    return new Response()
  }
  const reasons: unknown[] = []
  for (const source of ['huggingface', 'arxiv', 'hackernews', 'github'] as const) {
    const read = async (answer: Answer) => {
      reasons.push(answer.ok || answer.reason)
      return { statements: [], result: { outcome: 'failed' } as const }
    }
    const request = { url: `https://${source}.test/`, accept: '*/*', more: false, read }
    await askSource({ ...world.deps, config, fetch: slow }, source, async () => request)
  }
  expect(limits).toEqual([20_000, 20_000, 20_000, 20_000])
  expect(reasons[0]).toBe('huggingface.test did not answer within 20 s')
  expect(reasons).toHaveLength(4)
})
