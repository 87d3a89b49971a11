import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { makeApp } from '../../src/web/app.tsx'
import wrangler from '../../wrangler.toml?raw'
import { everyone } from '../helpers/readers.ts'
import { aNewWorld } from '../helpers/world.ts'

test('who signs up too often is told to come back when the limit’s period is over, and is not written down', async () => {
  const world = await aNewWorld('2026-01-20T12:00:00Z')
  const [, period] = /"SIGNUP_LIMIT"[^[]*period = (\d+)/.exec(wrangler) ?? []
  const answers = async (success: boolean) => {
    const limited = { ...env, SIGNUP_LIMIT: { limit: async () => ({ success }) } }
    const body = new URLSearchParams({ email: 'ada@example.org' })
    const app = makeApp(() => world.deps)
    return app.request('/subscribe', { method: 'POST', body }, limited, createExecutionContext())
  }
  const refused = await answers(false)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, period])
  expect(period).toBe('60')
  expect(await everyone(world)).toEqual([])
  const taken = await answers(true)
  expect([taken.status, taken.headers.get('retry-after')]).toEqual([200, null])
})
