import { beforeAll, expect, test } from 'vitest'
import type { ListedPaper } from '../../scripts/replay/archive.ts'
import { queryArxiv } from '../../scripts/replay/arxiv.ts'
import { queryGitHub } from '../../scripts/replay/github.ts'
import hfDays from '../../scripts/replay/hf-days.jsonl.gz?url&inline'
import { dailyPapers } from '../../scripts/replay/hugging-face.ts'
import { editionsSince } from '../../src/db/editions.ts'
import { renderDigest } from '../../src/mail/digest.tsx'
import { selectVariant } from '../../src/mail/variants.ts'
import { isRising } from '../../src/ranking/edition.ts'
import { PAPERTIDE } from '../../src/wording/brand.ts'
import { editionPage } from '../../src/wording/links.ts'
import { shownLead } from '../../src/wording/shown-lead.ts'
import { aBrowser } from '../helpers/browser.ts'
import { runTick } from '../helpers/ticking.ts'
import { unpack } from '../helpers/unpack.ts'
import { quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const DAYS = Array.from({ length: 17 }, (_, n) => `2026-01-${12 + n}`)
const TICKS = ['00:15', '02:15', '08:15', '13:15', '20:15']

let world: World
let editions: Awaited<ReturnType<typeof editionsSince>>
/** What `/` and `/trending` said at each tick of the replay. */
const pages: { path: string; at: string; html: string }[] = []

beforeAll(async () => {
  const archive = { listed: await unpack<ListedPaper>(hfDays), extra: [], stories: [] }
  world = await aNewWorld('2026-01-12T00:00:00Z')
  quietUpstreams(world)
  world.deps.config.GITHUB_TOKEN = 'a-token'
  const { now, db } = world.deps
  world.answer('https://huggingface.test/', ({ url }) => {
    const date = new URL(url).searchParams.get('date') ?? ''
    return new Response(JSON.stringify(dailyPapers(archive, date, now())))
  })
  world.answer('https://github.test/', async (request) => {
    return new Response(JSON.stringify(queryGitHub(archive, await request.text(), now())))
  })
  world.answer('https://arxiv.test/api/query', ({ url }) => {
    const { status, body } = queryArxiv(archive, new URL(url).searchParams, now())
    return new Response(body, { status })
  })
  const browser = aBrowser(world)
  for (const day of DAYS)
    for (const time of TICKS) {
      await runTick(world, `${day}T${time}:00Z`)
      for (const path of ['/', '/trending'])
        pages.push({ path, at: `${day} ${time}`, html: await (await browser.get(path)).text() })
    }
  editions = await editionsSince(db, '2026-01-01')
})

const text = (html: string) =>
  html
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')

/** The lines under "Also rising", of a page or a mail. */
const under = (html: string) => /Also rising<\/h[23]>(.*?)<\/(?:ul|table)>/s.exec(html)?.[1] ?? ''

/** What may be said of a paper that rises: a gain, or the votes of its first two days. */
const RISES = /^(?:\+[\d,]+ |Back again: \+|[\d,]+ Hugging Face upvotes? in (?:\d|[1-3]\d|4[0-8]) hours? on)/

const reasonsIn = (html: string) =>
  [
    ...html.matchAll(/(?:\+[\d,]+|[\d,]+|Back again)(?:<\/b>)?[^<>]* (?:upvotes?|stars?|points?)[^<>]*\./g),
  ].map(([line]) => line.replace(/<\/?b[^>]*>/g, ''))

test('the whole replay is played: 17 days, an edition after each list', () => {
  expect(editions.length).toBeGreaterThanOrEqual(10)
  expect(pages).toHaveLength(DAYS.length * TICKS.length * 2)
})

test('no page of any played day says "none new", and what it lists as rising rises', () => {
  let rising = 0
  for (const { path, at, html } of pages) {
    expect(text(html), `${path} ${at}`).not.toMatch(/none new|no new/)
    for (const line of reasonsIn(under(html))) {
      rising++
      expect(line, `${path} ${at}`).toMatch(RISES)
    }
  }
  expect(rising).toBeGreaterThan(50)
})

test('the head of /trending says what orders it, and each line there says what speaks for its paper', () => {
  const trending = pages.filter(({ path, html }) => path === '/trending' && html.includes('class="paper"'))
  expect(trending.length).toBeGreaterThan(70)
  for (const { html } of trending) {
    expect(text(html)).toContain('in order of the upvotes we still expect')
    expect(html).not.toContain('fastest. ')
    const reasons = [...html.matchAll(/<p class="reason[^"]*">(.*?)<\/p>/g)].map(([, line = '']) =>
      text(line),
    )
    expect(reasons.length).toBeGreaterThan(0)
    for (const reason of reasons) expect(reason).toMatch(/Hugging Face upvote/)
  }
})

test('no mail of any played day contradicts its heading, and each is below 80 kB', async () => {
  const site = { publicUrl: 'https://papertide.example', postalAddress: '1 Example Street', brand: PAPERTIDE }
  const weeks = [selectVariant(editions.toReversed().slice(0, 5), 'week')].flatMap((week) => week ?? [])
  const mails = [
    ...editions.map((edition) => renderDigest(edition, site)),
    ...weeks.map((week) => renderDigest(week, site, { week: true })),
  ]
  expect(mails.length).toBeGreaterThanOrEqual(10)
  let largest = 0
  for (const { html, text: plain } of mails) {
    for (const part of [html, plain]) expect(part).not.toMatch(/none new|Also rising:/)
    for (const line of reasonsIn(under(html))) expect(line).toMatch(RISES)
    largest = Math.max(largest, new TextEncoder().encode(html).length)
  }
  expect(largest).toBeLessThan(80 * 1024)
  console.log(`largest of ${mails.length} mails: ${largest} bytes`)
})

test('an edition counts rising papers only if each of its papers rises', async () => {
  const browser = aBrowser(world)
  for (const { date, papers } of editions) {
    const html = await (await browser.get(editionPage('', date))).text()
    const all = papers.every(({ score }) => isRising(score))
    expect(text(html).includes(`${papers.length} rising papers`), date).toBe(all)
    const brief = papers.filter(({ depth }) => depth === 'brief')
    expect(html.includes('>Also rising<'), date).toBe(brief.every(({ score }) => isRising(score)))
  }
})

test('every paper of every edition has a frozen lead, word for word from its abstract', () => {
  for (const { papers } of editions)
    for (const { abstract, lead, id } of papers) {
      expect(lead, id).toBeTruthy()
      expect(abstract, id).toContain(lead?.sentence)
      if (lead?.result) expect(abstract, id).toContain(lead.result)
      expect(shownLead({ title: '', abstract, ...(lead && { lead }) }).source).toBeNull()
    }
})

test('the feed of papers stays below 200 kB, in the order of its editions', async () => {
  const browser = aBrowser(world)
  world.tick()
  const xml = await (await browser.get('/feed.xml')).text()
  console.log(`feed.xml: ${new TextEncoder().encode(xml).length} bytes`)
  expect(new TextEncoder().encode(xml).length).toBeLessThan(200_000)
  const times = [...xml.matchAll(/<pubDate>(.*?)<\/pubDate>/g)].map(([, date = '']) => Date.parse(date))
  expect(times).toHaveLength(90)
  expect(times).toEqual([...new Set(times)].sort((a, b) => b - a))
})
