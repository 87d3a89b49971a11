import type { Edition } from '../ranking/edition.ts'
import { depthAt } from '../ranking/edition.ts'

/** Which papers of an edition, or of a week of editions, a digest holds. */
export type Variant = 'all' | '5' | '10' | 'week' | 'week 5' | 'week 10'

/**
 * The name of a digest of some topics among those of an edition: of a day or a week, at most so
 * many papers, of the lists since a date. `mark` stands for the topics; their words may be
 * somebody's own.
 */
export const topicVariant = (kind: 'daily' | 'weekly', papers: number, since: string, mark: string) =>
  `${kind} ${papers} since ${since} ${mark}`

/** What the name of a digest that ends with early picks ends with. */
const EARLY = ' early'
export const withEarly = (variant: string, early: boolean | undefined): string =>
  early ? `${variant}${EARLY}` : variant

/** Papers that somebody can ask for (counts); the last means all there are. */
export const PAPERS = [5, 10, 20] as const

/** The variant for those who asked for at most so many papers. */
export function variantOf(kind: 'daily' | 'weekly', papers: number): Variant {
  const some = papers === 5 || papers === 10 ? (`${papers}` as const) : null
  if (kind === 'weekly') return some === null ? 'week' : `week ${some}`
  return some ?? 'all'
}

/**
 * Selects one digest from editions (newest first): the first papers of the newest, or the best of
 * the week in the order of the mail, never more than 20. The week has the date of its newest
 * edition, where "read on the web" leads.
 */
export function selectVariant(editions: readonly Edition[], variant: Variant): Edition | undefined {
  const [newest] = editions
  if (!newest || variant === 'all') return newest
  const limit = Number(/\d+/.exec(variant)?.[0] ?? PAPERS.at(-1))
  const pool = variant.startsWith('week')
    ? editions
        .flatMap(({ papers }) => papers)
        // The votes of an old paper are no measure of this week.
        .filter(({ score }) => !score.parts.back)
        .toSorted((a, b) => b.score.mail - a.score.mail)
    : newest.papers
  const papers = pool.slice(0, limit).map((paper, index) => ({
    ...paper,
    position: index + 1,
    depth: depthAt(index + 1, paper.score),
  }))
  return { ...newest, papers }
}
