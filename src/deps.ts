import { type Config, parseConfig } from './config.ts'
import { type Database, openDatabase } from './db/client.ts'
import { type Mailer, makeMailer } from './mailer/resend.ts'

/**
 * The version of queue messages. It grows when older messages can no longer be understood: they are
 * dropped, and the next tick sends new ones.
 */
export const MESSAGE_VERSION = 1

/**
 * Says which unit of work is to be checked (jobs/table.ts). A message may come twice, late or
 * never: the database is the truth.
 */
export type UnitMessage = {
  v: typeof MESSAGE_VERSION
  unit: string
  /** The tick (ms, UTC) that the unit belongs to: it reads and writes as of this instant. */
  tick: number
  /** The units that come next, once this one finds no more to do. */
  next?: string[]
  /** How often the message was sent again because there was more to do (count). */
  again?: number
  batchId?: number
  /** Of a digest for a channel. */
  postId?: number
}

/** The outside world, for one invocation. Real clocks and clients are made only here. */
export type Deps = {
  config: Config
  db: Database
  /** The full-text index. It is made from `db` and may be one tick behind. */
  search: D1Database
  queue: Queue<UnitMessage>
  fetch: typeof fetch
  mailer: Mailer
  /** Keeps answers for later requests; null where none may be kept. */
  cache: Cache | null
  /** A random id (UUID), different for every call. */
  randomId: () => string
  /** The present instant, ms since the epoch, UTC. */
  now: () => number
  /**
   * How many pieces of work this isolate has begun and ended (count). What it has in memory may be
   * outdated after each.
   */
  ticks: () => number
  /** Waits; the pace of the mailer needs it. */
  sleep: (milliseconds: number) => Promise<void>
  /** One line of JSON in the log, without an address or a token. */
  log: (line: Record<string, unknown>) => void
  /**
   * True while units of the newest tick wait or run; known only where the clock is replayed
   * (`CLOCK=ticks`).
   */
  busy: () => boolean
  /** Says that a message of this tick (ms) will not come again. */
  unitEnded: (tick: number) => void
}

/**
 * Where the clock is replayed, time starts at the last tick that was given and goes on from there.
 */
let lastTick: { at: number; realAt: number } | null = null

let ticks = 0
/** Call it when a tick or a unit begins, and when it ends. */
export const noteTick = () => void ticks++

/** Messages of the newest tick that wait or run, and its scheduler (count). */
let open = { tick: Number.NaN, units: 0 }
/**
 * Notes that a tick has come. The isolate is busy until `unitEnded` was called for the tick and for
 * every message sent for it.
 */
export function tickBegan(tick: number): void {
  if (open.tick === tick) open.units++
  else open = { tick, units: 1 }
}
const unitSent = (tick: number) => void (open.tick === tick && open.units++)
const unitEnded = (tick: number) => void (open.tick === tick && open.units > 0 && open.units--)

/** Where the clock is replayed, waiting moves it forward. */
async function skip(milliseconds: number): Promise<void> {
  // Whole milliseconds: instants are stored, and signed, as whole numbers.
  if (lastTick) lastTick.at += Math.ceil(milliseconds)
}

/**
 * The queue where the clock is replayed: delays are skipped, and the waiting messages are counted.
 */
function playedQueue(queue: Queue<UnitMessage>): Pick<Queue<UnitMessage>, 'send' | 'sendBatch'> {
  return {
    async send(body, options) {
      unitSent(body.tick)
      await skip((options?.delaySeconds ?? 0) * 1000)
      return queue.send(body)
    },
    async sendBatch(messages) {
      const bodies = [...messages].map(({ body }) => ({ body }))
      for (const { body } of bodies) unitSent(body.tick)
      return queue.sendBatch(bodies)
    },
  }
}

/** Parsed once for each environment, which does not change while an isolate lives. */
const configs = new WeakMap<object, Config>()
function configOf(env: Env): Config {
  const known = configs.get(env)
  if (known) return { ...known }
  const config = parseConfig(env as unknown as Record<string, unknown>)
  configs.set(env, config)
  return { ...config }
}

/** @throws ConfigError */
export function makeDeps(env: Env, tickAt?: number): Deps {
  const config = configOf(env)
  if (tickAt !== undefined) lastTick = { at: tickAt, realAt: Date.now() }
  const followed = config.CLOCK === 'ticks' ? lastTick : null
  const clock = {
    now: followed ? () => followed.at + (Date.now() - followed.realAt) : () => Date.now(),
    sleep: followed
      ? skip
      : (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
  }
  const queue = env.UNITS as Queue<UnitMessage>
  return {
    ...clock,
    config,
    db: openDatabase(env.DB),
    search: env.SEARCH,
    queue: followed ? (playedQueue(queue) as Queue<UnitMessage>) : queue,
    mailer: makeMailer(config, clock),
    cache: caches.default,
    randomId: () => crypto.randomUUID(),
    fetch: (input, init) => fetch(input, init),
    ticks: () => ticks,
    log: (line) => console.log(JSON.stringify(line)),
    busy: () => open.units > 0,
    unitEnded,
  }
}
