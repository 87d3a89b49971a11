import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import { parseConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/db/client.ts'
import type { Deps, UnitMessage } from '../../src/deps.ts'
import { makePace } from '../../src/mailer/pace.ts'
import { makeMailer } from '../../src/mailer/resend.ts'
import { emptyDatabases } from './databases.ts'
import { FakeResend } from './resend.ts'

type Answer = Response | ((request: Request) => Response | Promise<Response>)

let worlds = 0

/** The Worker's bindings; the rate limits of wrangler.toml count for one world alone. */
function someBindings(): object {
  const world = worlds++
  const limits = Object.entries(env).filter(([name]) => name.endsWith('_LIMIT')) as [string, RateLimit][]
  const counted = limits.map(([name, limit]) => [
    name,
    { limit: ({ key }: { key: string }) => limit.limit({ key: `${world} ${key}` }) },
  ])
  return { ...env, ...Object.fromEntries(counted) }
}

function aWorld(start: string) {
  let now = Date.parse(start)
  const answers = new Map<string, Answer>()
  const asked: string[] = []
  const messages: UnitMessage[] = []
  const logged: Record<string, unknown>[] = []
  let ticks = 0
  const resend = new FakeResend(() => now)

  const outside = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input as RequestInfo, init)
    if (request.url.startsWith('https://resend.test')) return resend.answer(request)
    asked.push(request.url)
    const [, answer] =
      [...answers]
        .filter(([start]) => request.url.startsWith(start))
        .sort(([a], [b]) => b.length - a.length)[0] ?? []
    if (answer) return typeof answer === 'function' ? answer(request) : answer.clone()
    throw new TypeError(`nothing answers at ${request.url}`)
  }
  // The mail provider's SDK takes no fetch of ours.
  vi.stubGlobal('fetch', outside)

  const config = parseConfig(env as unknown as Record<string, unknown>)
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds
    },
  }
  const deps: Deps = {
    ...clock,
    config,
    db: openDatabase(env.DB),
    search: env.SEARCH,
    queue: {
      send: async (body: UnitMessage, { delaySeconds = 0 } = {}) => {
        messages.push(body)
        now += delaySeconds * 1000
      },
      sendBatch: async (bodies: { body: UnitMessage }[]) =>
        void messages.push(...bodies.map(({ body }) => body)),
    } as unknown as Queue<UnitMessage>,
    log: (line) => void logged.push(line),
    busy: () => messages.length > 0,
    unitEnded: () => {},
    fetch: outside as typeof fetch,
    ticks: () => ticks,
    randomId: () => crypto.randomUUID(),
    mailer: makeMailer(config, clock, makePace()),
    // Most tests change rows and ask at once: test/attack has one.
    cache: null,
  }
  return {
    deps,
    resend,
    bindings: someBindings(),
    /** URLs asked for, but for the mail provider's. */
    asked,
    /** What the queue holds. */
    messages,
    /** Lines of the log. */
    logged,
    /** Says what is answered at addresses that begin so; the longest such beginning counts. */
    answer: (start: string, answer: Answer) => void answers.set(start, answer),
    /** A tick has come and gone. */
    tick: () => void ticks++,
    /** Moves the clock; returns the instant in ms. */
    at: (text: string | number) => {
      now = typeof text === 'number' ? text : Date.parse(text)
      return now
    },
  }
}

export type World = ReturnType<typeof aWorld>

/**
 * The outside world of one test: a clock that moves when told, upstreams that answer what they are
 * told, and nothing in the databases but their tables.
 */
export async function aNewWorld(start: string): Promise<World> {
  await emptyDatabases()
  return aWorld(start)
}

/** Every row of every table of the product, to compare before and after. */
export async function wholeDatabase(): Promise<Record<string, unknown[]>> {
  const { results } = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not glob '_cf_*' and name not glob 'd1_*' and name not glob 'sqlite_*'",
  ).all<{ name: string }>()
  const tables = await env.DB.batch(results.map(({ name }) => env.DB.prepare(`select * from "${name}"`)))
  return Object.fromEntries(results.map(({ name }, index) => [name, tables[index]?.results ?? []]))
}
