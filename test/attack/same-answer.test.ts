import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/client.ts'
import { subscribers } from '../../src/db/schema.ts'
import { endSubscription, stopAddress } from '../../src/db/subscribers.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { hashMailbox } from '../../src/subscribers/address-hash.ts'
import { catchUpConfirmations } from '../../src/subscribers/confirmation-mail.ts'
import { forgetPeople } from '../../src/subscribers/forget.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { makeApp } from '../../src/web/app.tsx'
import { everySignup, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

// Nobody can tell by a signup's answer, nor by how long it takes, whether an address is known here.

const NOON = Date.parse('2026-01-20T12:00:00Z')
let world: World
/** What the database was asked, in words. */
let asked: string[]
/** Transactions begun, and rows written. */
let commits = 0
let written = 0
beforeEach(async () => {
  world = await aNewWorld('2026-01-20T12:00:00Z')
  asked = []
  world.deps.db = openDatabase(
    new Proxy(env.DB, {
      get(target, name) {
        if (name === 'prepare')
          return (text: string) => {
            asked.push(text)
            return target.prepare(text)
          }
        if (name === 'batch')
          return async (statements: D1PreparedStatement[]) => {
            commits++
            const answers = await target.batch(statements)
            for (const { meta } of answers) written += meta.rows_written
            return answers
          }
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    }),
  )
})

type Seen = { answer: string; asked: string[]; calls: number; commits: number; written: number }
/**
 * A signup, what was seen of it when its answer was there, and how many mails were handed over
 * behind it.
 */
async function signUp(
  email: string,
  network: string,
  others: object = {},
  path = '/subscribe',
): Promise<Seen & { later: number }> {
  const [before, calls, begun, rows] = [asked.length, world.resend.calls.length, commits, written]
  const context = createExecutionContext()
  const init = {
    method: 'POST',
    body: new URLSearchParams({ email }),
    headers: { 'cf-connecting-ip': network },
  }
  const response = await makeApp(() => world.deps).request(
    path,
    init,
    { ...world.bindings, ...others },
    context,
  )
  const answer = `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`
  const seen = {
    answer,
    asked: asked.slice(before),
    calls: world.resend.calls.length - calls,
    commits: commits - begun,
    written: written - rows,
  }
  await waitOnExecutionContext(context)
  return { ...seen, later: world.resend.calls.length - calls }
}

test('a new, pending, active, unsubscribed, bounced, complained or stopped address has the same answer after the same statements, rows and commits', async () => {
  const email = (state: string) => `${state}@example.org`
  const [, gone = 0] = await someReaders(world, [email('active'), email('unsubscribed')])
  await endSubscription(world.deps.db, gone, NOON)
  await signUp(email('pending'), '192.0.2.1')
  const row = { scheduleId: 1, createdAt: 1, endedAt: 1 }
  for (const state of ['bounced', 'complained'] as const)
    await world.deps.db.insert(subscribers).values({ ...row, email: email(state), state, suppression: state })
  const { config, db, now } = world.deps
  await stopAddress(db, await hashMailbox(config, email('stopped')), 'never', now())
  world.at(NOON + 2 * HOUR)

  const mailed: Record<string, number> = {}
  const seen = new Map<string, Seen>()
  for (const state of [
    'new',
    'pending',
    'active',
    'unsubscribed',
    'bounced',
    'complained',
    'stopped',
    'tired',
  ]) {
    // Whoever is above the limit of an address; its minutes are of the real clock, so none is
    // waited for.
    const limit = { limit: async () => ({ success: state !== 'tired' }) }
    const given = { ADDRESS_LIMIT: limit }
    const { later, ...each } = await signUp(email(state), `198.51.${seen.size}.1`, given)
    mailed[state] = later
    seen.set(state, each)
  }
  const none = { active: 0, complained: 0, stopped: 0, tired: 0 }
  expect(mailed).toEqual({ new: 1, pending: 1, unsubscribed: 1, bounced: 1, ...none })
  const first = seen.get('new')
  expect(first?.calls).toBe(0)
  expect(first?.asked).toHaveLength(5)
  expect(first?.commits).toBe(1)
  expect(first?.written).toBeGreaterThan(5)
  // Who was asked for before has counts of it already: they are rewritten, not added.
  expect(first?.written).toBeGreaterThanOrEqual(seen.get('pending')?.written ?? 99)
  for (const state of ['active', 'unsubscribed', 'bounced', 'complained', 'stopped'])
    expect(seen.get(state)).toEqual(first)
  expect(seen.get('pending')).toMatchObject({ answer: first?.answer, asked: first?.asked, commits: 1 })
  // What is above the limit of one address costs no statement: that it was asked for often, whoever
  // asks knows.
  expect(seen.get('tired')).toEqual({ ...first, asked: [], commits: 0, written: 0 })
})

test('asking for a new link is answered alike, after the same statements, for known and unknown addresses', async () => {
  const [, gone = 0] = await someReaders(world, ['active@example.org', 'gone@example.org'])
  await endSubscription(world.deps.db, gone, NOON)
  const seen: Seen[] = []
  const mails: number[] = []
  for (const [n, name] of ['new', 'active', 'gone'].entries()) {
    const { later, ...each } = await signUp(`${name}@example.org`, `198.51.${n}.1`, {}, '/preferences/link')
    seen.push(each)
    mails.push(later)
  }
  expect(mails).toEqual([0, 1, 1])
  expect(seen[1]).toEqual(seen[0])
  expect(seen[2]).toEqual(seen[0])
  expect(seen[0]?.asked).toHaveLength(5)
})

test('a flood for one address from many networks is answered alike and brings one mail', async () => {
  const answers = new Set<string>()
  for (let n = 0; n < 40; n++) answers.add((await signUp('ada@example.org', `203.0.${n}.1`)).answer)
  expect(answers.size).toBe(1)
  expect(world.resend.to('ada@example.org')).toHaveLength(1)
  expect(await everySignup(world)).toHaveLength(1)
  // Five a minute reach the database, by ADDRESS_LIMIT of wrangler.toml.
  const written = asked.filter((text) => /insert into signups/.test(text)).length
  // A minute of the real clock may begin in between.
  expect(written).toBeGreaterThanOrEqual(5)
  expect(written).toBeLessThanOrEqual(10)
})

test('a flood that goes on for a year, from ever new networks, brings one mail an hour and three in all', async () => {
  // Without the limits of a minute, whose clock is not ours.
  const limit = { limit: async () => ({ success: true }) }
  const free = { SIGNUP_LIMIT: limit, ADDRESS_LIMIT: limit, WIDE_LIMIT: limit }
  const mails: number[] = []
  const instants = [
    ...Array.from({ length: 48 }, (_, n) => n * 0.5),
    ...Array.from({ length: 45 }, (_, n) => 24 + n * 192),
  ]
  for (const [n, hours] of instants.entries()) {
    world.at(NOON + hours * HOUR)
    await sweep(world.deps, NOON + hours * HOUR)
    await catchUpConfirmations(world.deps)
    await forgetPeople(world.deps, NOON + hours * HOUR)
    const { later } = await signUp('ada@example.org', `203.0.${n}.1`, free)
    if (later > 0) mails.push(hours)
  }
  expect(mails).toEqual([0, 1, 2])
  expect(world.resend.to('ada@example.org')).toHaveLength(3)
  world.at(NOON + 366 * DAY)
  await signUp('ada@example.org', '203.0.113.1', free)
  expect(world.resend.to('ada@example.org')).toHaveLength(4)
})
