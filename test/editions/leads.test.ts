import { beforeEach, expect, test } from 'vitest'
import { findEdition } from '../../src/db/editions.ts'
import { digests } from '../../src/db/schema.ts'
import { aBrowser } from '../helpers/browser.ts'
import { someReaders } from '../helpers/readers.ts'
import { runTick } from '../helpers/ticking.ts'
import { listOf, quietUpstreams } from '../helpers/upstreams.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const OWN = 'We propose Tide, a clock that follows the moon.'
const THEIRS = 'Tide is a lunar & quiet clock.'
const ABSTRACT = `Clocks are old. ${OWN} It is free.`

let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  quietUpstreams(world)
})

/** A list of two papers, the first with a summary by a model, and the edition made of it. */
async function publish(summaries: 'own' | 'huggingface') {
  world.deps.config.SUMMARIES = summaries
  const papers = [1, 2].map((n) => ({
    paper: {
      id: `2601.0000${n}`,
      title: `Tide ${n}: A Clock`,
      summary: ABSTRACT,
      upvotes: 9 - n,
      authors: [{ name: 'Ada Lovelace' }],
      publishedAt: '2026-01-19T10:00:00.000Z',
      ...(n === 1 && { ai_summary: `  ${THEIRS}\n` }),
    },
    numComments: 1,
  }))
  listOf(world, '2026-01-19', JSON.stringify(papers))
  await someReaders(world, ['ada@example.org'], { hour: 2 })
  await runTick(world, '2026-01-19T12:00:00Z')
  await runTick(world, '2026-01-20T02:00:00Z')
  await runTick(world, '2026-01-20T02:15:00Z')
}

const SURFACES = ['/', '/editions/2026-01-20', '/trending', '/new', '/top/day', '/search?q=tide'].concat(
  ['xml', 'atom', 'json', 'md'].flatMap((ending) => [
    `/feed.${ending}`,
    `/trending.${ending}`,
    `/editions/2026-01-20.${ending}`,
  ]),
)
const plain = (text: string) => text.replace(/&(?:amp;)+|\\u0026|\\&/g, '&')

test('an edition freezes the authors’ own sentence, and every surface leads with it', async () => {
  await publish('own')
  const edition = await findEdition(world.deps.db, '2026-01-20')
  expect(edition?.papers.map(({ lead }) => lead)).toEqual([
    { sentence: OWN, result: null, by: 'authors' },
    { sentence: OWN, result: null, by: 'authors' },
  ])
  const [digest] = await world.deps.db.select().from(digests)
  for (const part of [digest?.html, digest?.text]) expect(part?.replace(/\s+/g, ' ')).toContain(OWN)
  const browser = aBrowser(world)
  for (const path of SURFACES) {
    const text = await (await browser.get(path)).text()
    expect(text, path).toContain(OWN)
    expect(plain(text), path).not.toContain(THEIRS)
  }
})

test('with SUMMARIES=huggingface a paper leads with Hugging Face’s sentence under its name, and without one with its own', async () => {
  await publish('huggingface')
  const edition = await findEdition(world.deps.db, '2026-01-20')
  expect(edition?.papers.map(({ lead }) => lead)).toEqual([
    { sentence: THEIRS, result: null, by: 'huggingface' },
    { sentence: OWN, result: null, by: 'authors' },
  ])
  const [digest] = await world.deps.db.select().from(digests)
  for (const part of [digest?.html, digest?.text]) expect(plain(part ?? '')).toContain(THEIRS)
  const browser = aBrowser(world)
  for (const path of [...SURFACES, '/papers/2601.00001', '/papers/2601.00001.md']) {
    const text = plain(await (await browser.get(path)).text())
    expect(text, path).toContain(THEIRS)
    expect(text, path).toContain('Hugging Face’s summary')
  }
  const report = (await (await browser.get('/papers/2601.00001.json')).json()) as { lead: unknown }
  expect(report.lead).toEqual({ sentence: THEIRS, result: null, by: 'huggingface' })
})

test('the page of a paper has its whole abstract with the sentence marked', async () => {
  await publish('own')
  const browser = aBrowser(world)
  const page = await (await browser.get('/papers/2601.00001')).text()
  expect(page).toContain(`Clocks are old. <mark>${OWN}</mark> It is free.`)
  const markdown = await (await browser.get('/papers/2601.00001.md')).text()
  expect(markdown).toContain(`Clocks are old. **${OWN}** It is free.`)
})

test('the page of an edition folds the whole abstracts, the page of today has none', async () => {
  await publish('own')
  const browser = aBrowser(world)
  const edition = await (await browser.get('/editions/2026-01-20')).text()
  expect(
    edition.match(/<details class="whole"><summary>Abstract<\/summary><p class="abstract">Clocks are old\./g),
  ).toHaveLength(2)
  expect(await (await browser.get('/')).text()).not.toContain('Clocks are old.')
})

test('a search that finds nothing offers arXiv’s own, and no open box', async () => {
  await publish('own')
  const browser = aBrowser(world)
  const nothing = await (await browser.get('/search?q=zzzz%20%26qqq')).text()
  expect(nothing).toContain('href="https://arxiv.org/search/?query=zzzz+%26qqq&amp;searchtype=all"')
  expect(nothing).toContain('<details class="follow"><summary>')
  const found = await (await browser.get('/search?q=tide')).text()
  expect(found).not.toContain('https://arxiv.org/search/')
})

test('lists say "none new" nowhere, the page of a paper does', async () => {
  await publish('own')
  const browser = aBrowser(world)
  for (const path of SURFACES) expect(await (await browser.get(path)).text(), path).not.toContain('none new')
  expect(await (await browser.get('/papers/2601.00001')).text()).toContain('none new in 14 hours')
})
