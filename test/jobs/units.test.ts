import { env } from 'cloudflare:workers'
import { beforeEach, expect, test, vi } from 'vitest'
import { openDatabase } from '../../src/db/client.ts'
import { editionsSince } from '../../src/db/editions.ts'
import { arxivDays, gates, papers, sourceRuns } from '../../src/db/schema.ts'
import type { Deps, UnitMessage } from '../../src/deps.ts'
import { recomputeEdition } from '../../src/editions/candidates.ts'
import { consumeMessages } from '../../src/jobs/consume.ts'
import { readMessage } from '../../src/jobs/message.ts'
import { scheduleTick } from '../../src/jobs/schedule.ts'
import { HOUR } from '../../src/time/dates.ts'
import { aChance } from '../helpers/chance.ts'
import { aBatchOf, aMessage } from '../helpers/delivering.ts'
import { dyingDatabase } from '../helpers/dying.ts'
import { someReaders } from '../helpers/readers.ts'
import { ALL, FAULT_SEEDS } from '../helpers/sizes.ts'
import { runTick } from '../helpers/ticking.ts'
import { aListOf, listOf, quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

const MINUTE = 60_000
/** The ticks that are played, in hours after START: all, or those around which something happens. */
const TICKS = ALL ? Array.from({ length: 35 }, (_, hours) => hours) : [0, 2, 4, 6, 10, 14, 20, 28, 34]
const START = Date.parse('2026-01-19T22:00:00Z')
/** The first digest has gone out; and the second. */
const [FIRST, UNTIL] = [START + 10 * HOUR, START + 34 * HOUR]
const READERS = ['ada@example.org', 'emmy@example.org', 'sofja@example.org']

let world: World
async function begin(): Promise<void> {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  quietUpstreams(world)
  listOf(world, '2026-01-19', aListOf(20))
  listOf(world, '2026-01-20', aListOf(18, '2601', 50))
  await someReaders(world, READERS)
}
beforeEach(begin)

type Waiting = { body: UnitMessage; attempts: number }
/**
 * Consumes one message as the queue would; what it becomes: over, to be tried again, or a dead
 * letter.
 */
async function consumeOne(deps: Deps, { body, attempts }: Waiting): Promise<Waiting[]> {
  let ended = false
  const told = (how: string) => {
    ended = how === 'ack'
  }
  const queue = attempts > 4 ? 'papertide-units-dead' : 'papertide-units'
  // A process that dies tells the queue nothing.
  await consumeMessages(deps, aBatchOf([body], told, { queue, attempts })).catch(() => {})
  return ended || attempts > 6 ? [] : [{ body, attempts: attempts + 1 }]
}

type Faults = {
  /** What becomes of the messages that wait. */
  queue?: (waiting: Waiting[]) => Waiting[]
  process?: () => Deps
  together?: number
  late?: () => number
  /** True: the process is killed when this unit has ended, before the queue hears of it. */
  killed?: (body: UnitMessage) => boolean
}

/** Plays ticks from START to `until`. Faults end half a day before UNTIL. */
async function play(until: number, faults: Faults = {}): Promise<void> {
  let waiting: Waiting[] = []
  for (const at of TICKS.map((hours) => START + hours * HOUR).filter((at) => at <= until)) {
    const calm = at > UNTIL - 12 * HOUR
    const deps = () => (calm ? world.deps : (faults.process?.() ?? world.deps))
    world.at(at + (calm ? 0 : (faults.late?.() ?? 0)))
    await scheduleTick(deps(), at).catch(() => {})
    for (let round = 0; round < 400; round++) {
      waiting.push(...world.messages.splice(0).map((body) => ({ body, attempts: 1 })))
      if (waiting.length === 0) break
      if (!calm && faults.queue) waiting = faults.queue(waiting)
      const now = waiting.splice(0, calm ? 1 : (faults.together ?? 1))
      const back = await Promise.all(now.map((each) => consumeOne(deps(), each)))
      waiting.push(...back.flat())
      for (const { body, attempts } of now)
        if (faults.killed?.(body)) waiting.unshift({ body, attempts: attempts + 1 })
      // What is tried again comes later.
      world.at(world.deps.now() + 1_000)
    }
  }
}

/** Editions as they read: which papers, in which order. */
const editionsNow = async () =>
  (await editionsSince(world.deps.db, '2026-01-01')).map((edition) => ({
    date: edition.date,
    papers: edition.papers.map(({ id }) => id),
  }))
/** Everybody had each edition once, and each edition can be made again of what is stored. */
async function checkPromises(): Promise<void> {
  const editions = await editionsSince(world.deps.db, '2026-01-01')
  for (const edition of editions) {
    const { formula: _, cohorts: __, ...stored } = edition
    expect(await recomputeEdition(world.deps.db, edition)).toEqual(stored)
  }
  const counts = READERS.map((reader) => world.resend.to(reader).length)
  expect(counts).toEqual(READERS.map(() => editions.length))
  expect(Math.max(...world.resend.counts.values())).toBe(1)
}
const ONCE = [
  {
    date: '2026-01-20',
    papers: Array.from({ length: 15 }, (_, n) => `2601.000${String(n + 1).padStart(2, '0')}`),
  },
  { date: '2026-01-21', papers: expect.arrayContaining(['2601.00051', '2601.00065']) },
]

/** What is stored for good, and what was mailed: without instants of the clock and random ids. */
async function storedNow() {
  const { papers, observations, source_runs, list_scores, arxiv_days, editions, edition_papers, digests } =
    await wholeDatabase()
  const { author_past, early_picks, progress, schedule_days, batches } = await wholeDatabase()
  const sorted = (rows: unknown[] = []) => rows.map((row) => JSON.stringify(row)).toSorted()
  const columns = (rows: unknown[] | undefined, ...names: string[]) =>
    (rows as Record<string, unknown>[]).map((row) => names.map((name) => row[name]))
  const found = await env.SEARCH.prepare('select paper_id, revision, compared from documents').all()
  return {
    papers: sorted(papers),
    observations: sorted(observations),
    runs: sorted(source_runs),
    scores: list_scores,
    read: [arxiv_days, author_past, early_picks, progress],
    editions: [editions, edition_papers, digests],
    found: sorted(found.results),
    days: columns(schedule_days, 'id', 'schedule_id', 'local_date', 'kind', 'edition_date', 'planned_at'),
    batches: columns(batches, 'id', 'key', 'state', 'members', 'planned', 'accepted', 'variant'),
    mails: world.resend.taken.map(({ to, subject, text }) => [to, subject, text]),
  }
}
const KINDS = [
  ...['list', 'ids', 'stories', 'scores', 'publish', 'plan', 'batch', 'page', 'index', 'compare'],
  ...['close', 'sweep'],
]

/** What comes of it when nothing goes wrong. */
async function playUndisturbed() {
  await begin()
  await play(UNTIL)
  return { stored: await storedNow(), logged: world.logged }
}
let played: ReturnType<typeof playUndisturbed> | undefined
const undisturbed = () => {
  played ??= playUndisturbed()
  return played
}

test('undisturbed, two lists make two editions and every reader has both once', async () => {
  await undisturbed()
  expect(await editionsNow()).toEqual(ONCE)
  await checkPromises()
})

test('each run of a unit writes a line of the log, without an address, also when all is well', async () => {
  const { logged } = await undisturbed()
  const ran = new Set(logged.map(({ unit }) => unit))
  for (const unit of ['tick', ...KINDS]) expect(ran).toContain(unit)
  for (const line of logged) expect(line).toMatchObject({ outcome: expect.any(String) })
  expect(JSON.stringify(logged)).not.toContain('@')
})

test('killed once after each unit, and started again, everything is stored and mailed as if nothing had been', async () => {
  const { stored } = await undisturbed()
  await begin()
  const kinds = new Set<string>()
  let [tick, kills] = [0, 0]
  await play(UNTIL, {
    // Twice a tick: what is doubled doubles all that comes after it.
    killed: ({ unit, tick: of }) => {
      if (of !== tick) [tick, kills] = [of, 0]
      if (kills === 2 || kinds.has(unit)) return false
      kinds.add(unit)
      // After these comes nothing.
      if (!['batch', 'compare', 'close', 'sweep'].includes(unit)) kills++
      return true
    },
  })
  for (const unit of KINDS) expect(kinds).toContain(unit)
  expect(await storedNow()).toEqual(stored)
})

test('after thirty days without a tick, and when the clock is set back, everything goes on', async () => {
  await play(FIRST)
  const mails = world.resend.taken.length
  listOf(world, '2026-02-18', aListOf(20, '2602'))
  for (const at of ['2026-02-18T23:00:00Z', '2026-02-19T02:00:00Z', '2026-02-19T07:00:00Z'])
    await runTick(world, at)
  while (world.messages.length > 0)
    for (const body of world.messages.splice(0)) await consumeOne(world.deps, { body, attempts: 1 })
  expect((await editionsNow()).at(-1)?.date).toBe('2026-02-19')
  expect(world.resend.taken.length).toBe(mails + READERS.length)
  // Two days back: sources are asked, and nobody has a mail again.
  const asked = world.asked.length
  await runTick(world, '2026-02-17T12:00:00Z')
  await runTick(world, '2026-02-17T12:15:00Z')
  expect(world.asked.length).toBeGreaterThan(asked)
  expect(world.resend.taken.length).toBe(mails + READERS.length)
  expect(Math.max(...world.resend.counts.values())).toBe(1)
})

/** Where nothing is lost, one edition and its mails show as much as two. */
const SHORT = ALL ? UNTIL : FIRST

test('every message twice, one after the other or at once, makes the same editions and mails', async () => {
  const twice = (waiting: Waiting[]) =>
    waiting.flatMap((each) =>
      each.attempts === 1 && each.body.again === undefined ? [each, { ...each, attempts: 2 }] : [each],
    )
  for (const together of [1, 2]) {
    await begin()
    let tick = 0
    await play(SHORT, {
      together,
      // A doubled message doubles what it sends on: once a tick is enough.
      queue: (waiting) => {
        const first = waiting[0]?.body.tick ?? 0
        if (first === tick) return waiting
        tick = first
        return twice(waiting)
      },
    })
    expect(await editionsNow()).toEqual(ONCE.slice(0, ALL ? 2 : 1))
    await checkPromises()
  }
})

test('messages of every second tick lost, and all of them in reverse order, make the same editions', async () => {
  await play(UNTIL, {
    queue: (waiting) => waiting.filter(({ body }) => TICKS.indexOf((body.tick - START) / HOUR) % 2 === 1),
  })
  expect(await editionsNow()).toEqual(ONCE)
  await checkPromises()
  await begin()
  await play(SHORT, { queue: (waiting) => waiting.toReversed() })
  expect(await editionsNow()).toEqual(ONCE.slice(0, ALL ? 2 : 1))
  await checkPromises()
})

for (let seed = 1; seed <= FAULT_SEEDS; seed++)
  test(`seed ${seed}: whatever happens to units and their messages, editions are the same, no mail doubles, none is lost`, async () => {
    const chance = aChance(seed * 977)
    const dying = (database: D1Database) =>
      dyingDatabase(database, chance.below(8), chance.pick(['before', 'after']))
    await play(UNTIL, {
      together: 2,
      late: () => (chance.happens(0.1) ? chance.below(20) * MINUTE : 0),
      queue: (waiting) =>
        chance.shuffle(waiting).flatMap((each) => {
          if (chance.happens(0.06)) return []
          return chance.happens(0.06) && waiting.length < 30 ? [each, { ...each }] : [each]
        }),
      process: () =>
        chance.happens(0.12)
          ? { ...world.deps, db: openDatabase(dying(env.DB)), search: dying(env.SEARCH) }
          : world.deps,
    })
    expect(await editionsNow()).toEqual(ONCE)
    await checkPromises()
  })

test('a message of a tick long ago, or of one to come, changes nothing and sends nothing on', async () => {
  await runTick(world, '2026-01-19T22:00:00Z')
  const before = await wholeDatabase()
  for (const unit of [
    'list',
    'ids',
    'stories',
    'stars',
    'scores',
    'publish',
    'plan',
    'page',
    'index',
    'sweep',
  ])
    for (const hours of [-30, 30]) {
      const old = aMessage(unit, world.deps.now() + hours * HOUR, { next: ['publish', 'plan'] })
      await consumeMessages(world.deps, aBatchOf([old]))
    }
  expect(world.messages).toEqual([])
  expect(await wholeDatabase()).toEqual(before)
})

test('what is observed for a tick is not stored any more when its edition is published', async () => {
  await runTick(world, '2026-01-19T22:00:00Z')
  await runTick(world, '2026-01-20T02:00:00Z')
  const asked = world.asked.length
  await world.deps.db.delete(sourceRuns)
  await consumeMessages(world.deps, aBatchOf([aMessage('list', Date.parse('2026-01-20T02:00:00Z'))]))
  expect(world.asked.length).toBe(asked)
  expect(world.logged.at(-1)).toMatchObject({ unit: 'list', outcome: 'late' })
})

test('garbage is no message, whatever its shape', () => {
  const good = aMessage('list', 5, { next: ['ids'], again: 3 })
  expect(readMessage(JSON.parse(JSON.stringify(good)))).toEqual(good)
  for (const bad of [
    ...[undefined, null, '', 7, true, [], [good], {}, { ...good, v: 2 }, { ...good, v: '1' }],
    ...[
      { ...good, unit: '' },
      { ...good, unit: 'LIST' },
      { ...good, unit: 7 },
      { ...good, tick: -1 },
    ],
    ...[
      { ...good, tick: 1.5 },
      { ...good, tick: '5' },
      { ...good, tick: Number.NaN },
      { ...good, next: 'ids' },
    ],
    ...[
      { ...good, next: [7] },
      { ...good, next: Array(21).fill('ids') },
      { ...good, again: -1 },
    ],
    ...[aMessage('batch', 5), { ...good, batchId: '1' }, { ...good, batchId: 2 ** 60 }],
  ])
    expect(readMessage(bad), JSON.stringify(bad)).toHaveProperty('error')
})

test('a gate that is held or closed beyond all reason is free again', async () => {
  await world.deps.db.insert(gates).values([
    { source: 'huggingface', freeAt: world.deps.now() + 48 * HOUR },
    { source: 'arxiv', freeAt: world.deps.now() + 3 * MINUTE, leased: true },
  ])
  await runTick(world, world.deps.now())
  expect(world.asked.some((url) => url.includes('daily_papers'))).toBe(true)
  expect(world.asked.some((url) => url.startsWith('https://arxiv.test'))).toBe(true)
})

/** arXiv with so many papers (counts) of each day; `ask` hears of each request. */
function arxivOf(totals: Record<string, number>, answer?: (start: number, size: number) => number): number[] {
  const times: number[] = []
  world.answer('https://arxiv.test/', ({ url }) => {
    times.push(world.deps.now())
    const params = new URL(url).searchParams
    const day = /\[(\d{4})(\d\d)(\d\d)/.exec(params.get('search_query') ?? '')
    const date = `${day?.[1]}-${day?.[2]}-${day?.[3]}`
    const ids = params.get('id_list')?.split(',').filter(Boolean)
    const total = ids?.length ?? totals[date] ?? 0
    const start = Number(params.get('start') ?? 0)
    const asked = Math.max(0, Math.min(Number(params.get('max_results')), total - start))
    const given = ids ? asked : (answer?.(start, asked) ?? asked)
    const entries = Array.from({ length: given }, (_, n) => {
      const id = ids?.[n] ?? `2601.${day?.[3]}${String(start + n).padStart(3, '0')}`
      return `<entry><id>http://arxiv.org/abs/${id}v1</id><title>Paper ${id}</title><summary>Words.</summary>
        <published>${date}T12:00:00Z</published><author><name>Ada</name></author><category term="cs.CL"/></entry>`
    })
    return new Response(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
      <opensearch:totalResults>${total}</opensearch:totalResults>${entries.join('')}</feed>`)
  })
  return times
}
const storedOf = async (day: string) =>
  (await world.deps.db.select({ id: papers.id }).from(papers)).filter(({ id }) =>
    id.startsWith(`2601.${day}`),
  ).length

test('a day of 310 papers is read and indexed in the work of one tick, with three seconds between requests', async () => {
  const times = arxivOf({ '2026-01-20': 310, '2026-01-19': 40 })
  await runTick(world, '2026-01-21T01:15:00Z')
  expect(await storedOf('20')).toBe(310)
  expect(await storedOf('19')).toBe(40)
  const gaps = times.slice(1).map((time, n) => time - (times[n] as number))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3_000)
  expect((times.at(-1) as number) - (times[0] as number)).toBeLessThan(3 * MINUTE)
  expect(
    (await world.deps.db.select().from(papers)).filter((paper) => paper.revision !== paper.indexedRevision),
  ).toEqual([])
})

test('a page that is short of the total is a failed read, asked for again, and nothing of its day is lost', async () => {
  let short = true
  arxivOf({ '2026-01-20': 120 }, (start, size) => (short && start === 50 ? 0 : size))
  await runTick(world, '2026-01-21T01:15:00Z')
  expect(await storedOf('20')).toBe(50)
  const failed = (await world.deps.db.select().from(sourceRuns)).filter(({ status }) => status === 'failed')
  expect(failed).toMatchObject([
    {
      subject: 'categories 2026-01-20 from 50',
      reason: 'arXiv speaks of 120 papers, but gave 0 of 25 from 50 on',
    },
  ])
  short = false
  await runTick(world, '2026-01-21T01:30:00Z')
  expect(await storedOf('20')).toBe(120)
})

test('a page that is short once is asked for again in the same tick', async () => {
  let fails = 2
  arxivOf({ '2026-01-20': 60 }, (start, size) => (start === 25 && fails-- > 0 ? size - 1 : size))
  await runTick(world, '2026-01-21T01:15:00Z')
  expect(await storedOf('20')).toBe(60)
})

test('a page that stays short does not hold up other days', async () => {
  arxivOf({ '2026-01-20': 60, '2026-01-19': 60 }, (start, size) => (start === 25 ? Math.min(size, 10) : size))
  await runTick(world, '2026-01-21T01:15:00Z')
  expect([await storedOf('19'), await storedOf('20')]).toEqual([25, 25])
  const days = await world.deps.db.select().from(arxivDays)
  expect(
    days
      .filter(({ failures }) => failures === 3)
      .map(({ date }) => date)
      .toSorted(),
  ).toEqual(['2026-01-19', '2026-01-20'])
})

test('a category that lags behind is found by the total, whenever it comes', async () => {
  const totals = { '2026-01-20': 30 }
  arxivOf(totals)
  await runTick(world, '2026-01-21T01:15:00Z')
  totals['2026-01-20'] = 55
  await runTick(world, '2026-01-21T01:30:00Z')
  expect(await storedOf('20')).toBe(55)
  totals['2026-01-20'] = 56
  for (const time of ['15:00', '15:15', '15:30']) await runTick(world, `2026-01-21T${time}:00Z`)
  expect(await storedOf('20')).toBe(56)
})

test('a paper submitted before a holiday without a mailing is asked for when it is announced', async () => {
  const totals: Record<string, number> = { '2026-01-16': 3 }
  arxivOf(totals)
  await runTick(world, '2026-01-19T02:00:00Z')
  await runTick(world, '2026-01-20T02:00:00Z')
  totals['2026-01-16'] = 4
  await runTick(world, '2026-01-21T01:15:00Z')
  expect(await storedOf('16')).toBe(4)
})

test('a list of a working day without one vote that can be read is a failed read with a reason', async () => {
  const strings = JSON.parse(aListOf(20)) as { paper: { upvotes: unknown } }[]
  for (const { paper } of strings) paper.upvotes = String(paper.upvotes)
  const renamed = JSON.parse(aListOf(20).replaceAll('"upvotes"', '"likes"'))
  for (const list of [strings, renamed]) {
    await begin()
    listOf(world, '2026-01-20', JSON.stringify(list))
    await runTick(world, '2026-01-20T12:00:00Z')
    const runs = await world.deps.db.select().from(sourceRuns)
    expect(runs.find(({ subject }) => subject === 'list 2026-01-20')).toMatchObject({
      status: 'failed',
      reason: 'no paper of the list of 2026-01-20 has a vote that can be read',
    })
  }
  // One vote is enough, and a free day proves nothing.
  await begin()
  strings[3] = { paper: { ...strings[3]?.paper, upvotes: 1 } }
  listOf(world, '2026-01-20', JSON.stringify(strings))
  listOf(world, '2026-01-19', JSON.stringify(renamed))
  await runTick(world, '2026-01-20T12:00:00Z')
  const lists = (await world.deps.db.select().from(sourceRuns)).filter(({ subject }) =>
    subject.startsWith('list'),
  )
  expect(lists.map(({ subject, status }) => `${subject} ${status}`).toSorted()).toEqual([
    'list 2026-01-19 complete',
    'list 2026-01-20 complete',
  ])
})

test('known papers keep their texts: of them a list tells numbers only, and follows what changed', async () => {
  await runTick(world, '2026-01-19T22:00:00Z')
  const before = (await world.deps.db.select().from(papers)).map(({ id, title }) => `${id} ${title}`)
  const list = JSON.parse(aListOf(20)) as { paper: { title: string; githubRepo?: string } }[]
  for (const { paper } of list)
    Object.assign(paper, { title: 'Another title', githubRepo: 'https://github.com/ada/engine' })
  listOf(world, '2026-01-19', JSON.stringify(list))
  await runTick(world, '2026-01-19T23:00:00Z')
  const after = await world.deps.db.select().from(papers)
  expect(after.map(({ id, title }) => `${id} ${title}`)).toEqual(before)
  expect(new Set(after.map(({ repo }) => repo))).toEqual(new Set(['ada/engine']))
})

test('a database that does not answer ends a unit after its limit, and one that is overloaded has it tried again', async () => {
  const hanging = new Proxy(env.DB, {
    get: (target, name) => (name === 'prepare' || name === 'batch' ? () => hangs : Reflect.get(target, name)),
  })
  const never = () => new Promise<never>(() => {})
  const hangs = { bind: () => hangs, all: never, run: never, raw: never, first: never }
  const told = vi.fn()
  const message = aMessage('list', world.deps.now())
  const slow = { ...world.deps, db: openDatabase(hanging) }
  await consumeMessages(slow, aBatchOf([message], told), 20)
  expect(told.mock.calls.map(([how]) => how)).toEqual(['retry'])
  expect(world.logged.at(-1)).toMatchObject({ outcome: 'thrown', reason: 'no end after 0.02 s' })

  const overloaded = new Proxy(env.DB, {
    get(target, name) {
      if (name === 'prepare' || name === 'batch')
        return () => {
          throw new Error('D1_ERROR: D1 DB is overloaded. Requests queued for too long.')
        }
      return Reflect.get(target, name)
    },
  })
  const busy = { ...world.deps, db: openDatabase(overloaded) }
  await expect(scheduleTick(busy, world.deps.now())).rejects.toThrow('overloaded')
  await consumeMessages(busy, aBatchOf([message], told))
  expect(told.mock.calls.map(([how]) => how)).toEqual(['retry', 'retry'])
  // At the third try there is not even a place to note it: the message is the queue's, and its
  // chain goes on from the dead letters.
  const last = { ...message, next: ['ids', 'plan'] }
  await expect(consumeMessages(busy, aBatchOf([last], told, { attempts: 3 }))).rejects.toThrow('overloaded')
  await consumeMessages(busy, aBatchOf([last], told, { queue: 'papertide-units-dead' }))
  expect(world.messages).toEqual([aMessage('ids', message.tick, { next: ['plan'] })])
})
