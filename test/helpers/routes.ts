import { atomically } from '../../src/db/client.ts'
import { saveArxiv, saveListed } from '../../src/db/papers.ts'
import { indexPapers } from '../../src/jobs/index-papers.ts'
import { makeApp } from '../../src/web/app.tsx'
import { styleSheetOf } from '../../src/web/styles/stylesheet.ts'
import { type Brand, PAPERTIDE } from '../../src/wording/brand.ts'
import { aPaper } from './papers.ts'
import { aPublishedEdition } from './readers.ts'
import type { World } from './world.ts'

/** One paper on one list, and an edition of the day after: something to see at every route. */
export async function aSmallSite(world: World): Promise<void> {
  const at = world.deps.now()
  const papers = [
    aPaper({
      id: '2601.00001',
      title: 'On vision',
      authors: ['Yann LeCun', 'Émile Borel'],
      categories: ['cs.CV'],
      organization: 'nvidia',
      organizationName: 'NVIDIA',
      repo: 'NVlabs/Cosmos',
    }),
  ]
  await atomically(world.deps.db, [
    saveListed(papers, '2026-01-19', at),
    saveArxiv(
      papers.map((paper) => ({ ...paper, version: 1 })),
      at,
    ),
  ])
  await indexPapers(world.deps)
  await aPublishedEdition(world, '2026-01-20', at)
}

/** Addresses of routes with parameters, on a small site. */
const EXAMPLES: Record<string, string> = {
  '/api/v1/authors/:name': '/api/v1/authors/Yann%20LeCun',
  '/api/v1/organizations/:name': '/api/v1/organizations/nvidia',
  '/api/v1/repositories/:owner/:name': '/api/v1/repositories/NVlabs/Cosmos',
  '/api/v1/editions/:date': '/api/v1/editions/2026-01-20',
  '/api/v1/papers/:id': '/api/v1/papers/2601.00001',
  '/api/papers/:id': '/api/papers/2601.00001',
  '/api/papers/search': '/api/papers/search?q=vision',
  '/editions/:name': '/editions/2026-01-20',
  '/papers/:id{.+}': '/papers/2601.00001',
  '/authors/:name{.+}': '/authors/Yann%20LeCun',
  '/organizations/:name{.+}': '/organizations/nvidia',
  '/repositories/:name{.+}': '/repositories/NVlabs/Cosmos',
  '/follow': '/follow?q=vision',
  '/early/record/:week{[0-9-]+\\.json}': '/early/record/2026-01-19.json',
  '/early/record/:week': '/early/record/2026-01-19',
}

/** The paths of all routes that answer GET, as the router writes them. */
export const everyPath = ({ deps }: World): string[] => [
  ...new Set(
    makeApp(() => deps)
      .routes.filter(({ method, path }) => method === 'GET' && path !== '/*')
      .map(({ path }) => path),
  ),
]

/** An address that such a path answers on a small site. */
export const exampleOf = (path: string, brand: Brand = PAPERTIDE): string =>
  path.startsWith('/:name{style') ? styleSheetOf(brand).path : (EXAMPLES[path] ?? path)
