import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import Ajv2020 from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NOTICE, TOOLS } from '../../src/web/mcp/tools.ts'
import type { aBrowser } from '../helpers/browser.ts'
import { aReadWorld } from './world.ts'

let browser: ReturnType<typeof aBrowser>
let client: Client
let asked = 0
const from = () => ({ 'cf-connecting-ip': `2001:db8:1:${(asked++).toString(16)}::1` })

beforeAll(async () => {
  ;({ browser } = await aReadWorld())
  client = new Client({ name: 'test', version: '1' })
  const transport = new StreamableHTTPClientTransport(new URL('http://localhost/mcp'), {
    fetch: async (input, init) => {
      const request = new Request(input as RequestInfo, init as RequestInit)
      for (const [name, value] of Object.entries(from())) request.headers.set(name, value)
      const { pathname } = new URL(request.url)
      return browser.ask(pathname, request)
    },
  })
  await client.connect(transport)
})
afterAll(() => client.close())

const CALLS: Record<string, Record<string, unknown>> = {
  trending: { category: 'cs.CL', limit: 30 },
  early: { limit: 3 },
  search: { query: 'agents', limit: 3 },
  paper: { id: '2601.08441' },
  why: { id: '2601.08441v2' },
  edition: {},
  history: { id: '2601.00003' },
  compare: { ids: ['2601.00003', '2601.00030', '2601.99999'] },
}

test('the official client lists every tool, all of them only read', async () => {
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name)).toEqual(Object.keys(CALLS))
  expect(TOOLS.map(({ name }) => name)).toEqual(Object.keys(CALLS))
  for (const tool of tools) {
    expect(tool.annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false })
    expect(tool.outputSchema?.type).toBe('object')
    expect(tool.inputSchema.additionalProperties).toBe(false)
  }
})

test('every tool answers what its schema says, and says whose words are in it', async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  const { tools } = await client.listTools()
  for (const tool of tools) {
    const answer = await client.callTool({ name: tool.name, arguments: CALLS[tool.name] ?? {} })
    expect([tool.name, answer.isError ?? false]).toEqual([tool.name, false])
    const isValid = ajv.compile({ ...tool.outputSchema } as object)
    expect([tool.name, isValid(answer.structuredContent), isValid.errors]).toEqual([tool.name, true, null])
    expect(answer.structuredContent).toMatchObject({ notice: NOTICE })
    const [text] = answer.content as { text: string }[]
    expect(JSON.parse(text?.text ?? '')).toEqual(answer.structuredContent)
  }
})

test('rank and reason of the top 30 come in one call', async () => {
  const { structuredContent } = await client.callTool({ name: 'trending', arguments: { limit: 30 } })
  const { papers } = structuredContent as { papers: { rank: number; reason: string }[] }
  expect(papers.map(({ rank }) => rank)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
  expect(papers.every(({ reason }) => /\d/.test(reason))).toBe(true)
})

test('a comparison names the higher score first and ids that are not known', async () => {
  const { structuredContent } = await client.callTool({ name: 'compare', arguments: CALLS.compare ?? {} })
  expect(structuredContent).toMatchObject({
    papers: [{ id: '2601.00030' }, { id: '2601.00003' }],
    unknown: ['2601.99999'],
  })
})

test.each([
  ['paper', { id: '2601.99999' }, /No such paper/],
  ['paper', { id: 7 }, /string/],
  ['paper', {}, /id/],
  ['trending', { limit: 0 }, /limit/],
  ['trending', { pages: 2 }, /pages/],
  ['trending', { category: 'not a category' }, /category/],
  ['search', { query: '' }, /query/],
  ['edition', { date: '2020-01-01' }, /no edition/],
  ['compare', { ids: Array(10_000 / 50).fill('2601.00001') }, /5/],
])('%s with %j is answered with what is wrong', async (name, given, said) => {
  const answer = await client.callTool({ name, arguments: given })
  expect(answer.isError).toBe(true)
  expect((answer.content as { text: string }[])[0]?.text).toMatch(said)
})

test('editions and papers are resources, and a prompt asks for a briefing', async () => {
  const { resources } = await client.listResources()
  expect(resources.map(({ uri }) => uri)).toEqual(['papertide://editions/2026-01-30'])
  const { resourceTemplates } = await client.listResourceTemplates()
  expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
    'papertide://editions/{date}',
    'papertide://papers/{id}',
  ])
  for (const uri of [
    'papertide://editions/2026-01-30',
    'papertide://editions/latest',
    'papertide://papers/2601.08441',
  ]) {
    const { contents } = await client.readResource({ uri })
    expect(JSON.parse((contents[0] as { text: string }).text)).toMatchObject({ notice: NOTICE })
  }
  for (const uri of ['papertide://papers/2601.99999', 'papertide://readers/1', 'file:///etc/passwd'])
    await expect(client.readResource({ uri })).rejects.toThrow()
  const { prompts } = await client.listPrompts()
  expect(prompts.map(({ name }) => name)).toEqual(['brief_me'])
  const prompt = await client.getPrompt({ name: 'brief_me', arguments: { interests: 'reading mathematics' } })
  expect(JSON.stringify(prompt.messages)).toContain('reading mathematics')
})

const post = (body: string, headers: Record<string, string> = {}) =>
  browser.ask('/mcp', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...from(),
      ...headers,
    },
  })
const call = (method: string, params: object = {}) =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })

test('what is no call is refused, never with 500', async () => {
  const answers: [string, Response][] = [
    ['no JSON', await post('{')],
    ['empty', await post('')],
    ['an unknown method', await post(call('readers/list'))],
    ['an unknown tool', await post(call('tools/call', { name: 'erase', arguments: {} }))],
    ['a batch', await post(`[${call('tools/list')},${call('ping')}]`)],
    ['another type', await post(call('ping'), { 'content-type': 'text/plain' })],
    ['an odd Accept', await post(call('ping'), { accept: 'image/png' })],
    ['a huge body', await post(call('ping', { x: 'x'.repeat(20_000) }))],
    ['a number', await post('7')],
  ]
  for (const [name, answer] of answers) {
    const text = await answer.text()
    expect([name, answer.status < 500, /error|detail|result/.test(text)]).toEqual([name, true, true])
  }
  expect(await (await post(call('readers/list'))).text()).toContain('-32601')
})

test('there is no session to open or to end', async () => {
  for (const method of ['GET', 'DELETE', 'PUT'])
    expect([method, (await browser.ask('/mcp', { method })).status]).toEqual([method, 405])
  const answer = await post(call('ping'))
  expect(answer.headers.get('mcp-session-id')).toBeNull()
  expect(answer.headers.get('cache-control')).toMatch(/no-cache|no-store/)
})

test('llms.txt names the server, and the skill names every tool and route', async () => {
  expect(await (await browser.get('/llms.txt')).text()).toContain('/mcp')
  const skill = await (await browser.get('/skill.md')).text()
  for (const { name, description } of TOOLS)
    expect(skill).toMatch(new RegExp(`- \`${name}\` \\(.*\\): ${description.slice(0, 20)}`))
  const { paths } = await (await browser.get('/openapi.json')).json<{ paths: Record<string, object> }>()
  for (const path of Object.keys(paths)) expect(skill).toContain(`\`GET ${path}\``)
  expect(skill).toMatch(/^---\nname: papertide\ndescription: .{40,1000}\n---\n/)
})
