import { beforeEach, expect, test } from 'vitest'
import { catchUpConfirmations } from '../../src/subscribers/confirmation-mail.ts'
import { HOUR, TICK } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { everySignup } from '../helpers/readers.ts'
import type { Fault } from '../helpers/resend.ts'
import { ALL } from '../helpers/sizes.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

const NOON = Date.parse('2026-01-20T12:00:00Z')
let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-20T12:00:00Z')
  // Enough that no budget is reached: test/attack looks at those.
  world.deps.config = { ...world.deps.config, MAIL_DAILY_QUOTA: 4000 }
  browser = aBrowser(world)
})
const signUp = (email: string, n = 0) =>
  browser.post('/subscribe', { email }, { 'cf-connecting-ip': `192.0.2.${n}` })
/** Signs up while the provider answers nothing, so that a tick has to catch up. */
async function owed(emails: readonly string[]): Promise<void> {
  world.resend.weather = () => 'lost request'
  for (const [n, email] of emails.entries()) await signUp(email, n)
  world.resend.weather = () => undefined
  world.resend.calls.length = 0
}
async function tick(n: number): Promise<number> {
  const before = world.resend.calls.length
  world.at(NOON + n * TICK)
  await catchUpConfirmations(world.deps)
  return world.resend.calls.length - before
}
const names = (count: number, word: string) =>
  Array.from({ length: count }, (_, n) => `${word}${n}@example.org`)
const waiting = async () => (await everySignup(world)).filter(({ queueAt }) => queueAt !== null).length

test('an address that the provider refuses is asked for once per signup, three times in all, and is told so', async () => {
  world.resend.refused.add('ada@example.org')
  await signUp('ada@example.org')
  expect(await waiting()).toBe(0)
  for (let n = 1; n < 10; n++) expect(await tick(n)).toBe(0)
  const answers: number[] = []
  for (const hours of [0.5, 3, 6, 9]) {
    world.at(NOON + hours * HOUR)
    if (hours === 6) world.resend.refused.clear()
    answers.push((await signUp('ada@example.org')).status)
  }
  expect(answers).toEqual([200, 200, 200, 429])
  expect(world.resend.calls).toHaveLength(3)
  expect(world.resend.to('ada@example.org')).toHaveLength(1)
})

test('refused addresses keep no other waiting: each is asked for once more, then none', async () => {
  const refused = names(25, 'refused')
  await owed([...refused, 'ada@example.org'])
  for (const email of refused) world.resend.refused.add(email)
  const calls = [await tick(1), await tick(2), await tick(3)]
  expect(calls).toEqual([20, 6, 0])
  expect(world.resend.to('ada@example.org')).toHaveLength(1)
  expect(await waiting()).toBe(0)
})

const NO_SENDER = { statusCode: 422, name: 'validation_error', message: 'Invalid `from` field.' }
const away: [string, Fault, number][] = [
  ['gives no answer', 'lost request', 3],
  ['is broken', { status: 500, body: { statusCode: 500, name: 'internal_server_error' } }, 3],
  ['is full', { status: 429, body: { statusCode: 429, name: 'daily_quota_exceeded' } }, 1],
  ['does not know us', { status: 401, body: { statusCode: 401, name: 'missing_api_key' } }, 1],
  ['does not take our sender', { status: 422, body: { ...NO_SENDER } }, 1],
  ['does not know our domain', { status: 403, body: { statusCode: 403, name: 'validation_error' } }, 1],
]
for (const [what, fault, calls] of away)
  test(`while the provider ${what}, ticks ask little and use up nothing`, async () => {
    await owed(names(5, 'r'))
    const { counters } = await wholeDatabase()
    world.resend.weather = () => fault
    for (let n = 1; n < 5; n++) expect(await tick(n)).toBe(calls)
    // The same mails: no budget is charged twice for them.
    expect((await wholeDatabase()).counters).toEqual(counters)
    expect(await waiting()).toBe(5)
    world.resend.weather = () => undefined
    expect(await tick(9)).toBe(5)
    for (const email of names(5, 'r')) expect(world.resend.to(email)).toHaveLength(1)
  })

test('an address that breaks the provider keeps no other waiting for good', async () => {
  await owed([...names(9, 'bad'), ...names(3, 'good')])
  const answer = world.resend.answer.bind(world.resend)
  world.resend.answer = async (request) =>
    (await request.clone().text()).includes('bad') ? Response.json({}, { status: 500 }) : answer(request)
  for (let n = 1; n < (ALL ? 90 : 12); n++) await tick(n)
  for (const email of names(3, 'good')) expect(world.resend.to(email)).toHaveLength(1)
})

test('a confirmation of which the provider knows other bytes was taken', async () => {
  world.resend.weather = () => 'lost answer'
  await signUp('ada@example.org')
  world.resend.weather = () => undefined
  world.deps.config = { ...world.deps.config, MAIL_FROM: 'Other <other@example.org>' }
  expect([await tick(1), await tick(2)]).toEqual([1, 0])
  expect(world.resend.to('ada@example.org')).toHaveLength(1)
})
