import { publish } from '../editions/publish.ts'
import { catchUpConfirmations } from '../subscribers/confirmation-mail.ts'
import { closeList } from './close-list.ts'
import { comparePapers } from './compare-papers.ts'
import { deliverOne, plan, planOwnDigests, postOne } from './deliver.ts'
import { indexPapers } from './index-papers.ts'
import { listsDue, pageDue, storiesDue } from './ingest-schedule.ts'
import { pickPapers, picksDue } from './pick-papers.ts'
import { readIds, readPage } from './read-arxiv.ts'
import { readLists } from './read-lists.ts'
import { readStars } from './read-stars.ts'
import { readStories } from './read-stories.ts'
import { sweep } from './sweep.ts'
import type { Situation, Unit } from './unit.ts'
import { updateScores } from './update-scores.ts'

const readsLists = ({ at, runs }: Situation) => listsDue(at, runs).length > 0
const readsStories = ({ at, runs, sources }: Situation) =>
  sources.includes('hackernews') && storiesDue(at, runs) !== null
const readsPages = ({ at, days, sources }: Situation) =>
  sources.includes('arxiv') && pageDue(at, days) !== null
const readsIds = (now: Situation) => now.sources.includes('arxiv') && (now.ids || readsLists(now))
const readsStars = ({ sources }: Situation) => sources.includes('github')
const reads = (now: Situation) => readsLists(now) || readsStories(now) || readsStars(now)
/** Before yesterday's list has closed too: the first edition of an instance waits for no night. */
const mayPublish = ({ published }: Situation) => !published
const indexes = (now: Situation) => now.texts || readsIds(now) || readsLists(now) || readsPages(now)

/** Every unit of work. A message that names none of these is forgotten. */
export const UNITS: readonly Unit[] = [
  { name: 'list', due: readsLists, run: readLists, observes: true, shown: true },
  { name: 'ids', due: readsIds, run: readIds, shown: true },
  { name: 'stories', due: readsStories, run: readStories, observes: true, shown: true },
  { name: 'stars', due: readsStars, run: readStars, observes: true, shown: true },
  { name: 'scores', due: reads, run: updateScores, shown: true },
  {
    name: 'publish',
    due: mayPublish,
    run: async (deps, { tick }) => {
      const edition = await publish(deps, tick)
      return { outcome: edition === null ? 'nothing' : 'done', edition }
    },
    shown: true,
  },
  { name: 'plan', due: ({ readers }) => readers, run: plan },
  { name: 'own', due: ({ readers, marked }) => readers && marked, run: planOwnDigests },
  { name: 'batch', run: deliverOne },
  { name: 'post', run: postOne },
  { name: 'page', due: readsPages, run: readPage, shown: true },
  { name: 'index', due: indexes, run: indexPapers, shown: true },
  { name: 'compare', due: (now) => indexes(now) || now.uncompared, run: comparePapers, shown: true },
  { name: 'close', due: ({ closes }) => closes, run: closeList },
  { name: 'picks', due: picksDue, run: pickPapers, shown: true },
  {
    name: 'confirmations',
    due: ({ confirmations }) => confirmations,
    run: async (deps) => {
      await catchUpConfirmations(deps)
      return { outcome: 'done' }
    },
  },
  {
    name: 'sweep',
    due: () => true,
    run: async (deps, { tick }) => {
      await sweep(deps, tick)
      return { outcome: 'done' }
    },
  },
]

/**
 * Units that a tick sends one after the other: what one stores, the next may use, and an edition is
 * made only when everything that its tick observes is there. Chains do not wait for each other. The
 * first is for ticks that read pages; what comes after reading is in one of the two.
 */
export const CHAINS = [
  ['page', 'index', 'compare'],
  ['list', 'ids', 'stories', 'stars', 'scores', 'publish', 'plan', 'own', 'index', 'compare'],
  ['close', 'picks'],
  ['confirmations'],
  ['sweep'],
] as const
