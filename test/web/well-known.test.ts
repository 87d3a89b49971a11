import { XMLValidator } from 'fast-xml-parser'
import { beforeEach, expect, test } from 'vitest'
import { freezeEdition } from '../../src/db/editions.ts'
import { FORMULA } from '../../src/ranking/score.ts'
import { aBrowser } from '../helpers/browser.ts'
import { anEdition } from '../helpers/editions.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

let world: World
let browser: ReturnType<typeof aBrowser>

beforeEach(async () => {
  world = await aNewWorld('2026-01-30T03:00:00Z')
  browser = aBrowser(world)
})

test('robots, sitemap and llms.txt are what they say they are', async () => {
  await freezeEdition(world.deps.db, anEdition(), { formula: FORMULA, cohorts: [] })
  const answers = {
    '/robots.txt': 'text/plain; charset=utf-8',
    '/sitemap.xml': 'application/xml; charset=utf-8',
    '/llms.txt': 'text/markdown; charset=utf-8',
  }
  for (const [path, type] of Object.entries(answers)) {
    const answer = await browser.get(path)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
    expect(answer.headers.get('etag')).toBeTruthy()
  }
  const sitemap = await (await browser.get('/sitemap.xml')).text()
  expect(XMLValidator.validate(sitemap)).toBe(true)
  expect(sitemap.match(/\/papers\//g)).toHaveLength(15)
  expect(sitemap).toContain('/editions/2026-01-30</loc>')
})

test('the feed of papers shows an edition within half a minute, and is rendered once for all who ask', async () => {
  await freezeEdition(world.deps.db, anEdition(), { formula: FORMULA, cohorts: [] })
  const first = await (await browser.get('/feed.xml')).text()
  const [paper] = anEdition().papers
  if (!paper) throw new Error('the edition has no papers')
  const next = {
    ...anEdition(),
    date: '2026-01-31',
    publishedAt: world.deps.now(),
    papers: [{ ...paper, id: '2601.99999' }],
  }
  await freezeEdition(world.deps.db, next, { formula: FORMULA, cohorts: [] })
  expect(await (await browser.get('/feed.xml')).text()).toBe(first)
  world.at('2026-01-30T03:00:31Z')
  const second = await browser.get('/feed.xml')
  expect(await second.text()).toContain('2601.99999')
  expect(second.headers.get('last-modified')).toBe('Fri, 30 Jan 2026 03:00:00 GMT')
})
