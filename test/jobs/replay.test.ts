import { beforeAll, expect, test } from 'vitest'
import type { ListedPaper } from '../../scripts/replay/archive.ts'
import { queryGitHub } from '../../scripts/replay/github.ts'
import hfDays from '../../scripts/replay/hf-days.jsonl.gz?url&inline'
import { dailyPapers } from '../../scripts/replay/hugging-face.ts'
import { editionsSince } from '../../src/db/editions.ts'
import { editionPapers, observations, papers } from '../../src/db/schema.ts'
import { composeTopics, topicMaterial } from '../../src/delivery/compose-topics.ts'
import { previewTopics } from '../../src/delivery/preview.ts'
import { recomputeEdition } from '../../src/editions/candidates.ts'
import type { Observation } from '../../src/papers/observation.ts'
import { changeFormula, FORMULA } from '../../src/ranking/formula.ts'
import { scoreParts } from '../../src/ranking/score.ts'
import { readTopics } from '../../src/search/topics.ts'
import { addDays, HOUR } from '../../src/time/dates.ts'
import { runTick } from '../helpers/ticking.ts'
import { unpack } from '../helpers/unpack.ts'
import { quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const DAYS = ['12', '13', '14', '15', '16', '17'].map((day) => `2026-01-${day}`)
const TICKS = ['00:15', '02:15', '08:15', '12:15', '16:15', '20:15', '23:45']

let world: World
let editions: Awaited<ReturnType<typeof editionsSince>>
/** Everything that was stored, by paper. */
let stored: Map<string, Observation[]>
let listOfPaper: Map<string, string | null>
let bornAt: Map<string, number | null>

/** Six recorded days are played through the jobs, and then only what was stored is looked at. */
beforeAll(async () => {
  const archive = { listed: await unpack<ListedPaper>(hfDays), extra: [], stories: [] }
  world = await aNewWorld('2026-01-12T00:00:00Z')
  quietUpstreams(world)
  world.deps.config.GITHUB_TOKEN = 'a-token'
  world.answer('https://huggingface.test/', ({ url }) => {
    const date = new URL(url).searchParams.get('date') ?? ''
    return new Response(JSON.stringify(dailyPapers(archive, date, world.deps.now())))
  })
  world.answer('https://github.test/', async (request) => {
    return new Response(JSON.stringify(queryGitHub(archive, await request.text(), world.deps.now())))
  })
  for (const day of DAYS) for (const time of TICKS) await runTick(world, `${day}T${time}:00Z`)
  const { db } = world.deps
  editions = await editionsSince(db, '2026-01-01')
  stored = Map.groupBy(await db.select().from(observations).orderBy(observations.at), (o) => o.paperId)
  const rows = await db.select().from(papers)
  listOfPaper = new Map(rows.map(({ id, listedOn }) => [id, listedOn]))
  bornAt = new Map(rows.map(({ id, bornAt }) => [id, bornAt]))
})

test('the replayed days make editions in which no paper is twice', async () => {
  expect(editions.map(({ date, state }) => `${date} ${state}`)).toEqual(
    DAYS.slice(1).map((day) => `${day} complete`),
  )
  const ids = (await world.deps.db.select().from(editionPapers)).map(({ paperId }) => paperId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThan(60)
})

/** A reason taken apart, by its grammar and nothing else. */
const GRAMMAR =
  /^(?:\+(?<gained>[\d,]+) Hugging Face upvotes? in (?<over>\d+ \w+), (?<total>[\d,]+) so far|(?<only>[\d,]+) Hugging Face upvotes? in (?<listed>\d+ \w+) on the daily list)(?:, more than (?<share>\d+ of \d+) papers as old)?(?:; (?<place>fastest|second fastest|third fastest) of (?<whole>the )?(?<field>\d+) papers listed that day)?(?:; its code has (?<stars>[\d,]+) GitHub stars?(?: \(\+(?<grown>[\d,]+)\))?)?\.$/
const number = (text: string | undefined) => (text === undefined ? null : Number(text.replaceAll(',', '')))
/** Hours as a reader says them. */
const spoken = (hours: number) => {
  const [n, unit] = hours < 48 ? [Math.max(1, Math.round(hours)), 'hour'] : [Math.round(hours / 24), 'day']
  return `${n} ${unit}${n === 1 ? '' : 's'}`
}
const votes = (id: string, until: number) =>
  (stored.get(id) ?? []).filter((o) => o.upvotes !== null && o.at <= until)

test('every reason of the replayed editions says what the stored observations say', () => {
  const told = { growth: 0, places: 0, shares: 0, stars: 0, grown: 0 }
  for (const { publishedAt, papers: ranked } of editions)
    for (const { id, reason } of ranked) {
      const said = GRAMMAR.exec(reason)?.groups
      expect(said, reason).toBeDefined()
      if (!said) continue
      const looks = votes(id, publishedAt)
      const last = looks.at(-1) as Observation
      expect(last.upvotes, reason).toBe(number(said.total ?? said.only))
      const pairs = looks.slice(0, -1).map((look) => ({
        gained: (last.upvotes ?? 0) - (look.upvotes ?? 0),
        over: spoken((last.at - look.at) / HOUR),
        from: look.at,
      }))
      if (said.gained !== undefined) {
        told.growth++
        const claim = { gained: number(said.gained) ?? 0, over: said.over }
        const proof = pairs.find(({ gained, over }) => gained === claim.gained && over === claim.over)
        expect(proof, `${id} ${reason}`).toBeDefined()
        if (said.place !== undefined && proof) {
          told.places++
          expect(faster(id, proof.from, last.at), reason).toEqual({
            rank: ['fastest', 'second fastest', 'third fastest'].indexOf(said.place) + 1,
            of: number(said.field),
          })
          const list = [...listOfPaper.values()].filter((day) => day === listOfPaper.get(id)).length
          if (said.whole !== undefined) expect(list).toBeGreaterThanOrEqual(number(said.field) ?? 0)
        }
      } else expect(said.listed, reason).toBe(spoken((last.at - (bornAt.get(id) ?? 0)) / HOUR))
      if (said.share !== undefined) {
        told.shares++
        const [most = 0, all = 1] = said.share.split(' of ').map(Number)
        expect(shareBelow(id, last, publishedAt), reason).toBeGreaterThanOrEqual(most / all)
      }
      const counts = (stored.get(id) ?? []).filter((o) => o.stars !== null && o.at <= publishedAt)
      const own = counts.filter(({ source }) => source === 'github')
      const series = own.length > 0 ? own : counts
      if (said.stars !== undefined) {
        told.stars++
        expect(series.at(-1)?.stars, reason).toBe(number(said.stars))
      }
      if (said.grown !== undefined) {
        told.grown++
        expect(series.map(({ stars }) => (series.at(-1)?.stars ?? 0) - (stars ?? 0))).toContain(
          number(said.grown),
        )
      }
    }
  // Each kind of claim was made, so each was checked.
  for (const [kind, times] of Object.entries(told)) expect(times, kind).toBeGreaterThan(0)
})

/**
 * Its place among the papers of its list that were looked at at the same two instants, and gained
 * more.
 */
function faster(id: string, from: number, to: number) {
  const gain = (paper: string) => {
    const [first, last] = [from, to].map((at) => votes(paper, to).find((look) => look.at === at)?.upvotes)
    return first == null || last == null ? null : last - first
  }
  const field = [...listOfPaper].filter(([other, list]) => {
    if (list !== listOfPaper.get(id) || gain(other) === null) return false
    // Who joined earlier has another first look, and zeros are none.
    const all = votes(other, to)
    const looks = all.slice(
      Math.max(
        0,
        all.findIndex(({ upvotes }) => (upvotes ?? 0) > 0),
      ),
    )
    const base = looks.findLast(({ at }) => to - at >= 20 * HOUR) ?? looks[0]
    return base?.at === from
  })
  const mine = gain(id) ?? 0
  return { rank: 1 + field.filter(([other]) => (gain(other) ?? 0) > mine).length, of: field.length }
}

/**
 * The share of papers that had fewer or as many votes at the first measured age that is not below
 * its own.
 */
function shareBelow(id: string, last: Observation, now: number): number {
  const mine = (last.at - (bornAt.get(id) ?? 0)) / HOUR
  const age = [8, 24, 48, 72, 168].find((hours) => hours >= mine) ?? 0
  const others = [...bornAt].flatMap(([other, born]) => {
    if (born === null || born + age * HOUR > now) return []
    const look = votes(other, Math.min(now, born + age * HOUR)).findLast(
      ({ at }) => at >= born + (age * HOUR) / 2,
    )
    return look ? [look.upvotes ?? 0] : []
  })
  return others.filter((count) => count < (last.upvotes ?? 0)).length / others.length
}

test('every stored edition is recomputed to the same order, scores and reasons', async () => {
  for (const edition of editions) {
    const again = await recomputeEdition(world.deps.db, edition)
    expect(again.papers.map(({ id, score, reason }) => ({ id, score, reason }))).toEqual(
      edition.papers.map(({ id, score, reason }) => ({ id, score, reason })),
    )
  }
})

test('the parts and the formula stored with an edition give its order without any observation', () => {
  for (const { papers: ranked, formula } of editions) {
    const scores = ranked.map(({ score }) => scoreParts(score.parts, formula).mail)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    expect(scores).toEqual(ranked.map(({ score }) => score.mail))
  }
})

test('another formula gives another order, and changes nothing that is stored', async () => {
  const slow = changeFormula(FORMULA, 'grow=200')
  const orders = await Promise.all(
    editions.map(async (edition) => {
      const again = await recomputeEdition(world.deps.db, edition, slow)
      return again.papers.map(({ id }) => id).join() !== edition.papers.map(({ id }) => id).join()
    }),
  )
  expect(orders.filter(Boolean).length).toBeGreaterThan(0)
  expect(await editionsSince(world.deps.db, '2026-01-01')).toEqual(editions)
})

/** What the digests of some topics bring with each of the replayed editions, in the order of the days. */
async function brought(topics: string): Promise<string[]> {
  const schedule = { id: 1, kind: 'daily', timezone: 'UTC', hour: 7, days: 127, papers: 20, topics } as const
  const ids: string[] = []
  for (const { date } of editions) {
    const since = addDays(date, -1)
    const material = await topicMaterial(world.deps, date, [{ schedule, since }])
    const composed = composeTopics(world.deps.config, schedule, since, material, schedule.papers)
    ids.push(...(composed?.edition.papers.map(({ id }) => id) ?? []))
  }
  return ids
}

test('the preview of topics is what the replayed days then brought', async () => {
  const authors = (await world.deps.db.select().from(papers)).flatMap(({ authors }) => authors)
  const often = [...Map.groupBy(authors, (name) => name)].filter(([, all]) => all.length > 2)[0]?.[0] ?? ''
  const author = `q=${encodeURIComponent(`author:"${often}"`)}`
  const counts: number[] = []
  for (const topics of [
    'q=agents',
    'q=video,robots',
    'q=reasoning&mute=survey',
    'q=organization:nvidia',
    author,
  ]) {
    const read = readTopics(topics)
    if (read === null) throw new Error(`${topics} cannot be read`)
    const preview = await previewTopics(world.deps, read)
    const ids = await brought(topics)
    expect(new Set(ids).size, topics).toBe(ids.length)
    expect(preview.papers, topics).toBe(ids.length)
    counts.push(ids.length)
  }
  expect(Math.min(...counts)).toBeGreaterThan(0)
  expect(Math.max(...counts)).toBeGreaterThan(20)
})
