import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import costs from '../../docs/costs.md?raw'
import { type Counts, counting } from '../../scripts/bench/counting.ts'
import { KINDS } from '../../src/channels/channel.ts'
import { openDatabase } from '../../src/db/client.ts'
import { whatWaits } from '../../src/db/due.ts'
import { channelPosts, channels, papers } from '../../src/db/schema.ts'
import { noteRestore } from '../../src/db/uptime.ts'
import { enqueuePosts, planPosts } from '../../src/delivery/plan-posts.ts'
import { settlementOfPost } from '../../src/delivery/settle-post.ts'
import type { Deps, UnitMessage } from '../../src/deps.ts'
import { consumeMessages } from '../../src/jobs/consume.ts'
import { changeChannel } from '../../src/subscribers/channels.ts'
import { DAY, HOUR, utcDate } from '../../src/time/dates.ts'
import { aChance } from '../helpers/chance.ts'
import {
  anEditionOf,
  type FakeChannels,
  type FakeKind,
  fakeChannels,
  SECRET_PART,
  someChannels,
  type Weather,
} from '../helpers/channels.ts'
import { aBatchOf, planAt } from '../helpers/delivering.ts'
import { dyingDatabase } from '../helpers/dying.ts'
import { aPaper } from '../helpers/papers.ts'
import { someReaders } from '../helpers/readers.ts'
import { ALL } from '../helpers/sizes.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const FIVE = ['webhook', 'slack', 'discord', 'ntfy', 'matrix'] as const
let world: World
let fakes: FakeChannels
/** Each test has a week of its own in one world; a day's edition is there at 02:15 UTC. */
let start = Date.parse('2026-01-06T00:00:00Z')

beforeAll(async () => {
  world = await aNewWorld('2026-01-06T00:00:00Z')
  world.deps.config.TELEGRAM_BOT_TOKEN = '42:bot-token'
})
beforeEach(async () => {
  start += 14 * DAY
  world.at(start)
  world.messages.length = 0
  fakes = fakeChannels(world)
  for (const table of [
    'channels',
    'channel_posts',
    'editions',
    'digests',
    'counters',
    'gates',
    'papers',
    'uptime',
    'restores',
  ])
    await world.deps.db.run(`delete from ${table}`)
})

const edition = (days = 0, papers = 3) =>
  anEditionOf(world, utcDate(start + days * DAY), start + days * DAY + 2.25 * HOUR, papers)
/** Everything that the queue holds, and what comes of it, until it is empty. */
async function work(deps: Deps = world.deps): Promise<void> {
  while (world.messages.length > 0) await consumeMessages(deps, aBatchOf(world.messages.splice(0)))
}
const tick = async (at: number) => {
  world.at(at)
  await planAt(world.deps, at)
}
const tickAndWork = async (at: number) => {
  await tick(at)
  await work()
}
const posts = () => world.deps.db.select().from(channelPosts)
const states = async () => (await posts()).map(({ state }) => state)
const all = () => world.deps.db.select().from(channels)
const kindsPosted = () => fakes.posted.map(({ kind }) => kind).sort()
const SEVEN = 7 * HOUR

test('each kind gets the edition at its hour, once, with its papers in order', async () => {
  await someChannels(world, fakes, KINDS)
  await edition()
  await tickAndWork(start + SEVEN - HOUR)
  expect(fakes.posted).toEqual([])
  await tickAndWork(start + SEVEN)
  expect(kindsPosted()).toEqual([...KINDS].sort())
  for (const { body } of fakes.posted) {
    const found = [...body.matchAll(/Paper (\d) of/g)].map(([, number]) => number)
    expect([...new Set(found)]).toEqual(['1', '2', '3'])
    expect(body).toContain(`/editions/${utcDate(start)}`)
  }
  expect(await posts()).toMatchObject(KINDS.map(() => ({ state: 'accepted', sent: 1, messages: null })))
  for (const hour of [8, 12, 23]) await tickAndWork(start + hour * HOUR)
  expect(fakes.posted).toHaveLength(KINDS.length)
})

test('an instance with channels and no reader plans too', async () => {
  const plans = async () => (await whatWaits(world.deps.db, start, utcDate(start))).readers
  await world.deps.db.run('delete from subscribers')
  expect(await plans()).toBe(false)
  await someChannels(world, fakes, ['slack'])
  expect(await plans()).toBe(true)
})

test('doubled ticks and messages post once; a lost message is made up for by the next tick', async () => {
  await someChannels(world, fakes, KINDS)
  await edition()
  world.at(start + SEVEN)
  await Promise.all([planAt(world.deps, start + SEVEN), planAt(world.deps, start + SEVEN)])
  const messages = world.messages.splice(0)
  expect(messages.length).toBeGreaterThanOrEqual(KINDS.length)
  // All are lost.
  await tick(start + SEVEN + HOUR / 4)
  const again = world.messages.splice(0)
  const twice = [...again, ...again, ...messages]
  await Promise.all(twice.map((message) => consumeMessages(world.deps, aBatchOf([message]))))
  await work()
  expect(kindsPosted()).toEqual([...KINDS].sort())
  expect(fakes.asked).toHaveLength(KINDS.length)
})

test('of 20 papers what needs several messages comes in several, one after the other, each once', async () => {
  await someChannels(world, fakes, ['telegram', 'discord', 'slack'])
  await edition(0, 15)
  await tickAndWork(start + SEVEN)
  const counts = Map.groupBy(fakes.posted, ({ kind }) => kind)
  expect(counts.get('slack')).toHaveLength(1)
  for (const kind of ['telegram', 'discord'] as const) {
    const bodies = counts.get(kind)?.map(({ body }) => body) ?? []
    expect(bodies.length).toBeGreaterThan(1)
    const found = bodies.join().matchAll(/Paper (\d+) of/g)
    expect([...new Set([...found].map(([, number]) => Number(number)))]).toEqual(
      Array.from({ length: 15 }, (_, n) => n + 1),
    )
  }
  expect(await states()).toEqual(['accepted', 'accepted', 'accepted'])
})

test('without an answer a kind that knows ids is asked again with the same bytes, the others never', async () => {
  await someChannels(world, fakes, FIVE)
  await edition()
  for (const weather of ['lost answer', 'lost request', { status: 500 }] as Weather[])
    fakes.weather = () => weather
  fakes.weather = () => 'lost answer'
  await tickAndWork(start + SEVEN)
  expect((await posts()).map(({ state }) => state)).toEqual([
    'planned',
    'uncertain',
    'uncertain',
    'uncertain',
    'planned',
  ])
  fakes.weather = () => 'ok'
  for (const minutes of [5, 15, 60]) await tickAndWork(start + SEVEN + minutes * 60_000)
  expect(kindsPosted()).toEqual([...FIVE].sort())
  const asked = Map.groupBy(fakes.asked, ({ kind }) => kind)
  for (const kind of ['webhook', 'matrix'] as const) {
    const [first, second, ...more] = asked.get(kind) ?? []
    expect([second?.body, second?.headers['webhook-id'], second?.url]).toEqual([
      first?.body,
      first?.headers['webhook-id'],
      first?.url,
    ])
    expect(more).toEqual([])
  }
  for (const kind of ['slack', 'discord', 'ntfy'] as const) expect(asked.get(kind)).toHaveLength(1)
})

test('a 500 may have been taken: a webhook is asked again for 23 hours, Slack never', async () => {
  await someChannels(world, fakes, ['webhook', 'slack'])
  await edition()
  fakes.weather = () => ({ status: 500 })
  await tickAndWork(start + SEVEN)
  expect(await posts()).toMatchObject([
    { state: 'planned', error: 'it answered 500', dueAt: start + SEVEN + 300_000 },
    { state: 'uncertain', error: 'it answered 500' },
  ])
  for (const hours of [1, 3, 9, 16, 22, 23, 24]) await tickAndWork(start + SEVEN + hours * HOUR)
  expect(await states()).toEqual(['uncertain', 'uncertain'])
  expect(fakes.asked.map(({ kind }) => kind)).toEqual(['webhook', 'slack', ...Array(5).fill('webhook')])
  expect(fakes.posted).toEqual([])
})

test('a 429 holds all channels of its host for as long as it says, ten minutes at most, and loses nothing', async () => {
  await someChannels(world, fakes, ['ntfy'])
  await someChannels(world, fakes, ['ntfy', 'slack'], { changes: { name: 'another' } })
  await edition()
  let first = true
  fakes.weather = (kind) => {
    if (kind !== 'ntfy' || !first) return 'ok'
    first = false
    return { status: 429, headers: { 'retry-after': '120' } }
  }
  await tickAndWork(start + SEVEN)
  expect([kindsPosted(), fakes.asked.length]).toEqual([['slack'], 2])
  await tickAndWork(start + SEVEN + 119_000)
  expect(fakes.asked).toHaveLength(2)
  await tickAndWork(start + SEVEN + 120_000)
  expect(kindsPosted()).toEqual(['ntfy', 'ntfy', 'slack'])
})

test('404 and 410 end a channel and say so; nothing is posted there again', async () => {
  for (const [kind, status] of [
    ['slack', 404],
    ['webhook', 410],
    ['discord', 404],
  ] as const) {
    world.at(start)
    await someChannels(world, fakes, [kind])
    fakes.weather = () => ({ status })
    await world.deps.db.run('delete from editions')
    await world.deps.db.run('delete from digests')
    await edition()
    await tickAndWork(start + SEVEN)
    expect((await all()).at(-1)).toMatchObject({
      state: 'ended',
      reason: `it answered ${status}`,
      target: '',
    })
    fakes.weather = () => 'ok'
  }
  expect(await states()).toEqual(['failed', 'failed', 'failed'])
  await edition(1)
  await tickAndWork(start + DAY + SEVEN)
  expect(fakes.posted).toEqual([])
})

test('a redirect, or a name that leads into a private network by now, is a no: asked again, then given up after a day', async () => {
  await someChannels(world, fakes, ['webhook'])
  await edition()
  fakes.weather = () => ({ status: 301, headers: { location: 'http://127.0.0.1/' } })
  await tickAndWork(start + SEVEN)
  expect(await posts()).toMatchObject([
    { state: 'planned', error: 'it answered 301: redirects are not followed' },
  ])
  expect(fakes.asked).toHaveLength(1)
  fakes.addresses.set('lab.example.org', ['127.0.0.1'])
  await tickAndWork(start + SEVEN + HOUR)
  expect(await posts()).toMatchObject([
    { state: 'planned', error: 'its name leads to an address that is not public' },
  ])
  for (const hours of [8, 20, 23, 25]) await tickAndWork(start + SEVEN + hours * HOUR)
  expect([await states(), fakes.asked.length]).toEqual([['failed'], 1])
})

test('seven digests in a row that come to nothing end a channel', async () => {
  await someChannels(world, fakes, ['slack'])
  fakes.weather = () => ({ status: 500 })
  for (let day = 0; day < 7; day++) {
    expect((await all())[0]?.state).toBe('active')
    await edition(day)
    await tickAndWork(start + day * DAY + SEVEN)
  }
  expect((await all())[0]).toMatchObject({ state: 'ended', reason: '7 digests in a row could not be posted' })
})

test('a channel whose owner left, that ended, or whose secret is lost, gets nothing that was planned', async () => {
  const [reader = 0] = await someReaders(world, [`r${start}@example.org`])
  const [left = 0] = await someChannels(world, fakes, ['slack'], { owner: reader })
  await someChannels(world, fakes, ['discord'])
  await edition()
  await tick(start + SEVEN)
  await world.deps.db.run(
    `update subscribers set state = 'unsubscribed', ended_at = ${start} where id = ${reader}`,
  )
  const { TOKEN_SECRET } = world.deps.config
  world.deps.config.TOKEN_SECRET = 'another-secret-of-this-test'
  await work()
  world.deps.config.TOKEN_SECRET = TOKEN_SECRET
  expect(fakes.asked).toEqual([])
  expect((await posts()).map(({ channelId, state, error }) => [channelId === left, state, error])).toEqual([
    [true, 'failed', 'the channel ended'],
    [false, 'failed', 'where it is cannot be read: TOKEN_SECRET was changed'],
  ])
  await edition(1)
  await tick(start + DAY + SEVEN)
  expect((await posts()).filter(({ channelId }) => channelId === left)).toHaveLength(1)
})

test('days, count, a week and topics are those of mail', async () => {
  await someChannels(world, fakes, ['slack'], { papers: 5 })
  await someChannels(world, fakes, ['discord'], { days: 1 << ((new Date(start).getUTCDay() + 6 + 1) % 7) })
  await someChannels(world, fakes, ['ntfy'], {
    kind: 'weekly',
    days: 1 << ((new Date(start).getUTCDay() + 6 + 1) % 7),
    papers: 10,
  })
  await someChannels(world, fakes, ['matrix'], { topics: 'category=cs.RO' })
  await someChannels(world, fakes, ['webhook'], { topics: 'category=cs.CR' })
  await edition(0, 12)
  const listed = utcDate(start - DAY)
  await world.deps.db.insert(papers).values([
    aPaper({
      id: '2601.77001',
      title: 'A robot that reads',
      categories: ['cs.RO'],
      listedOn: listed,
      bornAt: start - DAY,
    }),
    aPaper({
      id: '2601.77002',
      title: 'Another one',
      categories: ['cs.CL'],
      listedOn: listed,
      bornAt: start - DAY,
    }),
  ])
  await world.deps.db.run(
    `insert into observations (paper_id, source, at, upvotes) values ('2601.77001', 'huggingface', ${start}, 9), ('2601.77002', 'huggingface', ${start}, 9)`,
  )
  await tickAndWork(start + SEVEN)
  expect(kindsPosted()).toEqual(['matrix', 'slack'])
  const bodyOf = (kind: FakeKind) =>
    fakes.posted
      .filter((one) => one.kind === kind)
      .map(({ body }) => body)
      .join()
  expect(new Set([...bodyOf('slack').matchAll(/\*(\d+)\. </g)].map(([, n]) => n)).size).toBe(5)
  expect(bodyOf('matrix')).toContain('A robot that reads')
  expect(bodyOf('matrix')).not.toContain('Another one')
  // No paper of its topics: nothing is posted, and that is known.
  expect((await posts()).map(({ state }) => state).sort()).toEqual(['accepted', 'accepted', 'empty'])
  await edition(1, 12)
  await tickAndWork(start + DAY + SEVEN)
  expect(bodyOf('discord')).toContain(`Paper 1 of ${utcDate(start + DAY)}`)
  expect(bodyOf('ntfy')).toContain('The week to')
  expect(bodyOf('ntfy')).toContain(`Paper 1 of ${utcDate(start)}`)
})

test('a change waits for the next day: neither day has two digests or none', async () => {
  const [id = 0] = await someChannels(world, fakes, ['slack'])
  await edition()
  await tickAndWork(start + SEVEN)
  expect(await changeChannel(world.deps, 0, id, { hour: '20', papers: '5' })).toBe(null)
  await tickAndWork(start + 21 * HOUR)
  expect(fakes.posted).toHaveLength(1)
  await edition(1)
  await tickAndWork(start + DAY + 8 * HOUR)
  expect(fakes.posted).toHaveLength(1)
  await tickAndWork(start + DAY + 20 * HOUR)
  expect(fakes.posted).toHaveLength(2)
  // Before the hour of the day, too.
  await changeChannel(world.deps, 0, id, { hour: '7' })
  await edition(2)
  await tickAndWork(start + 2 * DAY + SEVEN)
  expect(fakes.posted).toHaveLength(3)
})

test('what is held, or may have been posted before a restore, is not posted', async () => {
  await someChannels(world, fakes, ['webhook', 'slack'])
  await edition()
  await world.deps.db.run("insert into operator_settings (name, value, at) values ('hold delivering', '', 1)")
  await tickAndWork(start + SEVEN)
  expect([await states(), fakes.asked]).toEqual([['planned', 'planned'], []])
  world.deps.config.RESTORED = `restore ${start}`
  await world.deps.db.run('delete from operator_settings')
  await tickAndWork(start + SEVEN + HOUR)
  expect(fakes.asked).toEqual([])
  await noteRestore(world.deps.db, `restore ${start}`, start + SEVEN + 2 * HOUR, start + SEVEN + 2 * HOUR)
  await tickAndWork(start + SEVEN + 3 * HOUR)
  delete world.deps.config.RESTORED
  expect([await states(), fakes.asked]).toEqual([['uncertain', 'uncertain'], []])
})

test('no address of a channel, token or secret is in the log, in an error, or in a post that is settled', async () => {
  await someChannels(world, fakes, KINDS)
  await edition()
  let n = 0
  fakes.weather = () => (n++ % 2 === 0 ? 'lost request' : { status: 500, body: `no ${SECRET_PART}` })
  await tickAndWork(start + SEVEN)
  const said = JSON.stringify([world.logged, await posts()])
  expect(said).not.toMatch(new RegExp(`${SECRET_PART}|bot-token|1001234567890|hooks\\.slack|lab\\.example`))
  expect(world.logged.some(({ unit, became }) => unit === 'post' && became === 'uncertain')).toBe(true)
})

// Every fault at random over the real handlers and a real database; the fakes count by channel, edition and message.
test.each(ALL ? [1, 2, 3] : [2])(
  'seed %i: whatever goes wrong, no post doubles, none is lost silently, every one is settled',
  async (seed) => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const chance = aChance(seed)
    const numbers = await someChannels(world, fakes, KINDS)
    const faultyUntil = start + 20 * HOUR
    await edition(0, 15)
    const bad = 0.2 * seed
    const WEATHERS: Weather[] = [
      'lost answer',
      'lost request',
      { status: 500 },
      { status: 503, headers: { 'retry-after': '30' } },
      { status: 429, headers: { 'retry-after': '90' } },
      { status: 400 },
      { status: 302 },
    ]
    fakes.weather = () =>
      world.deps.now() < faultyUntil && chance.happens(bad) ? chance.pick(WEATHERS) : 'ok'
    const aProcess = (): Deps =>
      world.deps.now() < faultyUntil && chance.happens(0.2)
        ? {
            ...world.deps,
            db: openDatabase(dyingDatabase(env.DB, chance.below(8), chance.pick(['before', 'after']))),
          }
        : world.deps
    const survive = (job: Promise<unknown>) =>
      job.catch((error) => {
        const failures: Error[] = error instanceof AggregateError ? error.errors : [error]
        if (!failures.every((each) => /killed/.test(String(each.cause ?? each)))) throw error
      })
    for (
      let at = start + 6 * HOUR;
      at < start + 36 * HOUR;
      at += (at < faultyUntil ? 15 + chance.below(50) : 120) * 60_000
    ) {
      world.at(at)
      const faulty = at < faultyUntil
      await Promise.all(
        Array.from({ length: faulty && chance.happens(0.3) ? 2 : 1 }, () => survive(planAt(aProcess(), at))),
      )
      for (let round = 0; world.messages.length > 0 && round < 40; round++) {
        const messages = chance.shuffle(world.messages.splice(0)).flatMap((message): UnitMessage[] => {
          if (!faulty) return [message]
          return chance.happens(0.2) ? [] : chance.happens(0.3) ? [message, message] : [message]
        })
        while (messages.length > 0)
          await Promise.all(
            messages
              .splice(0, 1 + chance.below(4))
              .map((message) => survive(consumeMessages(aProcess(), aBatchOf([message])))),
          )
      }
    }
    const rows = await posts()
    expect(rows.length).toBe(numbers.length)
    expect(rows.filter(({ settledAt }) => settledAt === null)).toEqual([])
    // A message is there once, whatever its kind; what was accepted is there whole.
    const seen = new Map<string, number>()
    for (const { kind, url, body } of fakes.posted) {
      const where = `${kind} ${/"topic":"([^"]+)/.exec(body)?.[1] ?? url.replace(/\/send\/.*/, '')} ${/editions\/[\d-]+/.exec(body)?.[0]} ${/\((\d) of \d/.exec(body)?.[1] ?? 1}`
      seen.set(where, (seen.get(where) ?? 0) + 1)
    }
    expect([...seen].filter(([, count]) => count !== 1)).toEqual([])
    const sent = rows.reduce((sum, row) => sum + row.sent, 0)
    expect(fakes.posted.length).toBeGreaterThanOrEqual(sent)
    const doubtful = rows.filter(({ state }) => state === 'uncertain')
    expect(fakes.posted.length).toBeLessThanOrEqual(sent + doubtful.length)
    expect(rows.every(({ state, error }) => (state === 'accepted') === (error === null))).toBe(true)
  },
)

test('what becomes of a post follows from the outcome, on both sides of each limit', () => {
  const post = {
    attempts: 1,
    firstAttemptAt: 0,
    unanswered: false,
    messages: ['a', 'b'],
    sent: 0,
    plannedAt: 0,
  }
  const unknown = { kind: 'unknown', error: 'no answer' } as const
  const no = { kind: 'rejected', error: 'it answered 400' } as const
  expect(settlementOfPost(post, { kind: 'accepted' }, false, 9)).toMatchObject({
    state: 'planned',
    sent: 1,
    dueAt: 9,
  })
  expect(settlementOfPost({ ...post, sent: 1 }, { kind: 'accepted' }, false, 9)).toMatchObject({
    state: 'accepted',
    sent: 2,
  })
  expect(settlementOfPost({ ...post, sent: 1, attempts: 2 }, unknown, false, 9)).toEqual({
    state: 'uncertain',
    unanswered: true,
    error: 'no answer, after 1 of 2 messages',
  })
  // Each further try waits twice as long, six hours at most; a day after the plan it is over.
  const pauses = [1, 2, 3, 8, 20].map(
    (attempts) => settlementOfPost({ ...post, attempts }, no, false, 0).dueAt,
  )
  expect(pauses).toEqual([300_000, 600_000, 1_200_000, 6 * HOUR, 6 * HOUR])
  expect(settlementOfPost(post, no, false, DAY - 300_001)).toMatchObject({ state: 'planned' })
  expect(settlementOfPost(post, no, false, DAY - 300_000)).toMatchObject({ state: 'failed' })
  // Who may have taken it is asked for 23 hours, and a later no does not change that it may have been.
  expect(settlementOfPost(post, unknown, true, 23 * HOUR - 300_001)).toMatchObject({
    state: 'planned',
    unanswered: true,
  })
  expect(settlementOfPost(post, unknown, true, 23 * HOUR - 300_000)).toMatchObject({ state: 'uncertain' })
  expect(settlementOfPost({ ...post, unanswered: true }, no, true, 23 * HOUR)).toMatchObject({
    state: 'uncertain',
  })
  expect(settlementOfPost(post, { kind: 'gone', error: 'it answered 410' }, true, 0)).toMatchObject({
    state: 'failed',
  })
})

test('a post costs the rows and the queue messages that docs/costs.md states', async () => {
  const stated =
    /A post: (\d+) rows written, at most (\d+) read, (\d) queue message.* further message of it (\d+) rows written, at most (\d+) read/
      .exec(costs)
      ?.slice(1)
      .map(Number) ?? []
  const [written = 0, read = 0, queued, moreWritten, moreRead = 0] = stated
  await edition(0, 15)
  const costOf = async (kind: FakeKind) => {
    world.at(start)
    await someChannels(world, fakes, [kind])
    const counts: Counts = { queries: 0, rowsRead: 0, rowsWritten: 0 }
    const deps = { ...world.deps, db: openDatabase(counting(env.DB, counts)) }
    const at = world.at(start + SEVEN)
    const date = utcDate(start)
    await planPosts(deps, at, (due) =>
      due.map(({ schedule, localDate }) => ({ scheduleId: schedule.id, localDate, edition: date })),
    )
    await enqueuePosts(deps, at)
    let messages = 0
    while (world.messages.length > 0) {
      messages++
      await consumeMessages(deps, aBatchOf(world.messages.splice(0, 1)))
    }
    await world.deps.db.run('delete from channels')
    await world.deps.db.run('delete from channel_posts')
    return { ...counts, messages }
  }
  const one = await costOf('slack')
  expect([one.rowsWritten, one.messages, one.rowsRead <= read, one]).toEqual([written, queued, true, one])
  const two = await costOf('discord')
  const more = [two.rowsWritten - written, two.messages - 1, two.rowsRead - one.rowsRead <= moreRead, two]
  expect(more).toEqual([moreWritten, 1, true, two])
  // Numbers that are far too high say nothing.
  expect([read <= 2 * one.rowsRead, moreRead <= 2 * (two.rowsRead - one.rowsRead)]).toEqual([true, true])
})
