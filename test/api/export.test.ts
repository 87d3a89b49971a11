import { beforeAll, expect, test } from 'vitest'
import type { aBrowser } from '../helpers/browser.ts'
import { wholeDatabase } from '../helpers/world.ts'
import { aReadWorld } from './world.ts'

let browser: ReturnType<typeof aBrowser>
beforeAll(async () => {
  ;({ browser } = await aReadWorld())
})

type Head = { format: string; version: number; kind: string; licence: string; next: string | null }

/** The runtime warns of a text whose type it does not know. */
const textOf = async (answer: Response) => new TextDecoder().decode(await answer.arrayBuffer())

/** Reads an export to its end, as a script would: every line but the first of each answer. */
async function readAll(address: string): Promise<{ lines: Record<string, unknown>[]; answers: number }> {
  const lines: Record<string, unknown>[] = []
  let [next, answers]: [string | null, number] = [address, 0]
  while (next !== null) {
    const { pathname, search } = new URL(next, 'http://localhost')
    const answer: Response = await browser.get(pathname + search)
    expect([next, answer.status]).toEqual([next, 200])
    const [first = '', ...rest] = (await textOf(answer)).trimEnd().split('\n')
    const head = JSON.parse(first) as Head
    expect(head).toMatchObject({ format: 'papertide', version: 1, licence: expect.stringMatching(/\w/) })
    expect(answer.headers.get('link')).toBe(head.next === null ? null : `<${head.next}>; rel="next"`)
    lines.push(...rest.map((line) => JSON.parse(line)))
    answers++
    next = head.next
  }
  return { lines, answers }
}

/**
 * A row as it stands in the database, from a line: instants in ms, names with underscores, JSON as
 * text.
 */
const asRow = (line: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(line).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      /At$|^at$|Since$/.test(name) && typeof value === 'string'
        ? Date.parse(value)
        : typeof value === 'object' && value !== null
          ? JSON.stringify(value)
          : typeof value === 'boolean'
            ? Number(value)
            : value,
    ]),
  )

const byKey = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort()

test.each([
  ['papers', 7, 6],
  ['observations', 30, 3],
  ['editions', 1, 1],
])('%s in answers of %i are all rows, each once', async (kind, limit, answers) => {
  const read = await readAll(`/export/${kind}.ndjson?limit=${limit}`)
  expect(read.answers).toBe(answers)
  const whole = await readAll(`/export/${kind}.ndjson`)
  expect(whole).toEqual({ lines: read.lines, answers: 1 })
  const rows = ((await wholeDatabase())[kind] ?? []) as Record<string, unknown>[]
  const told = read.lines.map(asRow)
  const names = Object.keys(told[0] ?? {})
  const stored = rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name]])))
  expect(told.length).toBe(rows.length)
  expect(byKey(told)).toEqual(byKey(stored))
})

test('what the tick of the present quarter of an hour writes comes later', async () => {
  const { world, browser: early } = await aReadWorld()
  const count = async () =>
    (await textOf(await early.get('/export/observations.ndjson'))).trimEnd().split('\n').length - 1
  world.at('2026-01-15T08:14:59Z')
  const before = await count()
  world.at('2026-01-15T08:15:00Z')
  expect([before, await count()]).toEqual([40, 81])
})

test.each(['papers', 'observations', 'editions'])(
  'a cursor or limit that is none of %s is refused',
  async (kind) => {
    for (const query of [
      'after=x',
      'after=%00',
      'after=2026-13-01T00:00:00.000Z~2601.00001~arxiv',
      'limit=0',
      'limit=9999',
      'page=2',
    ]) {
      const answer = await browser.get(`/export/${kind}.ndjson?${query}`)
      expect([query, answer.status, answer.headers.get('content-type')]).toEqual([
        query,
        400,
        'application/problem+json',
      ])
    }
  },
)

test('nothing of a reader is in an export, and it is sent compressed', async () => {
  for (const kind of ['subscribers', 'schedules', 'batches', 'digests'])
    expect((await browser.get(`/export/${kind}.ndjson`)).status).toBe(404)
  const packed = await browser.get('/export/papers.ndjson', { 'accept-encoding': 'gzip' })
  expect(packed.headers.get('content-encoding')).toBe('gzip')
})
