import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parseConfig } from '../../src/config.ts'
import type { Mail } from '../../src/mail/mail.ts'
import { makePace } from '../../src/mailer/pace.ts'
import { type Mailer, makeMailer } from '../../src/mailer/resend.ts'
import { endPlay, isOverAfter, playTimeouts, silent } from '../helpers/timeouts.ts'

const MAIL: Mail = { from: 'a@b.example', to: 'c@d.example', subject: '', html: '', text: '', headers: {} }
let mailer: Mailer
beforeEach(() => {
  playTimeouts()
  vi.stubGlobal('fetch', silent)
  const config = parseConfig(env as unknown as Record<string, unknown>)
  mailer = makeMailer(config, { now: () => 0, sleep: async () => {} }, makePace())
})
afterEach(endPlay)

test('a batch that the provider does not answer is given up after 30 s, not before and not later', async () => {
  const call = mailer.sendBatch('a-key', [MAIL])
  expect(await isOverAfter(29_999, call)).toBe(false)
  expect(await isOverAfter(1, call)).toBe(true)
  expect(await call).toMatchObject({ kind: 'unknown' })
})

test('a single mail that the provider does not answer is given up after 30 s, not before and not later', async () => {
  const call = mailer.send('a-key', MAIL)
  expect(await isOverAfter(29_999, call)).toBe(false)
  expect(await isOverAfter(1, call)).toBe(true)
  expect(await call).toBe('unknown')
})
