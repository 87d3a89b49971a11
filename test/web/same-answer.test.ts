import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/client.ts'
import { subscribers } from '../../src/db/schema.ts'
import { endSubscription } from '../../src/db/subscribers.ts'
import { makeApp } from '../../src/web/app.tsx'
import { everyone, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

// Nobody can tell by a signup's answer, nor by how long it takes, whether an address is known here.

const NOON = Date.parse('2026-01-20T12:00:00Z')
let world: World
/** What the database was asked, in words. */
let asked: string[]
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
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    }),
  )
})

type Seen = { answer: string; asked: string[]; calls: number }
/** A signup, what was seen of it when its answer was there, and how many mails were handed over behind it. */
async function signUp(email: string, network: string, bindings = env): Promise<Seen & { later: number }> {
  const [before, calls] = [asked.length, world.resend.calls.length]
  const context = createExecutionContext()
  const init = {
    method: 'POST',
    body: new URLSearchParams({ email }),
    headers: { 'cf-connecting-ip': network },
  }
  const response = await makeApp(() => world.deps).request('/subscribe', init, bindings, context)
  const answer = `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`
  const seen = { answer, asked: asked.slice(before), calls: world.resend.calls.length - calls }
  await waitOnExecutionContext(context)
  return { ...seen, later: world.resend.calls.length - calls }
}

test('a new, pending, active, unsubscribed, bounced or asked too often address has the same answer after the same statements', async () => {
  const email = (state: string) => `${state}@example.org`
  const [, gone = 0] = await someReaders(world, [email('active'), email('unsubscribed')])
  await endSubscription(world.deps.db, gone, NOON)
  await signUp(email('pending'), '192.0.2.1')
  await signUp(email('tired'), '192.0.2.2')
  const row = { scheduleId: 1, createdAt: 1, confirmations: 1, confirmationAt: 1 }
  await world.deps.db
    .insert(subscribers)
    .values({ ...row, email: email('bounced'), state: 'bounced', suppression: 'bounced' })
  world.at(NOON + 2 * 3_600_000)

  const mailed: Record<string, number> = {}
  const seen = new Map<string, Seen>()
  for (const state of ['new', 'pending', 'active', 'unsubscribed', 'bounced', 'tired']) {
    // Whoever is above the limit of an address; its minutes are of the real clock, so none is waited for.
    const limit = { limit: async () => ({ success: state !== 'tired' }) }
    const given = { ...env, ADDRESS_LIMIT: limit }
    const { later, ...each } = await signUp(email(state), `198.51.100.${seen.size}`, given)
    mailed[state] = later
    seen.set(state, each)
  }
  expect(mailed).toEqual({ new: 1, pending: 1, active: 0, unsubscribed: 1, bounced: 1, tired: 0 })
  const first = seen.get('new')
  expect(first?.calls).toBe(0)
  expect(first?.asked).toHaveLength(2)
  for (const state of ['pending', 'active', 'unsubscribed', 'bounced']) expect(seen.get(state)).toEqual(first)
  // What is above the limit of one address costs no statement: that it was asked for often, whoever asks knows.
  expect(seen.get('tired')).toEqual({ ...first, asked: [] })
})

test('a flood for one address from many networks is answered alike and brings one mail', async () => {
  const answers = new Set<string>()
  for (let n = 0; n < 40; n++) answers.add((await signUp('ada@example.org', `203.0.113.${n}`)).answer)
  expect(answers.size).toBe(1)
  expect(world.resend.to('ada@example.org')).toHaveLength(1)
  expect(await everyone(world)).toMatchObject([{ state: 'pending', confirmations: 1 }])
  // Five a minute reach the database, by ADDRESS_LIMIT of wrangler.toml.
  const written = asked.filter((text) => /insert into "subscribers"/.test(text)).length
  // A minute of the real clock may begin in between.
  expect(written).toBeGreaterThanOrEqual(5)
  expect(written).toBeLessThanOrEqual(10)
})

test('a flood that goes on for days, from ever new networks, brings one mail an hour and three in all', async () => {
  // Without the limits of a minute, whose clock is not ours.
  const limit = { limit: async () => ({ success: true }) }
  const mails: number[] = []
  for (let n = 0; n < 24 * 4; n++) {
    world.at(NOON + n * 30 * 60_000)
    const { later } = await signUp('ada@example.org', `203.0.113.${n}`, {
      ...{ ...env, SIGNUP_LIMIT: limit, ADDRESS_LIMIT: limit },
    })
    if (later > 0) mails.push(n)
  }
  expect(mails).toEqual([0, 2, 4])
  expect(world.resend.to('ada@example.org')).toHaveLength(3)
})
