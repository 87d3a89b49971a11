import type { Preferences } from '../../src/db/schema.ts'
import { digests, editions } from '../../src/db/schema.ts'
import { FORMULA } from '../../src/ranking/formula.ts'
import { addChannel, confirmChannel } from '../../src/subscribers/channels.ts'
import { anEdition } from './editions.ts'
import { AT_SEVEN } from './readers.ts'
import type { World } from './world.ts'

/** A secret part that every target of these tests has: it must turn up nowhere. */
export const SECRET_PART = 's3cr3t-token'

/** What a reader types into the form of each kind. */
export const TARGETS = {
  webhook: { url: `https://lab.example.org/hook/${SECRET_PART}` },
  slack: { url: `https://hooks.slack.com/services/T000/B000/${SECRET_PART}` },
  discord: { url: `https://discord.com/api/webhooks/123456/${SECRET_PART}` },
  telegram: { name: '-1001234567890' },
  ntfy: { name: `papers-${SECRET_PART}`, url: '' },
  matrix: { url: 'https://matrix.example.org', name: '!room:example.org', secret: `syt_${SECRET_PART}` },
} as const
export type FakeKind = keyof typeof TARGETS

const HOSTS: Record<FakeKind, string> = {
  webhook: 'https://lab.example.org/',
  slack: 'https://hooks.slack.com/',
  discord: 'https://discord.com/',
  telegram: 'https://api.telegram.org/',
  ntfy: 'https://ntfy.sh/',
  matrix: 'https://matrix.example.org/',
}

export type Posted = { kind: FakeKind; url: string; headers: Record<string, string>; body: string }
/** What an API does with a request; `lost answer`: it takes it, and nobody hears of it. */
export type Weather =
  | 'ok'
  | 'lost answer'
  | 'lost request'
  | { status: number; headers?: Record<string, string>; body?: string }

/**
 * Local fakes of the six APIs and of the resolver. Like the real ones, Matrix and the webhook's receiver take one
 * message of an id, the others everything.
 */
export function fakeChannels(world: World) {
  const posted: Posted[] = []
  const asked: Posted[] = []
  const known = new Set<string>()
  const fakes = {
    /** Messages that are there to be read, in order. */
    posted,
    /** Every request that came. */
    asked,
    /** What happens to the next request. */
    weather: (_kind: FakeKind): Weather => 'ok',
    /** Where the names of hosts lead. */
    addresses: new Map<string, string[]>(),
    /** The code that was posted last. */
    code: () => /\b(\d{8})\b/.exec(asked.at(-1)?.body ?? '')?.[1] ?? '',
  }
  world.answer('https://cloudflare-dns.com/', (request) => {
    const { searchParams } = new URL(request.url)
    const isV6 = searchParams.get('type') === 'AAAA'
    const found = fakes.addresses.get(searchParams.get('name') ?? '') ?? ['93.184.215.14']
    const data = found.filter((address) => address.includes(':') === isV6)
    return Response.json({ Status: 0, Answer: data.map((one) => ({ type: isV6 ? 28 : 1, data: one })) })
  })
  for (const kind of Object.keys(HOSTS) as FakeKind[])
    world.answer(HOSTS[kind], async (request) => {
      const headers = Object.fromEntries(request.headers)
      const one = { kind, url: request.url, headers, body: await request.text() }
      asked.push(one)
      const weather = fakes.weather(kind)
      if (weather === 'lost request') throw new TypeError('the network is down')
      if (typeof weather === 'object')
        return new Response(weather.body ?? '', { status: weather.status, headers: weather.headers ?? {} })
      const id = kind === 'matrix' ? request.url : (headers['webhook-id'] ?? null)
      if (id === null || !known.has(id)) posted.push(one)
      if (id !== null) known.add(id)
      if (weather === 'lost answer') throw new TypeError('the connection was reset')
      return kind === 'telegram' ? Response.json({ ok: true }) : new Response('ok')
    })
  return fakes
}

export type FakeChannels = ReturnType<typeof fakeChannels>

/** Channels of one owner (0: the operator) that are connected; returns their numbers. */
export async function someChannels(
  { deps }: World,
  fakes: FakeChannels,
  kinds: readonly FakeKind[],
  {
    owner = 0,
    changes = {},
    ...preferences
  }: Partial<Preferences> & { owner?: number; changes?: object } = {},
): Promise<number[]> {
  const ids: number[] = []
  for (const kind of kinds) {
    const fields = { kind, ...TARGETS[kind], ...changes }
    const added = await addChannel(deps, { id: owner, preferences: { ...AT_SEVEN, ...preferences } }, fields)
    if ('error' in added) throw new Error(added.error)
    const error = await confirmChannel(deps, owner, added.id, fakes.code())
    if (error !== null) throw new Error(error)
    ids.push(added.id)
  }
  fakes.posted.length = 0
  fakes.asked.length = 0
  return ids
}

/** A published edition with so many papers, each of which names the edition. */
export async function anEditionOf({ deps }: World, date: string, at: number, papers = 3): Promise<void> {
  const day = date.slice(5).replace('-', '')
  const frozen = anEdition()
    .papers.slice(0, papers)
    .map((paper, index) => ({
      ...paper,
      id: `26${day.slice(0, 2)}.${day.slice(2)}${String(index).padStart(3, '0')}`,
      title: `Paper ${index + 1} of ${date}`,
    }))
  await deps.db.insert(editions).values({
    date,
    state: 'complete',
    note: null,
    publishedAt: at,
    formula: FORMULA,
    cohorts: [],
    papers: frozen,
  })
  await deps.db.insert(digests).values({
    editionDate: date,
    sender: 'Papertide <digest@papertide.example>',
    subject: date,
    html: '<p>x</p>',
    text: 'x',
  })
}
