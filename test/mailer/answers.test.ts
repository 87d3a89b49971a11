import { beforeEach, expect, test, vi } from 'vitest'
import { batches } from '../../src/db/schema.ts'
import { enqueueDue, planDue } from '../../src/delivery/plan.ts'
import readme from '../../src/delivery/README.md?raw'
import { deliverBatch } from '../../src/delivery/send.ts'
import type { Mail } from '../../src/mail/mail.ts'
import { makePace } from '../../src/mailer/pace.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { aPublishedEdition, someReaders } from '../helpers/readers.ts'
import { FAULTS, type Fault } from '../helpers/resend.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const SEVEN = Date.parse('2026-01-20T07:00:00Z')
const BATCH = 2 ** 20
const ADDRESS = 'ada@example.org'

let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-20T07:00:00Z')
})

const refusal = (status: number, name: string, headers: Record<string, string> = {}): Fault => ({
  status,
  headers,
  body: { statusCode: status, name, message: 'No.' },
})
/**
 * What the provider does, by the first column of the table, and for how long it is then left alone
 * (ms).
 */
const ANSWERS: Record<string, { fault?: Fault; refused?: boolean; timeout?: boolean; pause?: number }> = {
  '2xx': {},
  '2xx with errors by index': { refused: true },
  '2xx that cannot be read': { fault: { status: 200, body: { ok: true }, taken: true } },
  '2xx cut off': { fault: 'cut body' },
  'connection reset before the provider took it': { fault: 'lost request' },
  'connection reset after the provider took it': { fault: 'lost answer' },
  'no answer within 30 s': { timeout: true },
  '408': { fault: refusal(408, 'request_timeout') },
  '500': { fault: refusal(500, 'internal_server_error') },
  '502 with HTML': { fault: FAULTS['502 as HTML'] as Fault },
  '503': { fault: refusal(503, 'service_unavailable') },
  '409 `concurrent_idempotent_requests`': { fault: refusal(409, 'concurrent_idempotent_requests') },
  '409 `invalid_idempotent_request`': { fault: refusal(409, 'invalid_idempotent_request') },
  '429 rate with `retry-after`': {
    fault: refusal(429, 'rate_limit_exceeded', { 'retry-after': '7' }),
    pause: 7_000,
  },
  '429 rate with `ratelimit-reset`': {
    fault: refusal(429, 'rate_limit_exceeded', { 'ratelimit-reset': '3' }),
    pause: 3_000,
  },
  '429 rate without headers': { fault: refusal(429, 'rate_limit_exceeded'), pause: 1_000 },
  '429 daily quota': { fault: refusal(429, 'daily_quota_exceeded'), pause: HOUR },
  '429 monthly quota': {
    fault: refusal(429, 'monthly_quota_exceeded', { 'retry-after': '86400' }),
    pause: DAY,
  },
  '400': { fault: refusal(400, 'validation_error') },
  '401': { fault: refusal(401, 'restricted_api_key') },
  '403': { fault: refusal(403, 'invalid_api_key') },
  '422': { fault: refusal(422, 'missing_required_field') },
}

const rows = [...readme.matchAll(/^\| (.+?) \| (\w+) \| (\w+) \| (.+?) \|$/gm)].map(
  ([, answer = '', outcome, state]) => ({ answer, outcome, state }),
)

test('the table of the provider’s answers has a row for each of them', () => {
  const documented = rows.map(({ answer }) => answer).filter((answer) => /^\d|^no |^connection/.test(answer))
  expect(documented.toSorted()).toEqual(Object.keys(ANSWERS).toSorted())
})

for (const [answer, { fault, refused, timeout, pause }] of Object.entries(ANSWERS)) {
  test(`what is done after "${answer}" is what the table says`, async () => {
    const row = rows.find((each) => each.answer === answer)
    if (refused) world.resend.refused.add(ADDRESS)
    const prepare = () => {
      if (fault) world.resend.faults.push(fault)
      if (timeout)
        vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(
          AbortSignal.abort(new DOMException('too slow', 'TimeoutError')),
        )
    }
    prepare()
    const mail = { from: 'a@b.example', to: ADDRESS, subject: '', html: '', text: '', headers: {} } as Mail
    const outcome = await world.deps.mailer.sendBatch('a-key', [mail])
    expect(outcome.kind).toBe(row?.outcome)
    expect(outcome.kind === 'busy' ? outcome.wait : undefined).toBe(pause)

    await someReaders(world, [ADDRESS, 'eve@example.org'])
    await aPublishedEdition(world, '2026-01-20', SEVEN - 1)
    world.at(SEVEN)
    await planDue(world.deps, SEVEN)
    prepare()
    // A second batch's worth of messages must not become a storm.
    await deliverBatch(world.deps, BATCH)
    const calls = world.resend.calls.length
    expect(await world.deps.db.select().from(batches)).toMatchObject([{ state: row?.state }])
    if (pause === undefined) return
    await enqueueDue(world.deps, SEVEN)
    expect(world.messages).toEqual([])
    world.at(world.deps.now() + pause - 1000)
    expect(await deliverBatch(world.deps, BATCH)).toBe('not due')
    expect(world.resend.calls).toHaveLength(calls)
  })
}

test('calls are spaced for two a second, less a quarter, until the provider’s headers say otherwise', () => {
  const pace = makePace()
  expect([pace.reserve(0), pace.reserve(0), pace.reserve(0)]).toEqual([0, 667, 1334])
  pace.observe({ 'ratelimit-limit': '10', 'ratelimit-remaining': '9', 'ratelimit-reset': '1' }, 2_000)
  expect([pace.reserve(2_000), pace.reserve(2_000)]).toEqual([0, 134])
  pace.observe({ 'ratelimit-limit': '10', 'ratelimit-remaining': '0', 'ratelimit-reset': '4' }, 3_000)
  expect(pace.reserve(3_000)).toBe(4_000)
  pace.observe({}, 8_000)
  pace.observe({ 'ratelimit-limit': 'nonsense' }, 8_000)
  expect(pace.reserve(8_000)).toBe(0)
})
