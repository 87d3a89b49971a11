import { type Config, parseConfig } from './config.ts'
import { type Database, openDatabase } from './db/client.ts'
import { type Mailer, makeMailer } from './mailer/resend.ts'

/** What the outside world is, for one invocation. The only real clock and clients are made here. */
export type Deps = {
  config: Config
  db: Database
  /** The full-text index: derived from `db`, may be behind it by a tick. */
  search: D1Database
  /** Takes a message for each batch to look at. The batch is a row in DB; a lost or doubled message changes nothing. */
  queue: Queue<{ batchId: number }>
  fetch: typeof fetch
  mailer: Mailer
  /** Keeps answers for whoever asks next; null where none may be kept. */
  cache: Cache | null
  /** A random id (UUID) that no other run has. */
  randomId: () => string
  /** The present instant, ms since the epoch, UTC. */
  now: () => number
  /** Ticks that this copy of the program has begun and ended (count): whatever it remembers may have changed with one. */
  ticks: () => number
  /** Waits; the arXiv gate needs it. */
  sleep: (milliseconds: number) => Promise<void>
}

/** On this machine the product lives at the time of the last tick it was given, and time goes on from there. */
let lastTick: { at: number; realAt: number } | null = null

let ticks = 0
/** To be called when a tick begins and when it ends. */
export const noteTick = () => void ticks++

/** Where time is played, waiting is skipping. */
async function skip(milliseconds: number): Promise<void> {
  // Whole milliseconds: an instant is stored, and signed, as a whole number.
  if (lastTick) lastTick.at += Math.ceil(milliseconds)
}

/** @throws ConfigError */
export function makeDeps(env: Env, tickAt?: number): Deps {
  const config = parseConfig(env as unknown as Record<string, unknown>)
  if (tickAt !== undefined) lastTick = { at: tickAt, realAt: Date.now() }
  const followed = config.CLOCK === 'ticks' ? lastTick : null
  const clock = {
    now: followed ? () => followed.at + (Date.now() - followed.realAt) : () => Date.now(),
    sleep: followed
      ? skip
      : (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
  }
  return {
    ...clock,
    config,
    db: openDatabase(env.DB),
    search: env.SEARCH,
    queue: env.DELIVERY,
    mailer: makeMailer(config, clock),
    cache: caches.default,
    randomId: () => crypto.randomUUID(),
    fetch: (input, init) => fetch(input, init),
    ticks: () => ticks,
  }
}
