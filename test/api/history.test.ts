import { beforeAll, expect, test } from 'vitest'
import { inSteps, readSections, type Section } from '../../scripts/history/sections.ts'

import { atomically } from '../../src/db/client.ts'
import { addPicks } from '../../src/db/early-picks.ts'
import { freezeEdition } from '../../src/db/editions.ts'
import { appendObservations, saveStories } from '../../src/db/observations.ts'
import { saveArxiv, saveListed } from '../../src/db/papers.ts'
import { withdrawHere } from '../../src/db/withdrawals.ts'
import { closeList } from '../../src/jobs/close-list.ts'
import { indexPapers } from '../../src/jobs/index-papers.ts'
import { updateScores } from '../../src/jobs/update-scores.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { earlyScore } from '../../src/ranking/early.ts'
import { FORMULA } from '../../src/ranking/formula.ts'
import { KINDS } from '../../src/sources/history.ts'
import { addDays, HOUR, startOf } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { aChance } from '../helpers/chance.ts'
import { aMessage } from '../helpers/delivering.ts'
import { anEdition, anEditionPaper } from '../helpers/editions.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'
import { someReaders } from '../helpers/readers.ts'
import { aNewWorld, wholeDatabase } from '../helpers/world.ts'

const NOW = '2026-01-31T08:00:00Z'
const TOKEN = 'a-token-for-the-operator'
const authorization = { authorization: `Bearer ${TOKEN}` }

async function anInstance() {
  const world = await aNewWorld(NOW)
  world.deps.config = { ...world.deps.config, ADMIN_TOKEN: TOKEN }
  return { world, browser: aBrowser(world) }
}
type Instance = Awaited<ReturnType<typeof anInstance>>

const idOf = (n: number) => `2601.${String(n).padStart(5, '0')}`
const paper = (n: number, given: Partial<Paper> = {}) =>
  aPaper({
    id: idOf(n),
    title: `Paper ${n} on ${n % 3 === 0 ? 'agents' : 'vision'}`,
    authors: n % 2 === 0 ? ['Ada Lovelace', `Émile ${n}`] : ['J. R. Smith'],
    categories: [n % 2 === 0 ? 'cs.CL' : 'cs.CV'],
    ...given,
  })
const DAYS = Array.from({ length: 30 }, (_, back) => addDays('2026-01-30', back - 29))

/** Every kind of row that pages are made of: lists of a month, and all that can happen to papers. */
async function aWorldOfAllKinds({ world }: Instance) {
  const { db } = world.deps
  for (const [d, day] of DAYS.entries()) {
    const at = startOf(day) + 20 * HOUR
    const papers = [1, 2, 3].map((n) =>
      paper(3 * d + n, {
        repo: n === 1 ? `lovelace/steering-${d}` : null,
        organization: n === 2 ? 'lovelace-lab' : null,
        organizationName: n === 2 ? 'Lovelace Lab' : null,
        projectPage: n === 3 ? 'https://steering.example/' : null,
        submitterFollowers: 100 * d,
        summary: n === 1 ? 'A summary.' : null,
      }),
    )
    await atomically(db, [
      saveListed(papers, day, at - 4 * HOUR),
      // The last of them waits for arXiv still.
      saveArxiv(
        papers
          .slice(0, d === 29 ? 2 : 3)
          .map((one) => ({ ...one, version: 1, comment: '12 pages\nand more' })),
        at,
      ),
      appendObservations(
        papers.flatMap(({ id }, n) => [
          anObservation({ paperId: id, at: at - 4 * HOUR, upvotes: n + d }),
          anObservation({
            paperId: id,
            at,
            upvotes: 5 * n + 2 * d,
            stars: n === 0 ? 12 + d : null,
            comments: 1,
          }),
          anObservation({ paperId: id, source: 'github', at, stars: n === 0 ? 13 + d : null }),
        ]),
      ),
      saveStories(
        [{ id: `${40_000 + d}`, paperId: papers[0]?.id ?? '', repo: null, points: 30 + d, comments: 4 }],
        day,
        at,
      ),
    ])
    await updateScores(world.deps, aMessage('scores', at))
  }
  const unlisted = [101, 102, 103].map((n) => paper(n, { listedOn: null }))
  const early = unlisted.map((one) => ({ id: one.id, early: earlyScore(one, new Map()) }))
  const night = startOf('2026-01-30') + 2 * HOUR
  await atomically(db, [
    saveArxiv(unlisted.map((one, n) => ({ ...one, version: 2, early: early[n]?.early })) as never, night),
    saveArxiv([{ ...paper(80), version: 2, withdrawn: true }], night),
  ])
  await addPicks(db, '2026-01-30', early.slice(0, 2), night)
  await withdrawHere(db, idOf(85), { at: night, action: 'withdrew', subject: idOf(85) })
  const given = { formula: FORMULA, cohorts: [{ age: 24, of: 60, q75: 3, q90: 20, q99: 80.5 }] }
  const back = anEditionPaper({ id: idOf(85), position: 2, depth: 'brief' })
  back.score.parts.back = { signal: 'stars', gained: 300, total: 900, over: 24.5, times: 3 }
  back.score.parts.place = { rank: 1, of: 40, whole: true }
  const editions = [
    {
      ...anEdition({ date: '2026-01-28', publishedAt: startOf('2026-01-28') + 3 * HOUR }),
      papers: [anEditionPaper({ id: idOf(84), pickedOn: '2026-01-27' }), back],
    },
    anEdition({ date: '2026-01-29', state: 'quiet', note: 'Hugging Face had no list.', papers: [] }),
    anEdition({
      state: 'partial',
      note: 'arXiv could not be read.',
      operatorNote: 'We are back.\r\nAll of us.',
    }),
  ]
  for (const edition of editions) await freezeEdition(db, edition, given)
  for (let again = true; again; )
    again = (await closeList(world.deps, aMessage('close', world.deps.now()))).outcome === 'done'
  await someReaders(world, ['ada@example.org'])
}

const A_LIST = ['', '.xml', '.atom', '.json', '.md', '.bib', '.ris', '.csl.json']
const PAGES = [
  ...['/trending', '/top/day', '/top/week', '/top/month', '/early', '/new', '/search?q=agents'].flatMap(
    (path) =>
      path.includes('?') ? [path] : [...A_LIST.map((ending) => `${path}${ending}`), `/api/v1${path}`],
  ),
  ...[
    '/top/month?category=cs.CL&limit=7',
    '/trending?q=vision',
    '/authors/Ada%20Lovelace',
    '/organizations/lovelace-lab',
  ],
  ...['', '.xml', '.atom', '.json', '.md'].map((ending) => `/editions${ending}`),
  ...['.xml', '.atom', '.json', '.md'].map((ending) => `/feed${ending}`),
  ...['2026-01-28', '2026-01-29', '2026-01-30'].flatMap((date) => [
    ...A_LIST.map((ending) => `/editions/${date}${ending}`),
    `/api/v1/editions/${date}`,
  ]),
  ...[84, 85, 86, 80, 90, 101].flatMap((n) =>
    ['', '.json', '.md', '.bib'].map((end) => `/papers/${idOf(n)}${end}`),
  ),
  ...['/export/papers.ndjson', '/export/observations.ndjson', '/export/editions.ndjson', '/'],
]
async function everyPage({ browser }: Instance): Promise<Record<string, string>> {
  const pages: Record<string, string> = {}
  for (const path of PAGES) {
    const answer = await browser.get(path)
    expect([path, answer.status]).toEqual([path, 200])
    pages[path] = new TextDecoder().decode(await answer.arrayBuffer())
  }
  return pages
}
const indexAll = async ({ world }: Instance) => {
  while ((await indexPapers(world.deps)).outcome === 'done');
}

/** Every answer of every export, in the order in which an import takes them. */
async function exported({ browser }: Instance): Promise<Section[]> {
  const sections: Section[] = []
  for (const kind of KINDS) {
    let next: string | null = `/export/${kind}.ndjson?limit=${kind === 'observations' ? 200 : 20}`
    while (next !== null) {
      const { pathname, search } = new URL(next, 'http://localhost')
      const answer = await browser.get(pathname + search)
      const text = new TextDecoder().decode(await answer.arrayBuffer())
      const lines = text
        .trimEnd()
        .split('\n')
        .map((line, index) => ({ number: index + 1, text: line }))
      for await (const section of readSections(lines as never)) {
        sections.push(section)
        next = section.head.next
      }
    }
  }
  return sections
}

const give = async ({ browser }: Instance, kind: string, lines: readonly string[]) => {
  const answer = await browser.ask(`/operator/history/${kind}`, {
    method: 'POST',
    headers: authorization,
    body: lines.join('\n'),
  })
  return {
    status: answer.status,
    ...((await answer.json()) as {
      taken: number
      changed: number
      refused: { line: number; reason: string }[]
    }),
  }
}
const stepsOf = (sections: readonly Section[]) =>
  sections.flatMap(({ head, lines }) =>
    inSteps(head.kind, lines).map((step) => ({ kind: head.kind, lines: step.map(({ text }) => text) })),
  )

let sections: Section[]
let pages: Record<string, string>
let rows: Record<string, unknown[]>
beforeAll(async () => {
  const old = await anInstance()
  await aWorldOfAllKinds(old)
  await indexAll(old)
  pages = await everyPage(old)
  sections = await exported(old)
  rows = await wholeDatabase()
})

test('an empty instance that takes an export answers every page, feed and JSON with the same bytes', async () => {
  const fresh = await anInstance()
  for (const { kind, lines } of stepsOf(sections)) {
    const told = await give(fresh, kind, lines)
    expect(told).toEqual({ status: 200, taken: lines.length, changed: lines.length, refused: [] })
  }
  await indexAll(fresh)
  expect(Object.keys(pages).length).toBeGreaterThan(120)
  expect(await everyPage(fresh)).toEqual(pages)
  // What is known of authors is made anew of the lists.
  for (let again = true; again; )
    again = (await closeList(fresh.world.deps, aMessage('close', fresh.world.deps.now()))).outcome === 'done'
  const now = await wholeDatabase()
  expect(byName(now.author_past)).toEqual(byName(rows.author_past))
  expect(rows.author_past?.length).toBeGreaterThan(20)
})

/** What pages are made of, and what belongs to readers. */
const OF_PAPERS = ['papers', 'observations', 'list_scores', 'early_picks', 'editions', 'edition_papers']
const OF_READERS = [
  'subscribers',
  'schedules',
  'signups',
  'consents',
  'batches',
  'digests',
  'stopped_addresses',
]
const byName = (all: unknown[] = []) => all.map((row) => JSON.stringify(row)).sort()
const some = async (names: readonly string[]) => {
  const all = await wholeDatabase()
  return names.map((name) => [name, byName(all[name])])
}

test('cut off anywhere, and given again from the first line, nothing is doubled and no reader is touched', async () => {
  const { pick, below } = aChance(7)
  const steps = stepsOf(sections)
  const instance = await anInstance()
  await someReaders(instance.world, ['grace@example.org'])
  const readers = await some(OF_READERS)
  for (const until of [below(steps.length), below(steps.length), steps.length])
    for (const { kind, lines } of steps.slice(0, until)) {
      // The answer to one call in three never arrives, so it is made again.
      if (pick([true, false, false])) await give(instance, kind, lines)
      expect((await give(instance, kind, lines)).refused).toEqual([])
    }
  expect(await some(OF_READERS)).toEqual(readers)
  const interrupted = await some(OF_PAPERS)
  const again = await give(instance, 'papers', steps.find(({ kind }) => kind === 'papers')?.lines ?? [])
  expect(again).toMatchObject({ taken: 20, changed: 0 })
  const atOnce = await anInstance()
  for (const { kind, lines } of steps) await give(atOnce, kind, lines)
  expect(interrupted).toEqual(await some(OF_PAPERS))
})

const linesOf = (kind: string): string[] =>
  sections.filter(({ head }) => head.kind === kind).flatMap(({ lines }) => lines.map(({ text }) => text))
/** A line with some fields changed. */
const changed = (line: string, changes: object) => JSON.stringify({ ...JSON.parse(line), ...changes })

test('what is here is overwritten by no older text, and an edition by nothing', async () => {
  const instance = await anInstance()
  const { db } = instance.world.deps
  const own = {
    id: idOf(90),
    title: 'Our title',
    version: 1,
    firstSeenAt: Date.parse('2026-01-29T00:00:00Z'),
  }
  await atomically(db, [
    saveArxiv([{ ...paper(90), ...own }], Date.parse('2026-01-31T00:00:00Z')),
    saveArxiv([{ ...paper(1), title: 'Our first', version: 2 }], Date.parse('2026-01-31T00:00:00Z')),
  ])
  await freezeEdition(db, anEdition({ date: '2026-01-28', papers: [anEditionPaper()] }), {
    formula: FORMULA,
    cohorts: [],
  })
  const kept = (await wholeDatabase()).editions
  const [edition = ''] = linesOf('editions')
  expect(await give(instance, 'editions', [edition])).toMatchObject({ taken: 1, changed: 0 })
  expect((await wholeDatabase()).editions).toEqual(kept)

  const of = (n: number) => linesOf('papers').find((line) => JSON.parse(line).id === idOf(n)) ?? ''
  await give(instance, 'papers', [of(1)])
  const read = async (n: number) => {
    const found = (await wholeDatabase()).papers as { id: string }[]
    return found.find(({ id }) => id === idOf(n)) as unknown as Record<string, unknown>
  }
  // The text is ours, which is newer; where and when it was listed is the history's.
  expect(await read(1)).toMatchObject({
    title: 'Our first',
    version: 2,
    listed_on: DAYS[0],
    repo: 'lovelace/steering-0',
  })
  const { revision } = await read(1)
  expect(await give(instance, 'papers', [changed(of(1), { title: 'Theirs', version: 2 })])).toMatchObject({
    changed: 0,
  })
  expect(await read(1)).toMatchObject({ title: 'Our first', revision })
  // A newer one replaces it, and is indexed anew.
  expect(await give(instance, 'papers', [changed(of(1), { title: 'Theirs', version: 3 })])).toMatchObject({
    changed: 1,
  })
  expect(await read(1)).toMatchObject({ title: 'Theirs', version: 3, revision: Number(revision) + 1 })
})

test('lists that were closed before they had all their votes are added to what is known of authors anew', async () => {
  const instance = await anInstance()
  const { world } = instance
  const at = world.deps.now()
  await atomically(world.deps.db, [saveListed([paper(90)], '2026-01-29', startOf('2026-01-29'))])
  const closeAll = async () => {
    while ((await closeList(world.deps, aMessage('close', at))).outcome === 'done');
  }
  await closeAll()
  for (const { kind, lines } of stepsOf(sections)) await give(instance, kind, lines)
  await closeAll()
  expect(byName((await wholeDatabase()).author_past)).toEqual(byName(rows.author_past))
})

test('a line that does not fit is refused by itself, with its number and why', async () => {
  const instance = await anInstance()
  const [good = ''] = linesOf('papers')
  const [look = ''] = linesOf('observations')
  const edition = linesOf('editions').at(-1) ?? ''
  const { papers } = JSON.parse(edition) as { papers: object[] }
  await give(instance, 'papers', linesOf('papers').slice(0, 50))
  const bad: [string, string, RegExp][] = [
    ['papers', '{"id":"2601.00001"', /is no JSON object/],
    ['papers', '[1]', /is no JSON object/],
    ['papers', changed(good, { id: '2601.00001v2' }), /^id: is no arXiv id/],
    ['papers', changed(good, { title: 7 }), /^title: /],
    ['papers', changed(good, { title: 'x'.repeat(5_001) }), /^title: /],
    ['papers', changed(good, { email: 'ada@example.org' }), /email/],
    ['papers', changed(good, { firstSeenAt: 1769616000000 }), /^firstSeenAt: /],
    ['papers', changed(good, { listedOn: '2026-02-30' }), /^listedOn: /],
    ['papers', changed(good, { repo: '../../evil' }), /^repo: is no owner\/name/],
    ['papers', changed(good, { projectPage: 'javascript:alert(1)' }), /^projectPage: is no web address/],
    [
      'papers',
      changed(good, { current: { ...JSON.parse(good).current, score: { now: 'x' } } }),
      /^current\.score\.now: /,
    ],
    ['papers', changed(good, { firstSeenAt: '2026-02-01T00:00:00.000Z' }), /yet to come/],
    ['observations', changed(look, { source: 'reddit' }), /^source: /],
    ['observations', changed(look, { upvotes: 1.5 }), /^upvotes: /],
    ['observations', changed(look, { at: '2026-01-31T08:00:00.001Z' }), /yet to come/],
    ['editions', changed(edition, { papers: papers.toReversed() }), /^papers: .*order/],
    [
      'editions',
      changed(edition, { papers: [papers[0], { ...papers[0], position: 2 }] }),
      /^papers: .*twice/,
    ],
    ['editions', changed(edition, { date: 'today' }), /^date: /],
    ['editions', good, /date/],
  ]
  const before = await wholeDatabase()
  for (const [kind, line, why] of bad) {
    const told = await give(instance, kind, [line])
    expect([line.slice(0, 60), told]).toEqual([
      line.slice(0, 60),
      { status: 200, taken: 0, changed: 0, refused: [{ line: 0, reason: expect.stringMatching(why) }] },
    ])
  }
  expect(await wholeDatabase()).toEqual(before)
  // The others of a call are taken, whatever stands between them.
  const mixed = await give(instance, 'observations', [look, 'nonsense', changed(look, { upvotes: 'x' })])
  expect(mixed).toMatchObject({ taken: 1, changed: 1, refused: [{ line: 1 }, { line: 2 }] })
})

test('observations of papers that are not here are left out; too much at once, or without the token, is refused', async () => {
  const instance = await anInstance()
  const [look = ''] = linesOf('observations')
  expect(await give(instance, 'observations', [look])).toMatchObject({ taken: 1, changed: 0 })
  expect((await wholeDatabase()).observations).toEqual([])
  expect((await give(instance, 'papers', Array(51).fill(linesOf('papers')[0]))).status).toBe(400)
  const post = (body: string, headers: Record<string, string>) =>
    instance.browser.ask('/operator/history/papers', { method: 'POST', headers, body })
  expect((await post('x'.repeat(256_001), authorization)).status).toBe(413)
  expect((await post('x'.repeat(256_000), authorization)).status).toBe(200)
  expect((await post(linesOf('papers')[0] ?? '', {})).status).toBe(401)
  expect((await wholeDatabase()).papers).toEqual([])
})
