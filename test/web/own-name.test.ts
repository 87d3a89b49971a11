import { env } from 'cloudflare:workers'
import { XMLValidator } from 'fast-xml-parser'
import { parseAtomFeed } from 'feedsmith'
import { beforeAll, expect, test } from 'vitest'
import { parseConfig } from '../../src/config.ts'
import { freezeEdition } from '../../src/db/editions.ts'
import { renderMails } from '../../src/delivery/send.ts'
import { warnOperator } from '../../src/health/warn.ts'
import { siteOf } from '../../src/mail/mail.ts'
import { renderQuietWeek } from '../../src/mail/quiet-week.tsx'
import { FORMULA } from '../../src/ranking/formula.ts'
import { userAgent } from '../../src/sources/http.ts'
import { signToken } from '../../src/subscribers/tokens.ts'
import { styleSheetOf } from '../../src/web/styles/stylesheet.ts'
import { aBrowser } from '../helpers/browser.ts'
import { deliverAt } from '../helpers/delivering.ts'
import { anEdition } from '../helpers/editions.ts'
import { everySignup, someReaders } from '../helpers/readers.ts'
import { aSmallSite, everyPath, exampleOf } from '../helpers/routes.ts'
import { runTick } from '../helpers/ticking.ts'
import { quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const NOON = Date.parse('2026-01-20T12:00:00Z')
const PAPERS = { PUBLIC_URL: 'https://papers.lab.test', MAIL_FROM: 'Papertide <daily@lab.test>' }
const OPERATOR = { ADMIN_TOKEN: 'a-token-for-the-operator', OPERATOR_EMAIL: 'ops@lab.test' }
const named = (settings: Record<string, string>) =>
  parseConfig({ ...env, ...PAPERS, ...OPERATOR, MAIL_POSTAL_ADDRESS: 'Lab, 7 Real Street', ...settings })
const PROGRAM = /papertide/i
const CREDIT = /<p>Runs on <a href="https:\/\/[^"]+">Papertide<\/a>\.<\/p>/g

let world: World
let browser: ReturnType<typeof aBrowser>
/** What sources were told of who asks. */
const agents = new Set<string>()
beforeAll(async () => {
  world = await aNewWorld('2026-01-20T12:00:00Z')
  world.deps.config = named({ NAME: 'Lab Papers' })
  browser = aBrowser(world)
  quietUpstreams(world)
  await aSmallSite(world)
})

/** Every answer of the site to somebody who may see everything: `path: body and headers`. */
async function everyAnswer(): Promise<Map<string, string>> {
  const authorization = { authorization: `Bearer ${OPERATOR.ADMIN_TOKEN}` }
  const answers = new Map<string, string>()
  const { brand, TOKEN_SECRET } = world.deps.config
  const [reader = 0] = await someReaders(world, [`reader${world.deps.randomId()}@example.org`])
  const tokens = {
    '/preferences': await signToken(TOKEN_SECRET, 'preferences', reader, 0),
    '/your-data': await signToken(TOKEN_SECRET, 'preferences', reader, 0),
    '/your-data/export': await signToken(TOKEN_SECRET, 'preferences', reader, 0),
    '/unsubscribe': await signToken(TOKEN_SECRET, 'unsubscribe', reader, 0),
  }
  const addresses = [
    ...everyPath(world).map((path) => exampleOf(path, brand)),
    ...Object.entries(tokens).map(([path, token]) => `${path}?token=${token}`),
    ...[
      '/nothing',
      '/api/nothing',
      '/new?limit=0',
      '/search?q=zzzz',
      '/authors/Nobody',
      '/papers/2601.00001.md',
    ],
    ...['/papers/2601.00001.bib', '/editions/2026-01-20.json', '/authors/Yann%20LeCun.xml', '/new?after=x'],
  ]
  for (const address of addresses) {
    const answer = await browser.get(address, authorization)
    answers.set(
      address,
      `${new TextDecoder().decode(await answer.arrayBuffer())}\n${JSON.stringify([...answer.headers])}`,
    )
  }
  return answers
}

async function mcp(method: string, params: object): Promise<string> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const headers = {
    ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    'mcp-protocol-version': '2025-06-18',
  }
  return (await browser.ask('/mcp', { method: 'POST', body, headers })).text()
}

test('with a name of its own no answer says Papertide, but for the credit at the foot of pages', async () => {
  const answers = await everyAnswer()
  expect(answers.size).toBeGreaterThan(100)
  for (const [path, answer] of answers) {
    expect(answer.replaceAll(CREDIT, ''), path).not.toMatch(PROGRAM)
    const isPage = answer.includes('class="colophon"')
    if (isPage) expect(answer.match(CREDIT), path).toHaveLength(1)
    if (isPage) expect(answer, path).toMatch(/<title>[^<]*Lab Papers/)
  }
  for (const path of [
    '/feed.xml',
    '/feed.atom',
    '/feed.md',
    '/llms.txt',
    '/skill.md',
    '/openapi.json',
    '/feeds.opml',
  ])
    expect(answers.get(path), path).toContain('Lab Papers')
  expect(answers.get('/')).toContain('<meta property="og:site_name" content="Lab Papers"/>')
  // The picture that comes with the product has its name in it.
  expect(answers.get('/')).not.toContain('social.png')
})

test('with CREDIT=off not even that, and with the name of the product there is none', async () => {
  world.deps.config = named({ NAME: 'Lab Papers', CREDIT: 'off' })
  for (const path of ['/', '/privacy', '/operator', '/nothing'])
    expect(await (await browser.get(path, { accept: 'text/html' })).text(), path).not.toMatch(PROGRAM)
  world.deps.config = named({})
  expect(await (await browser.get('/privacy')).text()).not.toContain('Runs on')
  world.deps.config = named({ NAME: 'Lab Papers' })
})

test('tools for agents have the name, and addresses that no name changes', async () => {
  const info = { name: 'test', version: '1' }
  const hello = await mcp('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: info })
  expect(hello).toContain('"name":"lab-papers","title":"Lab Papers"')
  const answers = [hello, await mcp('tools/list', {}), await mcp('prompts/list', {})]
  answers.push(await mcp('resources/list', {}), await mcp('resources/templates/list', {}))
  answers.push(await mcp('resources/read', { uri: 'papers://papers/2601.00001' }))
  for (const answer of answers) expect(answer).not.toMatch(PROGRAM)
  expect(answers.at(-1)).toContain('On vision')
  const feed = await (await browser.get('/new.json')).json<{ items: Record<string, unknown>[] }>()
  expect(Object.keys(feed.items[0] ?? {})).toContain('_papers')
})

test('every mail comes from it: headers, head, text and foot', async () => {
  world.deps.config = named({ NAME: 'Lab Papers', CREDIT: 'off' })
  const { deps, resend } = world
  const site = siteOf(deps.config)
  await freezeEdition(deps.db, anEdition({ date: '2026-01-21', publishedAt: NOON }), {
    formula: FORMULA,
    cohorts: [],
  })
  await someReaders(world, ['ada@lab.test'], { hour: 13, from: '2026-01-21' })
  await deliverAt(world, Date.parse('2026-01-21T13:00:00Z'))
  await browser.post('/subscribe', { email: 'eve@lab.test' })
  const [signup] = await everySignup(world)
  const token = await signToken(deps.config.TOKEN_SECRET, 'confirm', signup?.id ?? 0, signup?.askedAt ?? 0)
  await browser.post(`/confirm?token=${token}`, {})
  await browser.post('/preferences/link', { email: 'ada@lab.test' })
  const authorization = { authorization: `Bearer ${OPERATOR.ADMIN_TOKEN}` }
  await browser.post('/operator/test', {}, authorization)
  await browser.post('/operator/hold', { what: 'signups' }, authorization)
  await warnOperator(deps)
  const quiet = renderQuietWeek('https://papers.lab.test/new', site)
  const kinds = ['ada@lab.test', 'eve@lab.test', 'ops@lab.test'].map((to) => resend.to(to).length)
  expect(kinds).toEqual([2, 2, 2])
  expect([...resend.calls.map(({ body }) => body), JSON.stringify(quiet)].join('\n')).not.toMatch(PROGRAM)
  for (const { from } of resend.taken) expect(from).toBe('Lab Papers <daily@lab.test>')
  const [digest] = resend.to('ada@lab.test')
  expect(digest?.headers['List-Id']).toBe('Lab Papers daily <daily.papers.lab.test>')
  for (const { html, text } of [digest, quiet, ...resend.to('eve@lab.test')].flatMap((mail) => mail ?? [])) {
    expect(html).toContain('Lab Papers')
    expect(text).toMatch(/^Lab Papers\n/)
  }
  expect(resend.to('eve@lab.test')[0]?.subject).toBe('Confirm your Lab Papers subscription')
  expect(resend.to('ops@lab.test').map(({ subject }) => subject.split(/[:\]]/)[0])).toContain('Lab Papers')
})

test('sources are told who asks', async () => {
  const { fetch } = world.deps
  world.deps.fetch = (input, init) => {
    agents.add(new Request(input, init).headers.get('user-agent') ?? '')
    return fetch(input, init)
  }
  await runTick(world, '2026-01-22T12:00:00Z')
  expect([...agents]).toEqual(['Lab-Papers/0.1 (+https://papers.lab.test/)'])
})

const ODD = '"Ada\u2019s" & Co, \u{1f30a} \u05e0\u05d9\u05d9\u05e8\u05d5\u05ea; = {x}'
test('a name of quotes, signs, emoji and right-to-left letters harms no page, feed, header or tool', async () => {
  world.deps.config = named({ NAME: ODD, LOGO_TEXT: '& more', ACCENT: 'fd0' })
  const { brand, MAIL_FROM } = world.deps.config
  const page = await (await browser.get('/developers')).text()
  const shown = ODD.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  expect(page).toContain(`<title>For developers \u00b7 ${shown}</title>`)
  expect(page).toMatch(/<a class="brand" href="\/">& more<|<a class="brand" href="\/">&amp; more</)
  for (const path of ['/feed.xml', '/feed.atom', '/new.xml', '/feeds.opml', '/favicon.svg'])
    expect(XMLValidator.validate(await (await browser.get(path)).text()), path).toBe(true)
  expect(parseAtomFeed(await (await browser.get('/feed.atom')).text()).title?.value).toBe(ODD)
  expect((await (await browser.get('/openapi.json')).json<{ info: object }>()).info).toMatchObject({
    title: ODD,
  })
  expect(await (await browser.get('/skill.md')).text()).toMatch(/^---\nname: ada-s-co-x\n/)
  expect(MAIL_FROM).toBe(`"${ODD.replaceAll('"', '\\"')}" <daily@lab.test>`)
  const batch = { members: [{ id: 1, email: 'ada@lab.test', generation: 0 }], keyId: null }
  const digest = { sender: MAIL_FROM, subject: 'S', html: '', text: '' }
  const [mail] = await renderMails(world.deps.config, digest, batch)
  // A phrase outside ASCII would have to be encoded (RFC 2047); the list has its id without one.
  expect(mail?.headers['List-Id']).toBe('<daily.papers.lab.test>')
  expect(userAgent(brand, 'https://papers.lab.test')).toBe('Ada-s-Co-x/0.1 (+https://papers.lab.test/)')
  expect(await (await browser.get('/new')).text()).toContain(styleSheetOf(brand).path)
  expect(await (await browser.get(styleSheetOf(brand).path)).text()).toContain(
    `--accent:${brand.light.accent}`,
  )
})
