import { atomically } from '../../src/db/client.ts'
import { freezeEdition } from '../../src/db/editions.ts'
import { appendObservations } from '../../src/db/observations.ts'
import { saveArxiv, saveListed } from '../../src/db/papers.ts'
import { indexPapers } from '../../src/jobs/index-papers.ts'
import { updateScores } from '../../src/jobs/update-scores.ts'
import { FORMULA } from '../../src/ranking/score.ts'
import { aBrowser } from '../helpers/browser.ts'
import { aMessage } from '../helpers/delivering.ts'
import { anEdition } from '../helpers/editions.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'
import { aNewWorld } from '../helpers/world.ts'

/**
 * Forty listed papers with votes, one of them 2601.08441 with stars, comments and points, and an
 * edition.
 */
export async function aReadWorld() {
  const world = await aNewWorld('2026-01-15T08:00:00Z')
  const at = world.deps.now()
  const papers = [
    aPaper({
      repo: 'lovelace/steering',
      abstract: 'We propose agents that learn to steer.',
      organization: 'lovelace-lab',
      organizationName: 'Lovelace Lab',
    }),
    ...Array.from({ length: 39 }, (_, n) =>
      aPaper({
        id: `2601.${String(n + 1).padStart(5, '0')}`,
        title: `Paper ${n + 1} on ${n % 3 === 0 ? 'agents' : 'vision'}`,
        authors: n % 2 === 0 ? ['Ada Lovelace', 'Émile Borel'] : ['J. R. Smith'],
        categories: [n % 2 === 0 ? 'cs.CL' : 'cs.CV'],
      }),
    ),
  ]
  const earlier = at - 20 * 3_600_000
  await atomically(world.deps.db, [
    saveListed(papers, '2026-01-14', earlier),
    saveArxiv(
      papers.map((paper) => ({ ...paper, version: 1 })),
      at,
    ),
    appendObservations(
      papers.map(({ id }, n) => anObservation({ paperId: id, at: earlier, upvotes: n + 1 })),
    ),
    appendObservations(
      papers.map(({ id }, n) =>
        anObservation({ paperId: id, at, upvotes: 3 * n + 40, stars: n === 0 ? 12 : null, comments: 2 }),
      ),
    ),
    appendObservations([anObservation({ source: 'hackernews', at, points: 30, comments: 4 })]),
  ])
  await updateScores(world.deps, aMessage('scores', at))
  await indexPapers(world.deps)
  await freezeEdition(world.deps.db, anEdition(), { formula: FORMULA, cohorts: [] })
  world.at('2026-01-30T08:00:00Z')
  return { world, browser: aBrowser(world) }
}
