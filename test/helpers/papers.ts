import type { Observation } from '../../src/papers/observation.ts'
import type { Paper } from '../../src/papers/paper.ts'

export const aPaper = (given: Partial<Paper> = {}): Paper => ({
  id: '2601.08441',
  title: 'Learnable Sparse Steering Vectors',
  abstract: 'We propose a reference-free method that learns sparse steering vectors.',
  authors: ['Ada Lovelace', 'Tomáš Novák'],
  categories: ['cs.CL', 'cs.LG'],
  version: 1,
  publishedAt: Date.parse('2026-01-13T11:10:13Z'),
  listedOn: '2026-01-14',
  firstSeenAt: Date.parse('2026-01-14T08:00:00Z'),
  bornAt: Date.parse('2026-01-14T00:00:00Z'),
  submitterFollowers: null,
  organization: null,
  organizationName: null,
  repo: null,
  repoSince: null,
  story: null,
  projectPage: null,
  comment: null,
  withdrawn: false,
  summary: null,
  ...given,
})

export const anObservation = (given: Partial<Observation> = {}): Observation => ({
  paperId: '2601.08441',
  source: 'huggingface',
  at: Date.parse('2026-01-14T08:00:00Z'),
  upvotes: null,
  comments: null,
  stars: null,
  points: null,
  ...given,
})
