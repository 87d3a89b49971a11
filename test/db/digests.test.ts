import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/client.ts'
import { digestOf, storeDigests } from '../../src/db/digests.ts'
import { aPublishedEdition } from '../helpers/readers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

/**
 * D1 takes so many bytes as one parameter: https://developers.cloudflare.com/d1/platform/limits/
 */
const MOST_BYTES = 2_000_000
const DATE = '2026-01-20'
let world: World
beforeEach(async () => {
  world = await aNewWorld(`${DATE}T03:00:00Z`)
  await aPublishedEdition(world, DATE, world.deps.now())
})

/** The bytes of the longest parameter of each statement that some work makes. */
async function longestParameters(work: (db: World['deps']['db']) => Promise<void>): Promise<number[]> {
  const longest: number[] = []
  const lengthOf = (value: unknown) => new TextEncoder().encode(String(value)).byteLength
  const watched = new Proxy(env.DB, {
    get: (target, name) =>
      name === 'prepare'
        ? (text: string) => {
            const statement = target.prepare(text)
            const bind = statement.bind.bind(statement)
            statement.bind = (...values) => {
              longest.push(Math.max(...values.map(lengthOf)))
              return bind(...values)
            }
            return statement
          }
        : Reflect.get(target, name),
  })
  await work(openDatabase(watched))
  return longest
}

/** Characters of which each is three bytes, and quotation marks, which JSON escapes. */
const said = (length: number, n: number) => `${n}${'深"'.repeat(length / 2)}`.slice(0, length)
const digest = (n: number, length: number) => ({
  digestDate: DATE,
  variant: `part ${n}`,
  sender: 'Papertide <digest@papertide.example>',
  subject: `Digest ${n}`,
  html: said(length / 2, n),
  text: said(length / 2, n),
})

test('however many digests are kept at once, no parameter is longer than D1 takes, and few statements are made', async () => {
  const many = Array.from({ length: 42 }, (_, n) => digest(n, 50_000))
  const sent = await longestParameters((db) => storeDigests(db, many))
  expect(Math.max(...sent)).toBeLessThan(MOST_BYTES)
  expect(sent.length).toBeLessThanOrEqual(6)
  for (const n of [0, 10, 41])
    expect((await digestOf(world.deps.db, DATE, `part ${n}`))?.html).toBe(many[n]?.html)
})

test('a digest that is longer than others together goes alone, the first of a name stays', async () => {
  const given = [digest(1, 100), digest(2, 600_000), digest(3, 100), { ...digest(1, 100), html: 'another' }]
  const sent = await longestParameters((db) => storeDigests(db, given))
  expect(Math.max(...sent)).toBeLessThan(MOST_BYTES)
  expect(sent).toHaveLength(3)
  expect((await digestOf(world.deps.db, DATE, 'part 2'))?.text).toBe(digest(2, 600_000).text)
  expect((await digestOf(world.deps.db, DATE, 'part 1'))?.html).toBe(digest(1, 100).html)
})
