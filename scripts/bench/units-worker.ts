import { openDatabase } from '../../src/db/client.ts'
import { indexDocuments } from '../../src/db/search-index.ts'
import { type Deps, makeDeps, type UnitMessage } from '../../src/deps.ts'
import { consumeMessages } from '../../src/jobs/consume.ts'
import { scheduleTick } from '../../src/jobs/schedule.ts'
import { asDocument } from '../../src/search/document.ts'
import { DAY } from '../../src/time/dates.ts'
import { counting } from './counting.ts'
import { playing, recording } from './recording.ts'
import { words } from './texts.ts'
import type { Job, Run } from './unit-run.ts'
import { busyUpstream } from './upstreams.ts'

/**
 * The product's units under a meter. `POST /run` runs a tick or a message against the database;
 * `POST /load` keeps a tape and `POST /play?id=N` runs it again without a database; `POST
 * /grow?to=N` stores old papers; `POST /sql` reads.
 */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/grow') return grow(env, Number(searchParams.get('to')))
    if (pathname === '/run') return Response.json(await run(env, await request.json()))
    if (pathname === '/load') {
      loaded.push(await request.json())
      return new Response('loaded')
    }
    if (pathname === '/play') return play(env, Number(searchParams.get('id')))
    if (pathname === '/sql') return Response.json((await env.DB.prepare(await request.text()).all()).results)
    return new Response('ready')
  },
}

const loaded: { job: Job; tape: string[] }[] = []

/** Deps at an instant that stands still, with made-up upstreams. */
function standing(env: Env, { now, submitted }: Job, asked: { count: number }): Deps {
  const answer = (input: RequestInfo | URL, init?: RequestInit) => {
    asked.count += 1
    return busyUpstream(new Request(input as RequestInfo, init), now, submitted)
  }
  return {
    ...makeDeps(env, now),
    now: () => now,
    sleep: async () => {},
    fetch: answer as typeof fetch,
    log: () => {},
  }
}

async function work(deps: Deps, { tick, message }: Job): Promise<void> {
  if (tick !== undefined) return scheduleTick(deps, tick)
  const ack = { ack: () => {}, retry: () => {} }
  const messages = [{ body: message, attempts: 1, ...ack }] as unknown as Message<unknown>[]
  return consumeMessages(deps, { queue: 'papertide-units', messages })
}

async function run(env: Env, job: Job): Promise<Run> {
  const counts = { queries: 0, rowsRead: 0, rowsWritten: 0, written: {} }
  const asked = { count: 0 }
  const sent: Run['sent'] = []
  const log: Run['log'] = []
  const tape: string[] = []
  await work(
    {
      ...standing(env, job, asked),
      db: openDatabase(recording(counting(env.DB, counts), tape)),
      search: recording(counting(env.SEARCH, counts), tape),
      log: (line) => void log.push(line),
      queue: {
        send: async (message: UnitMessage, { delaySeconds = 0 } = {}) =>
          void sent.push({ message, delaySeconds }),
        sendBatch: async (bodies: { body: UnitMessage }[]) =>
          void sent.push(...bodies.map(({ body }) => ({ message: body, delaySeconds: 0 }))),
      } as unknown as Queue<UnitMessage>,
    },
    job,
  )
  return { ...counts, subrequests: asked.count, sent, log, tape }
}

/** The answers of upstreams are made beforehand: making them is no work of ours. */
async function play(env: Env, id: number): Promise<Response> {
  const { job, tape } = loaded[id] as (typeof loaded)[number]
  const place = { next: 0 }
  const queue = { send: async () => {}, sendBatch: async () => {} } as unknown as Queue<UnitMessage>
  const deps = standing(env, job, { count: 0 })
  const made = answers.get(id) ?? new Map<string, string>()
  answers.set(id, made)
  const fetchMade = async (input: RequestInfo | URL, init?: RequestInit) => {
    const key = `${String(input)} ${String(init?.body ?? '')}`
    const known = made.get(key) ?? (await (await deps.fetch(input as string, init)).text())
    made.set(key, known)
    return new Response(known)
  }
  await work(
    {
      ...deps,
      queue,
      fetch: fetchMade as typeof fetch,
      db: openDatabase(playing(tape, place)),
      search: playing(tape, place),
    },
    job,
  )
  return new Response(place.next === tape.length ? 'played' : `${place.next} of ${tape.length} answers`)
}
const answers = new Map<number, Map<string, string>>()

const BORN = Date.parse('2023-01-01T00:00:00Z')

/**
 * Papers of 2023 to 2025, each with three observations, indexed and compared, until `to` are
 * stored.
 */
async function grow({ DB, SEARCH }: Env, to: number): Promise<Response> {
  const have = (await DB.prepare('select count(*) as n from papers').first<{ n: number }>())?.n ?? 0
  for (let from = have; from < to; from += 500) {
    const old = Array.from({ length: Math.min(500, to - from) }, (_, n) => oldPaper(from + n))
    await DB.batch([
      DB.prepare(
        `insert into papers (id, title, abstract, authors, categories, listed_on, first_seen_at, born_at, repo, indexed_revision)
         select value ->> 'id', value ->> 'title', value ->> 'abstract', value -> 'authors', value -> 'categories',
           date(value ->> 'born' / 1000, 'unixepoch'), value ->> 'born', value ->> 'born', 'old/' || (value ->> 'id'), 1
         from json_each(?1)`,
      ).bind(JSON.stringify(old)),
      DB.prepare(
        `insert into observations (paper_id, source, at, upvotes)
         select i.value ->> 'id', 'huggingface', i.value ->> 'born' + t.value * 3600000, t.value
         from json_each(?1) i, json_each('[8,24,48]') t`,
      ).bind(JSON.stringify(old)),
    ])
    await indexDocuments(
      SEARCH,
      old.map((paper) => asDocument({ ...paper, revision: 1 })),
    )
  }
  await SEARCH.prepare('update documents set compared = revision').run()
  return new Response('grown')
}

const oldPaper = (n: number) => ({
  id: `0704.${String(n).padStart(7, '0')}`,
  title: `Old ${n}: ${words(n, 9)}`,
  abstract: words(n + 1, 150),
  authors: ['Ada Lovelace'],
  categories: ['cs.CL'],
  born: BORN + (n % 1000) * DAY,
})
