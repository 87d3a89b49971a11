import { beforeEach, expect, test } from 'vitest'
import { atomically } from '../../src/db/client.ts'
import { findPaper, saveArxiv, saveListed } from '../../src/db/papers.ts'
import { indexPapers } from '../../src/jobs/index-papers.ts'
import { aBrowser } from '../helpers/browser.ts'
import { aPaper } from '../helpers/papers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

let world: World
let browser: ReturnType<typeof aBrowser>

const nvidia = { organization: 'nvidia', organizationName: 'NVIDIA' }
const PAPERS = [
  aPaper({ id: '2601.00001', title: 'On vision', ...nvidia, repo: 'NVlabs/Cosmos' }),
  aPaper({ id: '2601.00002', title: 'On agents', ...nvidia }),
  aPaper({ id: '2601.00003', title: 'On proofs', repo: 'nvlabs/cosmos' }),
  aPaper({
    id: '2601.00004',
    title: 'On names',
    organization: 'nvidia-x',
    organizationName: 'A <b>&</b> %%',
  }),
  aPaper({ id: '2601.00005', title: 'On notes', repo: 'ada/notes.md' }),
]
const store = async (papers = PAPERS, date = '2026-01-14') => {
  const at = world.deps.now()
  await atomically(world.deps.db, [
    saveListed(papers, date, at),
    saveArxiv(
      papers.map((paper) => ({ ...paper, version: 1 })),
      at,
    ),
  ])
  await indexPapers(world.deps)
}

beforeEach(async () => {
  world = await aNewWorld('2026-01-15T08:00:00Z')
  browser = aBrowser(world)
  await store()
})

const idsIn = (text: string) =>
  [...new Set([...text.matchAll(/papers\/(2601\.\d{5})/g)].map(([, id]) => id))].sort()
const listed = async (path: string) => idsIn(await (await browser.get(path)).text())

test('an organisation and a repository have a list of their papers, as page and in every format', async () => {
  for (const ending of ['', '.xml', '.atom', '.json', '.md']) {
    expect(await listed(`/organizations/nvidia${ending}`), ending).toEqual(['2601.00001', '2601.00002'])
    expect(await listed(`/repositories/nvlabs/cosmos${ending}`), ending).toEqual(['2601.00001', '2601.00003'])
  }
  expect(await listed('/organizations/nvidia?q=agents')).toEqual(['2601.00002'])
  expect(await listed('/organizations/nvidia.json?category=-cs.CL')).toEqual([])
  // A name that only begins alike, and one with a mark in it, are others.
  expect(await listed('/organizations/nvidia-x')).toEqual(['2601.00004'])
})

test('unknown names are not found, in every format, and another spelling leads to the papers’ own', async () => {
  for (const path of [
    '/organizations/nvidi',
    '/organizations/nvidia%20',
    '/organizations/%25',
    '/repositories/nvlabs',
    '/repositories/a/b.xml',
    `/organizations/${'x'.repeat(161)}`,
  ])
    expect((await browser.get(path)).status, path).toBe(404)
  for (const [path, canonical] of [
    ['/organizations/NVIDIA', '/organizations/nvidia'],
    ['/organizations/Nvidia.atom?q=agents', '/organizations/nvidia.atom?q=agents'],
    ['/repositories/NVLABS/cosmos', '/repositories/nvlabs/cosmos'],
  ] as const) {
    const answer = await browser.get(path)
    expect([answer.status, answer.headers.get('location')], path).toEqual([301, canonical])
  }
})

test('a repository whose name ends like a format is a page, and has its formats too', async () => {
  const page = await browser.get('/repositories/ada/notes.md')
  expect(page.headers.get('content-type')).toContain('text/html')
  expect((await browser.get('/repositories/ada/notes.md.md')).headers.get('content-type')).toContain(
    'markdown',
  )
})

test('a list narrowed or empty is for no engine, the whole one is', async () => {
  const robots = async (path: string) =>
    (await (await browser.get(path)).text()).includes('content="noindex"')
  expect(await robots('/organizations/nvidia')).toBe(false)
  expect(await robots('/organizations/nvidia?q=agents')).toBe(true)
  expect(await robots('/organizations/nvidia?q=nothing')).toBe(true)
  expect(await robots('/authors/Nobody%20Known')).toBe(true)
})

test('pages name the organisation where somebody said it, and never say none', async () => {
  const page = await (await browser.get('/papers/2601.00001')).text()
  expect(page).toContain('<a href="/organizations/nvidia">NVIDIA</a>')
  expect(page).toContain('<a href="/repositories/NVlabs/Cosmos">NVlabs/Cosmos</a>')
  expect(await (await browser.get('/papers/2601.00003')).text()).not.toContain('Organisation')
  const list = await (await browser.get('/new')).text()
  expect(list).toContain('<a href="/organizations/nvidia">NVIDIA</a>')
  expect(list).toContain('A &lt;b&gt;&amp;&lt;/b&gt; %%')
  expect(await (await browser.get('/papers/2601.00001.md')).text()).toContain('Organisation: NVIDIA')
})

test('an organisation told later is stored and found, and one that is told no more stays', async () => {
  await store([aPaper({ id: '2601.00003', ...nvidia })], '2026-01-15')
  await store([aPaper({ id: '2601.00001' })], '2026-01-15')
  expect(await listed('/organizations/nvidia')).toEqual(['2601.00001', '2601.00002', '2601.00003'])
  expect(await findPaper(world.deps.db, '2601.00001')).toMatchObject({ ...nvidia, repo: 'NVlabs/Cosmos' })
})
