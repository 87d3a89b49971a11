import { env } from 'cloudflare:workers'
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { asJsonLists, atomically } from '../../src/db/client.ts'
import { digestOf } from '../../src/db/digests.ts'
import { newestEditionDate } from '../../src/db/editions.ts'
import { findPaper, saveArxiv, saveListed } from '../../src/db/papers.ts'
import { sourceRuns } from '../../src/db/schema.ts'
import { indexPapers } from '../../src/jobs/index-papers.ts'
import { keepAuthors } from '../../src/papers/authors.ts'
import { freezePaper } from '../../src/ranking/edition.ts'
import { scorePaper } from '../../src/ranking/score.ts'
import { parseArxivFeed } from '../../src/sources/arxiv.ts'
import { parseList } from '../../src/sources/huggingface.ts'
import { aBrowser } from '../helpers/browser.ts'
import { aPaper } from '../helpers/papers.ts'
import { someReaders } from '../helpers/readers.ts'
import { ALL } from '../helpers/sizes.ts'
import { runTick } from '../helpers/ticking.ts'
import { aListOf, anArxivFeed, listOf, quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

/** D1 takes so many bytes as one parameter, and as one row. */
const D1 = 2_000_000
const START = Date.parse('2026-01-18T12:00:00Z')
const QUARTER = 900_000
const bytes = (text: string) => new TextEncoder().encode(text).byteLength
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-18T12:00:00Z')
  quietUpstreams(world)
})
/** Ticks of an instance that asks nobody but for the daily lists. */
async function readLists(ticks: number) {
  world.deps.config = { ...world.deps.config, SOURCES: ['huggingface'] }
  for (let n = 0; n < ticks; n++) await runTick(world, START + n * QUARTER)
}
const id = (n: number) => `2601.${String(n).padStart(5, '0')}`
const longName = (n: number) => `Ada ${n} ${'Lovelace'.repeat(24)}`.slice(0, 199)
const manyAuthors = (papers: number, authors: number, name: (n: number) => string) =>
  JSON.stringify(
    JSON.parse(aListOf(papers)).map(({ paper, ...rest }: { paper: object }) => ({
      paper: { ...paper, authors: Array.from({ length: authors }, (_, n) => ({ name: name(n) })) },
      ...rest,
    })),
  )

test('seven papers of 2,000 long author names are an edition, with its mail, and say how many are left out', async () => {
  listOf(world, '2026-01-16', manyAuthors(7, 2_000, longName))
  await someReaders(world, ['ada@example.org'], { hour: 12 })
  await readLists(4)
  const date = await newestEditionDate(world.deps.db)
  expect(date).toBe('2026-01-18')
  const row = await env.DB.prepare('select papers from editions where date = ?').bind(date).first()
  expect(bytes(String(row?.papers))).toBeLessThan(D1 / 2)
  const paper = await findPaper(world.deps.db, id(1))
  const kept = paper?.authors.length ?? 0
  expect(kept).toBeGreaterThan(100)
  expect(kept + (paper?.moreAuthors ?? 0)).toBe(2_000)
  const said = `and ${new Intl.NumberFormat('en').format(2_000 - 5)} more`
  const mail = await digestOf(world.deps.db, date ?? '', 'all')
  expect(mail?.text.replace(/\s+/g, ' ')).toContain(said)
  expect(mail?.html.replaceAll('\u00a0', ' ')).toContain(said)
  const browser = aBrowser(world)
  const cut = `and ${new Intl.NumberFormat('en').format(2_000 - kept)} more`
  for (const [path, words] of [
    ['/', said],
    ['/feed.md', said],
    ['/feed.xml', cut],
    ['/feed.atom', cut],
    ['/feed.json', cut],
    [`/papers/${id(1)}`, cut],
    [`/papers/${id(1)}.md`, cut],
    [`/papers/${id(1)}.bib`, ' and others'],
  ] as const) {
    const answer = await browser.get(path)
    expect(answer.status, path).toBe(200)
    expect((await answer.text()).includes(words), path).toBe(true)
  }
})

test('fifteen papers of the largest kind, stored before there was a limit, fit into a row and say what is cut', () => {
  const authors = Array.from({ length: 2_000 }, (_, n) => `${longName(n)}深`)
  const largest = aPaper({ title: '深'.repeat(500), abstract: '深'.repeat(10_000), authors })
  const score = scorePaper(largest, [], START)
  const frozen = Array.from({ length: 15 }, (_, n) => freezePaper(largest, score, n + 1, 'own'))
  expect(bytes(JSON.stringify(frozen))).toBeLessThan(D1)
  const [first] = frozen
  expect((first?.authors.length ?? 0) + (first?.moreAuthors ?? 0)).toBe(2_000)
  expect(first?.moreAuthors).toBeGreaterThan(1_000)
})

test('authors are kept whole as long as they fit, and every one is counted', () => {
  const names = Array.from({ length: 1_412 }, (_, n) => `Ada B. Lovelac${n}`)
  expect(keepAuthors(names)).toEqual({ authors: names })
  expect(keepAuthors([])).toEqual({ authors: [] })
  expect(keepAuthors(['Ada'], 7)).toEqual({ authors: ['Ada'], moreAuthors: 7 })
  // A name, two quotation marks and a comma: 32 bytes a name.
  const even = Array.from({ length: 1_001 }, (_, n) => String(n).padStart(29, 'x'))
  expect(keepAuthors(even.slice(0, 1_000))).toEqual({ authors: even.slice(0, 1_000) })
  expect(keepAuthors(even)).toEqual({ authors: even.slice(0, 1_000), moreAuthors: 1 })
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', maxLength: 9_000 }), { maxLength: 30 }),
      fc.nat(),
      (all, more) => {
        const { authors, moreAuthors = 0 } = keepAuthors(all, more)
        expect(authors).toEqual(all.slice(0, authors.length))
        expect(authors.length + moreAuthors).toBe(all.length + more)
        expect(bytes(JSON.stringify(authors))).toBeLessThanOrEqual(32_001)
      },
    ),
    { numRuns: ALL ? 50 : 15 },
  )
})

test('a list of 9,000 papers is read as far as papers were asked for, and the status says so', async () => {
  const list = parseList(aListOf(9_000, '2601', 0, 9_000))
  if ('error' in list) throw new Error(list.error)
  expect(list.papers).toHaveLength(100)
  expect(list.refused).toEqual(['9000 papers were sent where 100 were asked for: the others are not read'])
  const whole = parseList(aListOf(100))
  expect('error' in whole ? whole.error : [whole.papers.length, whole.refused]).toEqual([100, []])
  listOf(world, '2026-01-16', aListOf(9_000, '2601', 0, 9_000))
  await readLists(4)
  const { stored } = (await env.DB.prepare('select count(*) as stored from papers').first()) ?? {}
  expect(stored).toBe(100)
  const runs = await world.deps.db.select().from(sourceRuns)
  expect(runs.find(({ subject }) => subject === 'list 2026-01-16')).toMatchObject({ seen: 101, refused: 1 })
})

test('an answer without end is called off at its limit, source by source, and is a reason', async () => {
  const chunk = new TextEncoder().encode(' '.repeat(50_000))
  const limits = { arxiv: 2, huggingface: 8, hackernews: 1 }
  const sent = new Map<string, { bytes: number; ended: boolean }>()
  const endless = (host: string) => () => {
    const told = { bytes: 0, ended: false }
    sent.set(host, told)
    return new Response(
      new ReadableStream({
        pull(controller) {
          told.bytes += chunk.byteLength
          controller.enqueue(chunk)
        },
        cancel() {
          told.ended = true
        },
      }),
    )
  }
  for (const host of Object.keys(limits)) world.answer(`https://${host}.test/`, endless(host))
  await runTick(world, START)
  const runs = await world.deps.db.select().from(sourceRuns)
  for (const [host, megabytes] of Object.entries(limits)) {
    const told = sent.get(host)
    expect(told?.ended, host).toBe(true)
    // One piece is over the limit, and one more may be on its way.
    expect(told?.bytes, host).toBeLessThanOrEqual(megabytes * 1_000_000 + 3 * chunk.byteLength)
    const reasons = runs.filter(({ source }) => source === host).map(({ reason }) => reason)
    expect(new Set(reasons), host).toEqual(new Set([`${host}.test sent more than ${megabytes} MB`]))
  }
})

test('a feed of more markup than papers need is refused before it is parsed, whatever its markup', () => {
  const refused = { error: 'the feed has more markup than papers need' }
  const feed = (inside: string) => anArxivFeed([{ id: id(1) }]).replace('</entry>', `${inside}</entry>`)
  const author = (inside: string) => `<author ${inside}><name>B</name></author>`
  for (const one of ['a="1" ', "a='1' ", 'a = "1"\n', 'a=', 'a ', '\t', 'a=b" ', 'a=">" '])
    expect(parseArxivFeed(feed(author(one.repeat(40_001)))), one).toEqual(refused)
  // Hidden behind what looks like the end of the tag.
  expect(parseArxivFeed(feed(author(`b=">" c='">' ${'a='.repeat(40_000)}`)))).toEqual(refused)
  const text = `<summary>${'a = b '.repeat(100_000)}</summary><!-- ${"it's = ".repeat(50_000)} -->`
  expect(parseArxivFeed(feed(text))).not.toEqual(refused)
  for (const tags of ['<a/>', '<!---->', '<![CDATA[]]>'])
    expect(parseArxivFeed(feed(tags.repeat(100_001)))).toEqual(refused)
  const good = parseArxivFeed(feed('<author><name>Ada Lovelace</name></author>'.repeat(3_000)))
  if ('error' in good) throw new Error(good.error)
  expect((good.papers[0]?.authors.length ?? 0) + (good.papers[0]?.moreAuthors ?? 0)).toBe(3_001)
})

test('more papers than an answer of arXiv can have are not read', () => {
  const read = (count: number) => {
    const feed = parseArxivFeed(anArxivFeed(Array.from({ length: count }, (_, n) => ({ id: id(n) }))))
    return 'error' in feed ? feed.error : [feed.papers.length, feed.refused.length]
  }
  expect(read(100)).toEqual([100, 0])
  expect(read(101)).toEqual([100, 1])
})

test('rows become lists that hold them all, in order, none above a million bytes', () => {
  const read = (rows: unknown[]) => {
    const lists = asJsonLists(rows)
    expect(lists.flatMap((list) => JSON.parse(list))).toEqual(rows)
    return lists.map(bytes)
  }
  expect(read([])).toEqual([2])
  expect(read(['a'])).toEqual([5])
  const rows = Array.from({ length: 300 }, (_, n) => ({ n, text: '深"'.repeat(2_000) }))
  const sizes = read(rows)
  expect(sizes.length).toBe(4)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000_001)
  // One that is larger alone goes alone.
  expect(read(['a', 'x'.repeat(1_500_000), 'b'])).toHaveLength(3)
})

test('a hundred papers of the largest kind are stored and indexed, no parameter above what D1 takes', async () => {
  const authors = Array.from({ length: 50 }, (_, n) => `${n} ${'深'.repeat(190)}`)
  const largest = Array.from({ length: 100 }, (_, n) =>
    aPaper({
      id: id(n),
      title: '深'.repeat(500),
      abstract: `${n} ${'深海"'.repeat(3_300)}`,
      authors,
      moreAuthors: 3,
    }),
  )
  const at = world.deps.now()
  const statements = [
    ...saveListed(largest, '2026-01-16', at),
    ...saveArxiv(
      largest.map((paper) => ({ ...paper, version: 2 })),
      at,
    ),
  ]
  const dialect = new SQLiteAsyncDialect()
  const longest = statements.map((one) =>
    Math.max(...dialect.sqlToQuery(one).params.map((value) => bytes(String(value)))),
  )
  expect(Math.max(...longest)).toBeLessThan(D1)
  expect(longest.length).toBeGreaterThan(8)
  await atomically(world.deps.db, [statements])
  expect(await findPaper(world.deps.db, id(99))).toMatchObject({ authors, moreAuthors: 3, version: 2 })
  await indexPapers(world.deps)
  await indexPapers(world.deps)
  const { count } = (await env.SEARCH.prepare('select count(*) as count from documents').first()) ?? {}
  expect(count).toBe(100)
})
