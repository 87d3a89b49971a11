import type { Paper } from '../papers/paper.ts'
import { shortDay } from './days.ts'
import { clip } from './words.ts'

type Lined = Pick<Paper, 'categories' | 'publishedAt'> &
  Partial<Pick<Paper, 'organization' | 'organizationName'>>

/**
 * Where a paper is from, its category and when it was submitted: `Alibaba · cs.CL · 20 January
 * 2026`.
 */
export const paperLine = ({ organization, organizationName, categories, publishedAt }: Lined): string =>
  [
    clip(organizationName ?? organization ?? '', 60),
    categories[0] ?? '',
    publishedAt === null ? '' : shortDay(publishedAt),
  ]
    .filter(Boolean)
    .join(' · ')
