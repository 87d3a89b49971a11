import { beforeEach, expect, test } from 'vitest'
import { atomically } from '../../src/db/client.ts'
import { appendObservations } from '../../src/db/observations.ts'
import { papers } from '../../src/db/schema.ts'
import type { PaperReport } from '../../src/ranking/report.ts'
import { HOUR } from '../../src/time/dates.ts'
import { aBrowser } from '../helpers/browser.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const ID = '2601.08441'
const at = (text: string) => Date.parse(text)

let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-16T12:00:00Z')
  browser = aBrowser(world)
  await world.deps.db
    .insert(papers)
    .values(aPaper({ id: ID, version: 3, repo: 'ada/vectors', story: '46600001', comment: '12 pages' }))
  const looks = [
    anObservation({ at: at('2026-01-14T08:00:00Z'), upvotes: 30, comments: 2 }),
    anObservation({ at: at('2026-01-15T09:00:00Z'), upvotes: 71, comments: 5 }),
    anObservation({ at: at('2026-01-15T09:00:00Z'), source: 'github', stars: 2190 }),
    anObservation({ at: at('2026-01-16T09:00:00Z'), source: 'github', stars: 2310 }),
    anObservation({ at: at('2026-01-16T10:00:00Z'), source: 'hackernews', points: 120, comments: 45 }),
  ]
  await atomically(world.deps.db, [appendObservations(looks)])
})
const read = async (path: string) => (await browser.get(path)).text()

/** Text without tags. */
const said = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

test('page and Markdown tell counts and their change, dates apart, versions and both discussions', async () => {
  const html = await read(`/papers/${ID}`)
  const markdown = await read(`/papers/${ID}.md`)
  for (const link of [
    'https://huggingface.co/papers/2601.08441',
    'https://news.ycombinator.com/item?id=46600001',
    'https://github.com/ada/vectors',
    'https://arxiv.org/abs/2601.08441v3',
    'https://arxiv.org/abs/2601.08441v1',
  ]) {
    expect(html).toContain(`href="${link}"`)
    expect(markdown).toContain(`](<${link}>)`)
  }
  for (const text of [said(html), markdown])
    for (const words of [
      '+41 in 25 hours',
      '+120 in 24 hours',
      'Points on Hacker News',
      'checked once so far',
      '13 January 2026',
      '14 January 2026, 08:00 UTC; arXiv had announced it by then',
      '14 January 2026, on Hugging Face',
      '12 pages',
      'not in one yet',
    ])
      expect(text).toContain(words)
  expect(said(html)).toContain('2,310 +120 in 24 hours')
})

test('the same is there as JSON, with the score at each observation', async () => {
  const report: PaperReport = await (await browser.get(`/papers/${ID}.json`)).json()
  expect(report.paper).toMatchObject({ story: '46600001', version: 3, listedOn: '2026-01-14' })
  expect(report.signals.map(({ signal, count, gained }) => [signal, count, gained])).toEqual([
    ['upvotes', 71, 41],
    ['comments', 5, 3],
    ['stars', 2310, 120],
    ['points', 120, null],
    ['comments', 45, null],
  ])
  expect(report.history).toHaveLength(4)
  expect(report.history.at(-1)).toMatchObject({ points: 120, now: report.score.now, mail: report.score.mail })
})

test('a paper that nobody counted anything of has no score to explain', async () => {
  await world.deps.db.insert(papers).values(aPaper({ id: '2601.00001', listedOn: null }))
  for (const text of [said(await read('/papers/2601.00001')), await read('/papers/2601.00001.md')]) {
    expect(text).toContain('No votes observed yet.')
    expect(text).not.toMatch(/[Ss]core|huggingface\.co/)
  }
})

test('the curve has a table of the same observations, which needs no script', async () => {
  const html = await read(`/papers/${ID}`)
  const [table = ''] = /<details[^>]*><summary>4 checks[\s\S]*?<\/details>/.exec(html) ?? []
  expect(table.match(/<th scope="row">/g)).toHaveLength(4)
  expect(said(table)).toMatch(/15 Jan 2026, 09:00 71 2,190/)
})

test('the score of a page is of its last observation, also when that came after the week of its list', async () => {
  const late = anObservation({ at: at('2026-02-20T09:00:00Z'), source: 'github', stars: 9000 })
  await atomically(world.deps.db, [appendObservations([late])])
  const report: PaperReport = await (await browser.get(`/papers/${ID}.json`)).json()
  expect(report.scoredAt).toBe(late.at)
  // No rise is named that nobody looked at for a month.
  expect(report.reason).toBe(
    '71 Hugging Face upvotes in 33 hours on the daily list; its code has 9,000 GitHub stars (+6,690); 120 points on Hacker News.',
  )
  expect(await read(`/papers/${ID}`)).toContain('20 February 2026, 09:00 UTC')
})

test('the page of a paper with hundreds of authors and observations stays below 60 kB', async () => {
  const authors = Array.from({ length: 664 }, (_, n) => `Firstname${n} Lastname${n}`)
  await world.deps.db.insert(papers).values(aPaper({ id: '2501.14249', authors }))
  const looks = Array.from({ length: 300 }, (_, n) =>
    anObservation({ paperId: '2501.14249', at: at('2026-01-14T08:00:00Z') + n * HOUR, upvotes: n }),
  )
  await atomically(world.deps.db, [appendObservations(looks)])
  const html = await read('/papers/2501.14249')
  // As booleans: what fails need not print the page.
  expect(/\d\d of 300 checks/.test(html)).toBe(true)
  for (const author of authors) expect(html.includes(author), author).toBe(true)
  expect(new TextEncoder().encode(html).length).toBeLessThan(60_000)
})
