import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { mondayOf } from '../../scripts/eval/decide.ts'
import earlyArchive from '../../scripts/eval/early.jsonl.gz?url&inline'
import { type EarlyPaper, readListed, readUnlisted, walk } from '../../scripts/eval/early-days.ts'
import { addClosedList, nextToClose, pastOf } from '../../src/db/author-past.ts'
import { atomically, openDatabase } from '../../src/db/client.ts'
import { whatWaits } from '../../src/db/due.ts'
import { addPicks, onShelf } from '../../src/db/early-picks.ts'
import { recordOf } from '../../src/db/early-record.ts'
import { appendObservations } from '../../src/db/observations.ts'
import { saveArxiv, saveListed } from '../../src/db/papers.ts'
import { authorPast, earlyPicks, papers } from '../../src/db/schema.ts'
import { aRun, noteAnswer } from '../../src/db/source-runs.ts'
import { closeList } from '../../src/jobs/close-list.ts'
import { pickPapers, picksDue } from '../../src/jobs/pick-papers.ts'
import { readPage } from '../../src/jobs/read-arxiv.ts'
import type { Situation } from '../../src/jobs/unit.ts'
import { updateScores } from '../../src/jobs/update-scores.ts'
import { earlyScore } from '../../src/ranking/early.ts'
import { foldName } from '../../src/search/words.ts'
import { addDays, HOUR, startOf, TICK } from '../../src/time/dates.ts'
import { countedDatabase } from '../bench/counted.ts'
import { aMessage } from '../helpers/delivering.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'
import { runTick } from '../helpers/ticking.ts'
import { unpack } from '../helpers/unpack.ts'
import { aDailyList, anArxivFeed, listOf, quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const LIST = '2026-01-19'
const AFTER = Date.parse('2026-01-20T02:30:00Z')

let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  quietUpstreams(world)
})

const people = (names: readonly string[]) => names.map((name) => ({ name, hidden: false }))
const pastNow = async () =>
  (await world.deps.db.select().from(authorPast)).sort((a, b) => (a.name < b.name ? -1 : 1))
const close = (at: number) => closeList(world.deps, aMessage('close', at))

/** Stores a list with the upvotes of each paper seen at `seenAt`, as read after it had closed. */
async function storeList(date: string, listed: { id: string; authors: string[]; upvotes: number | null }[]) {
  const { db } = world.deps
  const at = startOf(date) + 26 * HOUR
  await atomically(db, [
    saveListed(
      listed.map(({ id, authors }) => ({ ...aPaper({ id, authors }) })),
      date,
      at,
    ),
    appendObservations(listed.map(({ id, upvotes }) => anObservation({ paperId: id, at, upvotes }))),
    noteAnswer({ ...aRun('huggingface', `list ${date}`, at), status: 'complete', seen: listed.length }, []),
  ])
}

/** Reads one page of arXiv with these papers by their authors. */
async function announce(at: string, entries: { id: string; authors: string[]; summary?: string }[]) {
  const tick = world.at(at)
  world.answer('https://arxiv.test/', new Response(anArxivFeed(entries)))
  await readPage(world.deps, aMessage('page', tick))
}
const scoreOf = async (id: string) => {
  const rows = await world.deps.db.select().from(papers)
  return rows.find((row) => row.id === id)
}

test('a list that closed adds its authors with their last votes before it closed', async () => {
  listOf(
    world,
    LIST,
    aDailyList([
      { id: '2601.00001', upvotes: 10, authors: people(['José Á. Núñez', 'Ada Lovelace']) },
      { id: '2601.00002', upvotes: 30, authors: people(['Jose A. Nunez']) },
    ]),
  )
  await runTick(world, '2026-01-20T02:00:00Z')
  expect(await pastNow()).toEqual([])
  // What is seen after the closing is no vote of the list.
  listOf(
    world,
    LIST,
    aDailyList([
      { id: '2601.00001', upvotes: 900 },
      { id: '2601.00002', upvotes: 30 },
    ]),
  )
  await runTick(world, '2026-01-20T05:00:00Z')
  expect(await pastNow()).toEqual([
    { name: 'ada lovelace', listings: 1, votes: 0.5, firstOn: LIST, lastOn: LIST },
    { name: 'jose a nunez', listings: 2, votes: 2, firstOn: LIST, lastOn: LIST },
  ])
})

test('a list is closed 26.5 hours after its day began, and not before', async () => {
  await storeList(LIST, [{ id: '2601.00001', authors: ['Ada Lovelace'], upvotes: 3 }])
  expect(await close(AFTER - TICK)).toEqual({ outcome: 'nothing' })
  expect(await close(AFTER)).toMatchObject({ outcome: 'done', list: LIST, authors: 1 })
})

test('lists that are closed twice, late or out of order add each name once, in the order of days', async () => {
  const days = ['2026-01-15', '2026-01-16', '2026-01-19']
  for (const [n, day] of days.entries())
    await storeList(day, [{ id: `2601.0000${n}`, authors: ['Ada Lovelace', `Only Of${n}`], upvotes: 4 }])
  const told = []
  for (let run = 0; run < 5; run++) told.push((await close(AFTER + run * TICK)).list)
  expect(told).toEqual([...days, undefined, undefined])
  const once = await pastNow()
  expect(once.find(({ name }) => name === 'ada lovelace')).toEqual({
    name: 'ada lovelace',
    listings: 3,
    votes: 3,
    firstOn: '2026-01-15',
    lastOn: '2026-01-19',
  })
  // A message that comes again, or one that was overtaken.
  for (const day of days.toReversed())
    await addClosedList(world.deps.db, day, [
      { name: 'ada lovelace', listings: 1, votes: 1 },
      { name: `only of${days.indexOf(day)}`, listings: 1, votes: 1 },
    ])
  expect(await pastNow()).toEqual(once)
  // Two at once.
  await storeList('2026-01-20', [{ id: '2601.00009', authors: ['Ada Lovelace'], upvotes: 4 }])
  await Promise.all([close(AFTER + 24 * HOUR), close(AFTER + 24 * HOUR)])
  expect((await pastNow())[0]).toMatchObject({ name: 'ada lovelace', listings: 4, votes: 4 })
})

test('a list that could not be read after it closed is waited for, for three days', async () => {
  const { db } = world.deps
  await db.insert(papers).values(aPaper({ listedOn: LIST, authors: ['Ada Lovelace'] }))
  expect(await close(AFTER)).toEqual({ outcome: 'nothing', waits: LIST })
  expect(await close(startOf(LIST) + 72 * HOUR - TICK)).toEqual({ outcome: 'nothing', waits: LIST })
  expect(await close(startOf(LIST) + 72 * HOUR)).toMatchObject({ outcome: 'done', list: LIST })
})

test('namesakes, single authors, 2,000 authors, no authors and groups are scored as they are stored', async () => {
  await storeList(LIST, [
    { id: '2601.00001', authors: ['Mirella Kovács', 'Li Wang', 'Gemini Team'], upvotes: 10 },
    { id: '2601.00002', authors: ['Mirella Kovacs', 'Yang'], upvotes: 30 },
  ])
  await close(AFTER)
  const crowd = Array.from({ length: 1999 }, (_, n) => `Person Nr${n} Surname`)
  await announce('2026-01-21T01:15:00Z', [
    { id: '2601.10001', authors: ['Mirella Kovacs'] },
    { id: '2601.10002', authors: ['Li Wang'] },
    { id: '2601.10003', authors: ['Mirella Kovács', ...crowd] },
    { id: '2601.10004', authors: ['Someone Else'], summary: 'Code: https://github.com/a/b' },
    { id: '2601.10005', authors: ['Gemini Team', ':', 'Somebody New'] },
    { id: '2601.10006', authors: ['Li Wang', 'LI WANG'] },
  ])
  const told = async (id: string) => {
    const row = await scoreOf(id)
    return { score: row?.earlyScore, reason: row?.early?.reason, parts: row?.early?.parts }
  }
  const usual = Math.log1p(1)
  expect(await told('2601.10001')).toMatchObject({
    score: 1 + usual,
    reason: 'Its author was on the daily list before',
    parts: { authors: 1, known: 1, common: 0 },
  })
  const half = 1 + 0.5 * Math.log1p(0.5)
  expect(await told('2601.10002')).toMatchObject({ score: half, parts: { common: 1 } })
  expect(await told('2601.10006')).toMatchObject({ score: half, parts: { authors: 1 } })
  expect(await told('2601.10003')).toMatchObject({
    score: 1 + (usual * 50) / 2000,
    reason: '1 of its 2,000 authors was on the daily list before',
  })
  expect(await told('2601.10004')).toMatchObject({
    reason: 'Its author was never on the daily list; its abstract links to code',
    parts: { code: true },
  })
  expect((await told('2601.10004')).score).toBeLessThan(1)
  expect(await told('2601.10005')).toMatchObject({
    score: 1 + Math.log1p(0.5),
    reason: '1 of its 2 authors was on the daily list before',
  })
})

test('a paper without authors can be stored and is told so; one that is listed already has no score', async () => {
  const at = AFTER
  const early = earlyScore({ authors: [], abstract: '' }, new Map())
  await atomically(world.deps.db, [
    saveArxiv([{ ...aPaper({ id: '2601.10001', authors: [] }), version: 1, early }], at),
  ])
  expect((await scoreOf('2601.10001'))?.early).toMatchObject({
    reason: 'It names no author',
    parts: { authors: 0 },
  })
  await storeList(LIST, [{ id: '2601.00001', authors: ['Ada Lovelace'], upvotes: 1 }])
  await announce('2026-01-20T03:00:00Z', [
    { id: '2601.00001', authors: ['Ada Lovelace'] },
    { id: '2601.00002', authors: ['Ada Lovelace'] },
  ])
  expect(await scoreOf('2601.00001')).toMatchObject({ earlyScore: null, early: null })
  expect((await scoreOf('2601.00002'))?.earlyScore).toBeGreaterThan(0)
})

test('a score is made once: what becomes known later, and a new version, leave it as it is', async () => {
  await announce('2026-01-20T01:15:00Z', [{ id: '2601.10001', authors: ['Ada Lovelace'] }])
  const before = await scoreOf('2601.10001')
  await storeList(LIST, [{ id: '2601.00001', authors: ['Ada Lovelace'], upvotes: 1 }])
  await close(AFTER)
  await atomically(world.deps.db, [
    saveArxiv(
      [
        {
          ...aPaper({ id: '2601.10001', version: 2 }),
          early: earlyScore(
            { authors: ['ada lovelace'], abstract: '' },
            await pastOf(world.deps.db, ['ada lovelace']),
          ),
        },
      ],
      AFTER,
    ),
  ])
  expect(await scoreOf('2601.10001')).toMatchObject({
    version: 2,
    earlyScore: before?.earlyScore,
    early: before?.early,
  })
})

test('papers are picked when what arXiv announced is read and half an hour passed, or after six hours', () => {
  const at = Date.parse('2026-01-21T02:00:00Z')
  const day = { date: '2026-01-20', total: 30, next: 30, askedAt: at, failedAt: null, failures: 0 }
  const now = { at, picked: false, newestUnlisted: at - 2 * TICK, days: [day] } as unknown as Situation
  expect(picksDue(now)).toBe(true)
  expect(picksDue({ ...now, picked: true })).toBe(false)
  expect(picksDue({ ...now, newestUnlisted: at - TICK })).toBe(false)
  expect(picksDue({ ...now, newestUnlisted: startOf('2026-01-21') - 1 })).toBe(false)
  expect(picksDue({ ...now, newestUnlisted: null })).toBe(false)
  expect(picksDue({ ...now, days: [{ ...day, next: 25 }] })).toBe(false)
  expect(picksDue({ ...now, days: [{ ...day, total: 0, next: 0 }] })).toBe(false)
  const six = startOf('2026-01-21') + 6 * HOUR
  expect(picksDue({ ...now, at: six, days: [{ ...day, next: 25 }] })).toBe(true)
  expect(picksDue({ ...now, at: six - TICK, days: [{ ...day, next: 25 }] })).toBe(false)
  expect(picksDue({ ...now, at: startOf('2026-01-21') + 12 * HOUR })).toBe(false)
  // Saturday's and Sunday's nights bring nothing.
  const saturday = Date.parse('2026-01-24T02:00:00Z')
  expect(picksDue({ ...now, at: saturday, newestUnlisted: saturday - 2 * TICK })).toBe(false)
})

test('twenty papers a day are picked once, four of them newcomers, and none is picked again or taken back', async () => {
  const { db } = world.deps
  await storeList(LIST, [{ id: '2601.00001', authors: ['Ada Lovelace'], upvotes: 1 }])
  await close(AFTER)
  const some = (from: number) =>
    Array.from({ length: 25 }, (_, n) => ({
      id: `2601.1${String(from + n).padStart(4, '0')}`,
      authors: n < 5 ? ['Joe Newman'] : ['Ada Lovelace'],
    }))
  await announce('2026-01-21T01:15:00Z', some(0))
  const pick = (at: string) => pickPapers(world.deps, aMessage('picks', world.at(at)))
  await Promise.all([pick('2026-01-21T02:00:00Z'), pick('2026-01-21T02:00:00Z')])
  const picks = await db.select().from(earlyPicks)
  expect(picks.map(({ position }) => position)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
  expect(picks.filter(({ newcomer }) => newcomer).map(({ position }) => position)).toEqual([5, 10, 15, 20])
  expect(picks[0]).toMatchObject({ day: '2026-01-21', reason: 'Its author was on the daily list before' })
  // What comes after the picks competes on the next day, with papers of that day alone.
  await announce('2026-01-21T09:00:00Z', some(100))
  await pick('2026-01-21T09:15:00Z')
  expect(await db.select().from(earlyPicks)).toEqual(picks)
  await pick('2026-01-22T02:00:00Z')
  const all = await db.select().from(earlyPicks)
  expect(all.slice(0, 20)).toEqual(picks)
  expect(all.slice(20).map(({ paperId }) => paperId >= '2601.10100')).toEqual(Array(20).fill(true))
  expect(new Set(all.map(({ paperId }) => paperId)).size).toBe(40)
  // A paper that was picked on another day keeps that day.
  const [first] = picks
  await addPicks(
    db,
    '2026-01-23',
    [{ id: first?.paperId ?? '', early: { score: 2, newcomer: false, reason: 'x' } }],
    AFTER,
  )
  expect(await db.select().from(earlyPicks)).toEqual(all)
})

test('nothing is picked of papers that are listed or withdrawn, nor while no author is known', async () => {
  const { db } = world.deps
  await announce('2026-01-21T01:15:00Z', [{ id: '2601.10001', authors: ['Ada Lovelace'] }])
  const pick = () => pickPapers(world.deps, aMessage('picks', Date.parse('2026-01-21T02:00:00Z')))
  expect(await pick()).toEqual({ outcome: 'nothing' })
  await storeList(LIST, [{ id: '2601.00001', authors: ['Ada Lovelace'], upvotes: 1 }])
  await close(AFTER)
  await announce('2026-01-21T05:15:00Z', [
    { id: '2601.10002', authors: ['Ada Lovelace'] },
    { id: '2601.10003', authors: ['Ada Lovelace'] },
    { id: '2601.10004', authors: ['Ada Lovelace'] },
  ])
  await storeList('2026-01-20', [{ id: '2601.10002', authors: [], upvotes: 1 }])
  await env.DB.prepare("update papers set withdrawn = 1 where id = '2601.10003'").run()
  expect(await pick()).toMatchObject({ outcome: 'done' })
  expect((await db.select().from(earlyPicks)).map(({ paperId }) => paperId)).toEqual([
    '2601.10004',
    '2601.10001',
  ])
})

test('the product’s rows order papers as the measure does, on a month of real lists', async () => {
  const rows = await unpack<EarlyPaper>(earlyArchive)
  const until = '2025-12-19'
  const listed = readListed(rows.filter(({ listDate }) => listDate !== undefined)).filter(
    ({ listDate }) => listDate >= '2025-11-24' && listDate < until,
  )
  const fresh = readUnlisted(rows.filter(({ listDate }) => listDate === undefined)).slice(0, 300)
  const { db } = world.deps
  for (const [date, papers] of Map.groupBy(listed, ({ listDate }) => listDate)) {
    const at = startOf(date)
    await atomically(db, [
      saveListed(
        papers.map(({ id, authors }) => aPaper({ id, authors })),
        date,
        at,
      ),
      appendObservations(
        papers.flatMap(({ id, looks }) =>
          looks.map(({ at, upvotes }) => anObservation({ paperId: id, at, upvotes })),
        ),
      ),
    ])
  }
  const last = startOf(until) + 30 * 24 * HOUR
  while ((await close(last)).outcome === 'done');
  let meant: string[] = []
  const order = (past: Parameters<typeof earlyScore>[1]) =>
    fresh
      .map((paper) => ({ id: paper.id, score: earlyScore(paper, past).score }))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1))
      .map(({ id, score }) => `${id} ${score.toFixed(9)}`)
  walk(listed, [addDays(until, 5)], (_, past) => {
    meant = order(past)
  })
  const names = [...new Set(fresh.flatMap(({ authors }) => authors))]
  const past = await pastOf(db, names)
  expect(past.size).toBeGreaterThan(50)
  expect(order(past)).toEqual(meant)
})

test('the record over two weeks of real lists tells what became of each pick', async () => {
  const rows = await unpack<EarlyPaper>(earlyArchive)
  const listed = readListed(rows.filter(({ listDate }) => listDate !== undefined)).filter(
    ({ listDate }) => listDate >= '2025-11-24' && listDate <= '2025-12-19',
  )
  const fresh = readUnlisted(rows.filter(({ listDate }) => listDate === undefined))
  const { db } = world.deps
  // Each list is observed once more six days later: those votes make its week's top 10.
  const LATER = 6 * 24 * HOUR
  const votes = new Map(
    listed.map(({ id, listDate, looks }) => [
      id,
      looks.findLast(({ at }) => at <= startOf(listDate) + LATER)?.upvotes ?? 0,
    ]),
  )
  const days = [...new Set(listed.map(({ listDate }) => listDate))].sort()
  for (const day of days) {
    const at = startOf(day)
    if (day >= '2025-12-08') {
      const announced = [
        ...listed.filter(({ announcedOn, listDate }) => announcedOn === day && listDate >= day),
        ...fresh.filter(({ announcedOn }) => announcedOn === day),
      ]
      const past = await pastOf(db, [...new Set(announced.flatMap(({ authors }) => authors))])
      const scored = announced.map((paper) => ({
        ...aPaper({ id: paper.id, authors: paper.authors }),
        version: 1,
        early: earlyScore(paper, past),
      }))
      await atomically(db, [saveArxiv(scored, at + HOUR)])
      await pickPapers(world.deps, aMessage('picks', world.at(new Date(at + 2 * HOUR).toISOString())))
    }
    const ofDay = listed.filter(({ listDate }) => listDate === day)
    const looks = ofDay.flatMap(({ id, looks }) =>
      looks.map(({ at, upvotes }) => anObservation({ paperId: id, at, upvotes })),
    )
    await atomically(db, [
      saveListed(
        ofDay.map(({ id, authors }) => aPaper({ id, authors })),
        day,
        at + 12 * HOUR,
      ),
      appendObservations(looks),
    ])
    while ((await close(at + 30 * 24 * HOUR)).outcome === 'done');
    const later = at + LATER
    const last = ofDay.map(({ id }) => anObservation({ paperId: id, at: later, upvotes: votes.get(id) ?? 0 }))
    await atomically(db, [appendObservations(last)])
    while ((await updateScores(world.deps, aMessage('scores', later))).again !== undefined);
  }
  const picked = await db.select().from(earlyPicks)
  const meant = ['2025-12-15', '2025-12-08'].map((week) => {
    const best = (monday: string) =>
      listed
        .filter(({ listDate }) => mondayOf(listDate) === monday)
        .sort((a, b) => (votes.get(b.id) ?? 0) - (votes.get(a.id) ?? 0) || (a.id < b.id ? 1 : -1))
        .slice(0, 10)
    const top = new Set(['2025-12-08', '2025-12-15'].flatMap(best).map(({ id }) => id))
    const lists = new Set(listed.map(({ id }) => id))
    const of = (newcomer: boolean) => {
      const some = picked.filter((pick) => mondayOf(pick.day) === week && pick.newcomer === newcomer)
      const count = (ids: ReadonlySet<string>) => some.filter(({ paperId }) => ids.has(paperId)).length
      return { picks: some.length, listed: count(lists), top: count(top) }
    }
    return { week, known: of(false), newcomers: of(true) }
  })
  expect(await recordOf(db, '2025-12-08', '2025-12-15')).toEqual(meant)
  for (const { known } of meant) expect(known.top).toBeGreaterThan(0)
})

test('reading a page of 25 new papers looks their authors up in one statement', async () => {
  await storeList(LIST, [{ id: '2601.00001', authors: ['Ada Lovelace', 'Dana Okafor'], upvotes: 1 }])
  await close(AFTER)
  const names = Array.from({ length: 200 }, (_, n) => foldName(`Person Nr${n}`))
  const { database, cost } = countedDatabase(env.DB)
  const past = await pastOf(openDatabase(database), [...names, 'ada lovelace', 'dana okafor'])
  expect(past.size).toBe(2)
  // The names asked for, and the rows found.
  expect(cost).toEqual({ queries: 1, read: expect.any(Number), written: 0 })
  expect(cost.read).toBeLessThanOrEqual(2 * 202 + 2)
})

test('of a day of 1,200 announced papers, early picks read a few rows a name and write one a name of the list', async () => {
  const { db } = world.deps
  const PAPERS = 1200
  const AUTHORS = 8
  // Twenty thousand names are known; a fifth of those announced are among them.
  await env.DB.prepare(
    `insert into author_past with recursive n(i) as (select 0 union all select i + 1 from n where i < 19999)
      select 'known name' || i, 2, 2.5, '2025-12-01', '2026-01-16' from n`,
  ).run()
  await storeList(
    LIST,
    Array.from({ length: 40 }, (_, n) => ({
      id: `2601.0${String(n).padStart(4, '0')}`,
      authors: Array.from(
        { length: AUTHORS },
        (_, a) => `${a < 5 ? 'Known' : 'Fresh'} Name${n * AUTHORS + a}`,
      ),
      upvotes: n,
    })),
  )
  const { database, cost } = countedDatabase(env.DB)
  const deps = { ...world.deps, db: openDatabase(database) }
  const counted = async (work: () => Promise<unknown>) => {
    const before = { ...cost }
    await work()
    return { read: cost.read - before.read, written: cost.written - before.written }
  }
  const closing = await counted(() => closeList(deps, aMessage('close', AFTER)))
  const pages: { read: number; written: number }[] = []
  for (let from = 0; from < PAPERS; from += 25) {
    const authors = (n: number) =>
      Array.from({ length: AUTHORS }, (_, a) =>
        foldName(`${a % 5 === 0 ? 'known' : 'fresh'} name${n * AUTHORS + a}`),
      )
    pages.push(
      await counted(() => pastOf(deps.db, Array.from({ length: 25 }, (_, n) => authors(from + n)).flat())),
    )
  }
  const early = earlyScore({ authors: ['known name1'], abstract: '' }, await pastOf(db, ['known name1']))
  for (let from = 0; from < PAPERS; from += 100)
    await atomically(db, [
      saveArxiv(
        Array.from({ length: 100 }, (_, n) => ({
          ...aPaper({ id: `2601.2${String(from + n).padStart(4, '0')}` }),
          version: 1,
          early,
        })),
        startOf('2026-01-20') + 25 * HOUR,
      ),
    ])
  const picking = await counted(() => pickPapers(deps, aMessage('picks', startOf('2026-01-20') + 26 * HOUR)))
  // What each tick and each look at the first page reads, however many papers are on no list.
  const tick = startOf('2026-01-20') + 27 * HOUR
  const asking = await counted(() =>
    Promise.all([whatWaits(deps.db, tick, '2026-01-21'), nextToClose(deps.db, '2026-01-19')]),
  )
  const shelf = await counted(() => onShelf(deps.db, '2026-01-15', 5))
  expect([asking.read <= 12, shelf.read <= 100, asking, shelf]).toEqual([true, true, asking, shelf])
  const looking = { read: pages.reduce((sum, { read }) => sum + read, 0), written: 0 }
  console.log('rows of early picks a day:', JSON.stringify({ looking, closing, picking, asking, shelf }))
  expect(looking.read).toBeLessThan(PAPERS * AUTHORS * 3)
  expect(pages.every(({ written }) => written === 0)).toBe(true)
  // A row and its key for each of 320 names, and what is noted of it.
  expect(closing.written).toBeLessThanOrEqual(2 * 40 * AUTHORS + 2)
  expect(picking.read).toBeLessThan(4 * PAPERS)
  expect(picking.written).toBeLessThanOrEqual(3 * 20)
})
