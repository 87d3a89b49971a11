import { beforeEach, expect, test } from 'vitest'
import { atomically } from '../../src/db/client.ts'
import { appendObservations } from '../../src/db/observations.ts'
import { saveArxiv, saveListed } from '../../src/db/papers.ts'
import { signups } from '../../src/db/schema.ts'
import { indexPapers } from '../../src/jobs/index-papers.ts'
import { updateScores } from '../../src/jobs/update-scores.ts'
import { readerLinks } from '../../src/subscribers/links.ts'
import { aBrowser } from '../helpers/browser.ts'
import { aMessage } from '../helpers/delivering.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'
import { aPublishedEdition, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World, wholeDatabase } from '../helpers/world.ts'

let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-14T20:00:00Z')
  browser = aBrowser(world)
  const at = world.deps.now()
  const papers = Array.from({ length: 5 }, (_, n) =>
    aPaper({ id: `2601.0000${n}`, title: `Transformers <${n}>`, organization: n === 0 ? 'nvidia' : null }),
  )
  await atomically(world.deps.db, [
    saveListed(papers, '2026-01-14', at),
    saveArxiv(
      papers.map((paper) => ({ ...paper, version: 1 })),
      at,
    ),
    appendObservations(papers.map(({ id }, n) => anObservation({ paperId: id, at, upvotes: 9 - n }))),
  ])
  await updateScores(world.deps, aMessage('scores', at))
  await indexPapers(world.deps)
  await aPublishedEdition(world, '2026-01-15', world.at('2026-01-15T02:00:00Z'))
})

const text = async (path: string) => (await (await browser.get(path)).text()).replace(/\s+/g, ' ')
const followed = async () => (await world.deps.db.select().from(signups)).at(-1)?.preferences?.topics

test('every list has one button to follow it at its top, by feed or mail', async () => {
  for (const path of [
    '/trending',
    '/new?q=transformer',
    '/top/week',
    '/authors/Ada%20Lovelace',
    '/organizations/nvidia',
    '/search?q=transformer',
  ]) {
    const html = await text(path)
    expect(html.split('<summary>Follow</summary>').length, path).toBe(2)
    expect(html.indexOf('<summary>Follow'), path).toBeLessThan(html.indexOf('class="paper"'))
    for (const ending of ['.xml', '.atom', '.json', '.md'])
      expect(html, path).toContain(`${path.split('?')[0]}${ending}`)
    expect(html, path).toContain('action="/subscribe"')
  }
  expect(await text('/search')).not.toContain('<summary>Follow')
})

test('the preview says back what it understood, how many papers match, and three of them; nothing is stored', async () => {
  const before = await wholeDatabase()
  const some = await text('/follow?q=transformer')
  expect(some).toContain('Understood as: papers with transformer.')
  expect(some).toContain('5 papers of the last 7 days match, among them:')
  expect(some).toContain(
    '<li>Transformers &lt;0&gt;</li><li>Transformers &lt;1&gt;</li><li>Transformers &lt;2&gt;</li></ul>',
  )
  expect(await text('/follow?q=org%3Anvidia')).toContain('1 paper of the last 7 days matches:')
  const none = await text('/follow?q=zeppelin')
  expect(none).toContain('role="alert"')
  expect(none).toContain('No paper of the last 7 days matches.')
  expect(await text('/follow')).not.toContain('Understood')
  for (const path of ['/follow?category=cs.XX', `/follow?q=${'a'.repeat(501)}`, '/follow?q=*'])
    expect((await browser.get(path)).status, path).toBe(400)
  expect(await wholeDatabase()).toEqual(before)
})

test('a name that some author has is understood as that author, quoted or not; others stay words', async () => {
  expect(await text('/follow?q=Ada+Lovelace,+%22tomas+novak%22,+world+models')).toContain(
    'papers by Ada Lovelace or by tomas novak or with world models.',
  )
  await browser.post('/subscribe', { email: 'a@example.org', q: '"Ada Lovelace" "Xipeng Qiu"' })
  expect(await followed()).toBe('q=author%3A%22Ada%20Lovelace%22,%20%22Xipeng%20Qiu%22')
})

test('the preferences form shows a preview of what is typed, and saves nothing until it is told to', async () => {
  const [id = 0] = await someReaders(world, ['a@example.org'])
  const path = (await readerLinks(world.deps.config, id)).preferences.slice(
    world.deps.config.PUBLIC_URL.length,
  )
  const before = await wholeDatabase()
  const html = await text(
    `${path}&preview=yes&hour=9&cadence=days&days=tue&days=sat&q=transformer+or+org:nvidia`,
  )
  expect(html).toContain('Nothing is saved yet.')
  expect(html).toContain('papers with transformer or from nvidia.')
  expect(html).toContain('5 papers of the last 7 days match')
  expect(html).toContain('value="transformer, org:nvidia"')
  expect(html).toContain('<option value="9" selected="">')
  expect([...html.matchAll(/name="days" value="(\w+)" checked=""/g)].map(([, day]) => day)).toEqual([
    'tue',
    'sat',
  ])
  expect((await browser.get(`${path}&preview=yes&hour=99`)).status).toBe(400)
  expect((await browser.get(`${path}x&preview=yes&q=transformer`)).status).toBe(400)
  expect(await wholeDatabase()).toEqual(before)
})
