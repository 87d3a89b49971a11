import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import docs from '../../docs/channels.md?raw'
import { ADAPTERS, outcomeOf } from '../../src/channels/adapters.ts'
import { KINDS, type Kind, type Post, type PostPaper, type Target } from '../../src/channels/channel.ts'
import { isFromPapertide } from '../fixtures/check-webhook.js'
import example from '../fixtures/check-webhook.js?raw'

const SETTINGS = { publicUrl: 'https://papertide.org', telegramToken: '42:bot-token' }
const SECRET = `whsec_${btoa('a webhook secret for tests')}`

/** What an owner gives for each kind. */
const GIVEN: Record<Kind, Target> = {
  webhook: { url: 'https://lab.example.org/hook/s3cr3t-token', name: '', secret: SECRET },
  slack: { url: 'https://hooks.slack.com/services/T000/B000/s3cr3t-token', name: '', secret: '' },
  discord: { url: 'https://discord.com/api/webhooks/123456/s3cr3t-token', name: '', secret: '' },
  telegram: { url: '', name: '-1001234567890', secret: '' },
  ntfy: { url: '', name: 's3cr3t-token-of-a-topic', secret: 'tk_s3cr3t-token' },
  matrix: { url: 'https://matrix.example.org', name: '!s3cr3troom:example.org', secret: 'syt_s3cr3t-token' },
}

const read = (kind: Kind, changes: Partial<Target> = {}): Target => {
  const target = ADAPTERS[kind].read({ ...GIVEN[kind], ...changes }, SETTINGS)
  if ('error' in target) throw new Error(`${kind}: ${target.error}`)
  return target
}
const isRefused = (kind: Kind, changes: Partial<Target>) =>
  'error' in ADAPTERS[kind].read({ ...GIVEN[kind], ...changes }, SETTINGS)

const aPaper = (changes: Partial<PostPaper> = {}): PostPaper => ({
  position: 1,
  id: '2601.00001',
  title: 'Tides of attention',
  authors: 'Ada Lovelace',
  lead: 'We show that papers rise.',
  reason: '+40 upvotes within a day.',
  url: 'https://papertide.org/papers/2601.00001',
  ...changes,
})
const aPost = (papers: PostPaper[], notes: string[] = []): Post => ({
  title: `${papers.length} rising papers, Tuesday, 20 January 2026`,
  date: '2026-01-20',
  publishedAt: Date.UTC(2026, 0, 20, 2, 15),
  notes,
  papers,
  url: 'https://papertide.org/editions/2026-01-20',
})
const bytes = (text: string) => new TextEncoder().encode(text).byteLength

const requestOf = (kind: Kind, body: string) =>
  ADAPTERS[kind].request(read(kind), { body, id: 'msg_1', at: Date.UTC(2026, 0, 20, 7) }, SETTINGS)

// biome-ignore lint/suspicious/noExplicitAny: bodies of six APIs
type Body = any

/** The limits that the APIs state, of the body as it is sent. */
const WITHIN: Record<Kind, (body: Body) => void> = {
  webhook: ({ data }) => expect(data.papers.length).toBeGreaterThan(0),
  slack({ blocks }) {
    expect(blocks.length).toBeLessThanOrEqual(50)
    for (const { text } of blocks) expect(text.text.length).toBeLessThanOrEqual(3000)
  },
  discord({ content, embeds, allowed_mentions }) {
    expect(content.length).toBeLessThanOrEqual(2000)
    expect(embeds.length).toBeLessThanOrEqual(10)
    const lengths = embeds.map(({ title, description }: Body) => title.length + description.length)
    for (const { title, description } of embeds) {
      expect(title.length).toBeLessThanOrEqual(256)
      expect(description.length).toBeLessThanOrEqual(4096)
    }
    expect(lengths.reduce((sum: number, length: number) => sum + length, 0)).toBeLessThanOrEqual(6000)
    expect(allowed_mentions).toEqual({ parse: [] })
  },
  telegram: ({ text }) => expect(text.length).toBeLessThanOrEqual(4096),
  ntfy: ({ message }) => expect(bytes(message)).toBeLessThanOrEqual(4096),
  matrix: (event) => expect(bytes(JSON.stringify(event))).toBeLessThanOrEqual(60_000),
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 900 }),
  fc
    .constantFrom('&', '<', '"', '*', '_', '@everyone ', '<!channel> ', '𝔘', '漢', ' ')
    .map((unit) => unit.repeat(900)),
  fc.lorem({ maxCount: 90 }),
)
const papers = fc.array(
  fc.record({ title: hostile, lead: hostile, reason: hostile }).map((texts) => aPaper(texts)),
  { minLength: 1, maxLength: 20 },
)

test.each(KINDS)(
  '%s: whatever papers say, each message keeps to the limits and every paper is in one, in order',
  (kind) => {
    fc.assert(
      fc.property(papers, fc.array(hostile, { maxLength: 3 }), (some, notes) => {
        const numbered = some.map((paper, index) => ({
          ...paper,
          position: index + 1,
          url: `https://papertide.org/papers/2601.${String(index + 1).padStart(5, '0')}`,
        }))
        const messages = ADAPTERS[kind].messages(aPost(numbered, notes))
        const found: string[] = []
        for (const message of messages) {
          const { body } = requestOf(kind, message)
          WITHIN[kind](JSON.parse(body))
          for (const [url] of body.matchAll(/https:\/\/papertide\.org\/papers\/2601\.\d{5}/g))
            if (found.at(-1) !== url) found.push(url)
        }
        expect([...new Set(found)]).toEqual(numbered.map(({ url }) => url))
      }),
      { numRuns: 60 },
    )
  },
)

test('a real digest of fifteen papers is one message where there is room, and texts are whole', () => {
  const lead = `We ${'show that every paper rises when many readers look at it '.repeat(6)}.`
  const fifteen = Array.from({ length: 15 }, (_, index) =>
    aPaper({ position: index + 1, lead: lead.slice(0, 380) }),
  )
  const counts = KINDS.map((kind) => [kind, ADAPTERS[kind].messages(aPost(fifteen)).length])
  expect(Object.fromEntries(counts)).toEqual({
    webhook: 1,
    slack: 1,
    discord: 2,
    telegram: 2,
    ntfy: 2,
    matrix: 1,
  })
  const [first = ''] = ADAPTERS.telegram.messages(aPost(fifteen))
  expect(JSON.parse(first).text).toContain('(1 of 2)')
  for (const text of ADAPTERS.telegram.messages(aPost(fifteen))) expect(text).not.toContain('…')
})

test('markup, mentions and links of strangers are text', () => {
  const title = '<b>x</b> & <!channel> <@U1|you> @everyone *bold* [link](https://evil.example) <script>'
  const bodyOf = (kind: Kind) =>
    requestOf(kind, ADAPTERS[kind].messages(aPost([aPaper({ title })]))[0] ?? '').body
  const slack = JSON.parse(bodyOf('slack')).blocks[1].text.text
  expect(slack).not.toMatch(/<(?!https:\/\/papertide\.org)/)
  expect(slack).toContain('&lt;!channel&gt;')
  const [embed] = JSON.parse(bodyOf('discord')).embeds
  expect(embed.title).toContain('\\@everyone \\*bold\\* \\[link\\]\\(')
  const telegram = JSON.parse(bodyOf('telegram')).text
  expect(telegram.match(/<[^>]*>/g)).toEqual([
    ...['<b>', '<a href="https://papertide.org/editions/2026-01-20">', '</a>', '</b>', '<b>'],
    ...['<a href="https://papertide.org/papers/2601.00001">', '</a>', '</b>', '<i>', '</i>'],
  ])
  const matrix = JSON.parse(bodyOf('matrix'))
  expect(matrix.formatted_body).not.toMatch(/<(?:script|b>x)/)
  expect(matrix['m.mentions']).toEqual({})
  expect(JSON.parse(bodyOf('ntfy')).message).toContain(`1. ${title}`)
})

test('a webhook is signed so that a receiver can check it, and a changed body fails', () => {
  const [body = ''] = ADAPTERS.webhook.messages(aPost([aPaper()]))
  const at = Date.now()
  const request = ADAPTERS.webhook.request(read('webhook'), { body, id: 'msg_1', at }, SETTINGS)
  const checked = new Webhook(SECRET).verify(request.body, request.headers) as Body
  expect(checked.data.papers[0]).toMatchObject({ position: 1, id: '2601.00001', title: 'Tides of attention' })
  expect(() => new Webhook(SECRET).verify(`${request.body} `, request.headers)).toThrow()
  expect(() =>
    new Webhook(SECRET).verify(request.body, { ...request.headers, 'webhook-id': 'msg_2' }),
  ).toThrow()
})

test('each request goes where the kind says, with its secret in the place for it', () => {
  const asked = Object.fromEntries(
    KINDS.map((kind) => {
      const { method, url, headers } = requestOf(kind, ADAPTERS[kind].code('12345678', SETTINGS.publicUrl))
      return [kind, `${method} ${url} ${headers.authorization ?? ''}`.trim()]
    }),
  )
  expect(asked).toEqual({
    webhook: 'POST https://lab.example.org/hook/s3cr3t-token',
    slack: 'POST https://hooks.slack.com/services/T000/B000/s3cr3t-token',
    discord: 'POST https://discord.com/api/webhooks/123456/s3cr3t-token?wait=true',
    telegram: 'POST https://api.telegram.org/bot42:bot-token/sendMessage',
    ntfy: 'POST https://ntfy.sh/ Bearer tk_s3cr3t-token',
    matrix:
      'PUT https://matrix.example.org/_matrix/client/v3/rooms/!s3cr3troom%3Aexample.org/send/m.room.message/msg_1 Bearer syt_s3cr3t-token',
  })
  for (const kind of KINDS)
    expect(requestOf(kind, ADAPTERS[kind].code('12345678', SETTINGS.publicUrl)).body).toContain('12345678')
})

test('what is shown of a channel does not let anybody post there', () => {
  for (const kind of KINDS) {
    const shown = ADAPTERS[kind].shown(read(kind))
    expect(shown).not.toMatch(/s3cr3t-token|s3cr3troom|-1001234567890/)
    expect(shown.length).toBeGreaterThan(4)
  }
  // So short that no end of it may be seen.
  expect(ADAPTERS.ntfy.shown(read('ntfy', { name: 'papers' }))).toBe('ntfy.sh/pa…')
})

test('what is no channel of a kind is refused', () => {
  for (const [kind, changes] of [
    ['slack', { url: 'https://hooks.slack.com.example.org/services/T/B/x' }],
    ['slack', { url: 'https://hooks.slack.com/' }],
    ['slack', { url: 'http://hooks.slack.com/services/T/B/x' }],
    ['slack', { url: 'https://example.org/services/T/B/x' }],
    ['discord', { url: 'https://discord.com/api/webhooks/abc/x' }],
    ['discord', { url: 'https://discord.com.example.org/api/webhooks/1/x' }],
    ['discord', { url: 'https://discord.com/api/webhooks/1/x/slack' }],
    ['telegram', { name: 'me' }],
    ['telegram', { name: '@a' }],
    ['telegram', { name: '1/../../x' }],
    ['ntfy', { name: 'a/b' }],
    ['ntfy', { name: '' }],
    ['ntfy', { url: 'https://ntfy.sh/topic' }],
    ['ntfy', { url: 'https://192.168.1.1' }],
    ['ntfy', { secret: 'a\r\nx: y' }],
    ['matrix', { name: '#alias:example.org' }],
    ['matrix', { url: 'https://localhost' }],
    ['matrix', { secret: '' }],
    ['webhook', { url: 'https://papertide.org/webhooks/resend' }],
    ['webhook', { url: 'https://2130706433/' }],
  ] as const)
    expect([kind, changes, isRefused(kind, changes)]).toEqual([kind, changes, true])
  expect('error' in ADAPTERS.telegram.read(GIVEN.telegram, { ...SETTINGS, telegramToken: undefined })).toBe(
    true,
  )
})

test('an answer is taken for what it says, and for no more', () => {
  const of = (kind: Kind, status: number, body = '', retryAfter: number | null = null) =>
    outcomeOf(ADAPTERS[kind], { status, body, retryAfter })
  const kinds = (kind: Kind, statuses: number[]) => statuses.map((status) => of(kind, status).kind)
  expect(kinds('webhook', [200, 204, 299])).toEqual(['accepted', 'accepted', 'accepted'])
  expect(kinds('webhook', [301, 302, 307, 400, 401, 403, 418])).toEqual(Array(7).fill('rejected'))
  expect(kinds('slack', [404, 410, 408, 500, 502, 503, 504, 429])).toEqual([
    ...['gone', 'gone', 'unknown', 'unknown', 'unknown', 'unknown', 'unknown', 'busy'],
  ])
  expect(of('slack', 503, '', 5_000)).toMatchObject({ kind: 'busy', wait: 5_000 })
  expect(of('slack', 429)).toMatchObject({ kind: 'busy', wait: 60_000 })
  expect(of('discord', 429, '{"retry_after": 1.25}')).toMatchObject({ wait: 1_250 })
  expect(of('telegram', 429, '{"parameters":{"retry_after":7}}')).toMatchObject({ wait: 7_000 })
  expect(of('matrix', 429, '{"retry_after_ms":2000}')).toMatchObject({ wait: 2_000 })
  expect(of('webhook', 429, '', 9e12)).toMatchObject({ wait: 86_400_000 })
  // Of Telegram 404 means our own token; a chat is gone when it says so.
  expect(of('telegram', 404, '{"description":"Not Found"}').kind).toBe('rejected')
  expect(of('telegram', 403, '{"description":"Forbidden: bot was blocked by the user"}').kind).toBe('gone')
  expect(of('telegram', 403, '{"description":"Forbidden: bot can\'t send messages"}').kind).toBe('rejected')
  expect(of('telegram', 400, '{"description":"Bad Request: chat not found"}').kind).toBe('gone')
  expect(kinds('matrix', [401, 403, 404, 400])).toEqual(['gone', 'gone', 'gone', 'rejected'])
  expect(outcomeOf(ADAPTERS.slack, { status: null, asked: true, error: '' }).kind).toBe('unknown')
  expect(outcomeOf(ADAPTERS.slack, { status: null, asked: false, error: '' }).kind).toBe('rejected')
})

test('an adapter is at most 60 lines', () => {
  const files = import.meta.glob<string>('../../src/channels/*.ts', {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  for (const kind of KINDS) {
    const text = files[`../../src/channels/${kind}.ts`] ?? ''
    expect([kind, text.trimEnd().split('\n').length <= 60]).toEqual([kind, text !== ''])
  }
})

test('the example of docs/channels.md checks what we send, and refuses what we did not', async () => {
  expect(docs).toContain(`\`\`\`js\n${example}\`\`\``)
  const [body = ''] = ADAPTERS.webhook.messages(aPost([aPaper()]))
  const at = Date.UTC(2026, 0, 20, 7)
  const { headers } = ADAPTERS.webhook.request(read('webhook'), { body, id: 'msg_1', at }, SETTINGS)
  expect(isFromPapertide(SECRET, headers, body, at)).toBe(true)
  expect(isFromPapertide(SECRET, headers, body, at + 301_000)).toBe(false)
  expect(isFromPapertide(SECRET, headers, `${body} `, at)).toBe(false)
  expect(isFromPapertide(`whsec_${btoa('another')}`, headers, body, at)).toBe(false)
  // And its example of a digest has the fields that there are.
  const [told = ''] = [...docs.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text)
  const fields = (text: string) => {
    const { data, ...rest } = JSON.parse(text)
    return [Object.keys(rest), Object.keys(data), Object.keys(data.papers[0]).sort()]
  }
  expect(fields(told)).toEqual(fields(body))
})
