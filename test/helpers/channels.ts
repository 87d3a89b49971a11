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
