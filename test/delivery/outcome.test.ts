import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Attempted, SAFE_TO_ASK, settlementOf } from '../../src/delivery/outcome.ts'
import { type Outcome, outcomeOf } from '../../src/mailer/answer.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'

const first = Date.parse('2026-01-20T07:00:00Z')
const aBatch = (given: Partial<Attempted> = {}): Attempted => ({
  planned: 3,
  members: [{ id: 1 }, { id: 2 }, { id: 3 }],
  localDate: '2026-01-20',
  attempts: 1,
  firstAttemptAt: first,
  unanswered: false,
  decidedAt: null,
  ...given,
})
const error = 'the provider answered 500 x'

test('what was planned is accepted, refused or excluded, and nothing else', () => {
  const batch = aBatch({ planned: 4 })
  expect(settlementOf(batch, { kind: 'accepted', refused: [1, 1, 99] }, first)).toEqual({
    state: 'accepted',
    accepted: 2,
    refused: 1,
    excluded: 1,
    error: '1 of 3 addresses were refused',
  })
})

test('only indexes of members are refused, and without any there is no error', () => {
  const settled = (refused: number[]) => settlementOf(aBatch(), { kind: 'accepted', refused }, first)
  expect(settled([2])).toMatchObject({ accepted: 2, refused: 1, excluded: 0 })
  expect(settled([3])).toMatchObject({ accepted: 3, refused: 0, error: null })
  expect(settled([])).toMatchObject({ accepted: 3, refused: 0, error: null })
})

test('who is asked to wait waits so long, and an attempt at the very end of the safe time is not made', () => {
  const wait = (after: number, milliseconds: number) =>
    settlementOf(aBatch({ unanswered: true }), { kind: 'busy', wait: milliseconds, error }, first + after)
  expect(wait(0, 7_000)).toMatchObject({ state: 'planned', dueAt: first + 7_000 })
  expect(wait(0, SAFE_TO_ASK - 1)).toMatchObject({ state: 'planned', dueAt: first + SAFE_TO_ASK - 1 })
  expect(wait(0, SAFE_TO_ASK)).toEqual({ state: 'uncertain', error })
  expect(wait(SAFE_TO_ASK - 7_000, 7_000)).toEqual({ state: 'uncertain', error })
})

test('an attempt without an answer is made again, later each time, while the key is safe', () => {
  const pauses = [1, 2, 3, 9].map((attempts) => {
    const settlement = settlementOf(aBatch({ attempts }), { kind: 'unknown', error }, first)
    return settlement.state === 'planned' && [settlement.dueAt - first, settlement.unanswered]
  })
  expect(pauses).toEqual([
    [60_000, true],
    [120_000, true],
    [240_000, true],
    [HOUR, true],
  ])
})

test('what may have been taken and can no longer be asked for is uncertain, what was surely not taken has failed', () => {
  const late = first + SAFE_TO_ASK - 30_000
  expect(settlementOf(aBatch(), { kind: 'unknown', error }, late).state).toBe('uncertain')
  expect(settlementOf(aBatch(), { kind: 'rejected', error }, late).state).toBe('planned')
  const stale = Date.parse('2026-01-24')
  expect(settlementOf(aBatch(), { kind: 'rejected', error }, stale).state).toBe('failed')
  expect(settlementOf(aBatch({ unanswered: true }), { kind: 'rejected', error }, late).state).toBe(
    'uncertain',
  )
})

test('other bytes under a known key are never sent again', () => {
  expect(settlementOf(aBatch(), { kind: 'mismatch', error }, first).state).toBe('uncertain')
})

test('a batch is never due again after the last instant at which the key is safe', () => {
  const outcome: fc.Arbitrary<Outcome> = fc.oneof(
    fc.record({
      kind: fc.constant('busy' as const),
      wait: fc.nat(90_000_000),
      error: fc.constant(error),
    }),
    fc.constantFrom<Outcome>(
      { kind: 'unknown', error },
      { kind: 'rejected', error },
      { kind: 'mismatch', error },
    ),
  )
  fc.assert(
    fc.property(
      outcome,
      fc.nat(2 * SAFE_TO_ASK),
      fc.boolean(),
      fc.integer({ min: 1, max: 60 }),
      (o, after, unanswered, attempts) => {
        const settlement = settlementOf(aBatch({ unanswered, attempts }), o, first + after)
        if (settlement.state === 'planned') {
          if (settlement.unanswered) expect(settlement.dueAt).toBeLessThan(first + SAFE_TO_ASK)
          expect(settlement.dueAt).toBeGreaterThanOrEqual(first + after)
          expect(settlement.unanswered || !unanswered).toBe(true)
        } else if (unanswered || o.kind === 'unknown') expect(settlement.state).toBe('uncertain')
      },
    ),
  )
})

const answers: [string, Parameters<typeof outcomeOf>, Outcome['kind'], number?][] = [
  ['no answer at all', [{ statusCode: null }, null], 'unknown'],
  ['500', [{ statusCode: 500, name: 'internal_server_error' }, {}], 'unknown'],
  ['503', [{ statusCode: 503 }, {}], 'unknown'],
  ['400', [{ statusCode: 400, name: 'validation_error' }, {}], 'rejected'],
  ['401', [{ statusCode: 401, name: 'missing_api_key' }, {}], 'rejected'],
  ['403', [{ statusCode: 403, name: 'invalid_api_key' }, {}], 'rejected'],
  ['422', [{ statusCode: 422, name: 'validation_error' }, {}], 'rejected'],
  ['409 with other bytes', [{ statusCode: 409, name: 'invalid_idempotent_request' }, {}], 'mismatch'],
  [
    '409 while the first call runs',
    [{ statusCode: 409, name: 'concurrent_idempotent_requests' }, {}],
    'unknown',
  ],
  [
    '429 rate with retry-after',
    [{ statusCode: 429, name: 'rate_limit_exceeded' }, { 'retry-after': '7' }],
    'busy',
    7_000,
  ],
  ['429 rate without headers', [{ statusCode: 429, name: 'rate_limit_exceeded' }, {}], 'busy', 1_000],
  ['429 daily quota', [{ statusCode: 429, name: 'daily_quota_exceeded' }, {}], 'busy', HOUR],
  [
    '429 monthly quota',
    [{ statusCode: 429, name: 'monthly_quota_exceeded' }, { 'retry-after': '86400' }],
    'busy',
    DAY,
  ],
]
for (const [what, answer, kind, wait] of answers) {
  test(`the answer "${what}" counts as ${kind}`, () => {
    const outcome = outcomeOf(...answer)
    expect(outcome.kind).toBe(kind)
    if (outcome.kind === 'busy') expect(outcome.wait).toBe(wait)
  })
}
