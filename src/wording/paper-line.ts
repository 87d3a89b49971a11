import type { Paper } from '../papers/paper.ts'
import { shortDay } from './days.ts'
import { clip } from './words.ts'

type Lined = Pick<Paper, 'categories' | 'publishedAt'> & { organization?: string | null }

/** Where a paper is from, what it is about and when it was submitted: `Alibaba · cs.CL · 20 January 2026`. */
export const paperLine = ({ organization, categories, publishedAt }: Lined): string =>
  [
    organization ? clip(organization, 60) : '',
    categories[0] ?? '',
    publishedAt === null ? '' : shortDay(publishedAt),
  ]
    .filter(Boolean)
    .join(' · ')
