import { type Config, parseConfig } from './config.ts'
import { type Database, openDatabase } from './db/client.ts'
import { type Mailer, makeMailer } from './mailer/resend.ts'

/**
 * Grows when messages of before can no longer be understood; those are then forgotten, and the next
 * tick sends new ones.
 */
export const MESSAGE_VERSION = 1

/**
 * Says which unit of work to look at (jobs/table.ts). May come twice, late or never: the database
 * is the truth.
 */
export type UnitMessage = {
  v: typeof MESSAGE_VERSION
  unit: string
  /** The tick (ms, UTC) that it belongs to: the instant of what it reads and writes. */
  tick: number
  /** Units that come after this one, once it finds no more to do. */
  next?: string[]
  /** How often it was sent on because there was more to do (count). */
  again?: number
  batchId?: number
  /** Of a digest for a channel. */
  postId?: number
}

/** What the outside world is, for one invocation. The only real clock and clients are made here. */
export type Deps = {
  config: Config
  db: Database
  /** The full-text index: derived from `db`, may be behind it by a tick. */
  search: D1Database
  queue: Queue<UnitMessage>
  fetch: typeof fetch
  mailer: Mailer
  /** Keeps answers for whoever asks next; null where none may be kept. */
  cache: Cache | null
  /** A random id (UUID) that no other run has. */
  randomId: () => string
  /** The present instant, ms since the epoch, UTC. */
  now: () => number
  /**
   * Pieces of work that this copy of the program has begun and ended (count): what it remembers may
   * have changed with one.
   */
  ticks: () => number
  /** Waits; the mailer's pace needs it. */
  sleep: (milliseconds: number) => Promise<void>
  /** One line of JSON in the log, without an address or a token. */
  log: (line: Record<string, unknown>) => void
  /** True while units of the newest tick wait or run; known only where ticks are played. */
  busy: () => boolean
  /** A message of this tick (ms) will not come again. */
  unitEnded: (tick: number) => void
}

/**
 * On this machine the product lives at the time of the last tick it was given, and time goes on
 * from there.
 */
let lastTick: { at: number; realAt: number } | null = null

let ticks = 0
/** To be called when a tick or a unit begins and when it ends. */
export const noteTick = () => void ticks++

/** Messages of the newest tick that wait or run, and its scheduler (count). */
let open = { tick: Number.NaN, units: 0 }
/**
 * A tick has come: from now on this copy is busy, until `unitEnded` was told of it and of every
 * message sent for it.
 */
export function tickBegan(tick: number): void {
  if (open.tick === tick) open.units++
  else open = { tick, units: 1 }
}
const unitSent = (tick: number) => void (open.tick === tick && open.units++)
const unitEnded = (tick: number) => void (open.tick === tick && open.units > 0 && open.units--)

/** Where time is played, waiting is skipping. */
async function skip(milliseconds: number): Promise<void> {
  // Whole milliseconds: an instant is stored, and signed, as a whole number.
  if (lastTick) lastTick.at += Math.ceil(milliseconds)
}

/** The queue where time is played: delays are skipped, and what is under way is counted. */
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

/** Parsed once for each environment: it does not change while a copy of the program lives. */
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
