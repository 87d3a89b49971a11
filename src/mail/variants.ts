import { type Edition, type EditionPaper, placed } from '../ranking/edition.ts'

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

/**
 * The name of a digest in the order of readers who marked alike. `mark` stands for what they
 * marked.
 */
export const ownVariant = (variant: string, mark: string) => `${variant} as marked ${mark}`

/** Papers that somebody can ask for (counts); the last means all there are. */
export const PAPERS = [5, 10, 20] as const

/** The variant for those who asked for at most so many papers. */
export function variantOf(kind: 'daily' | 'weekly', papers: number): Variant {
  const some = papers === 5 || papers === 10 ? (`${papers}` as const) : null
  if (kind === 'weekly') return some === null ? 'week' : `week ${some}`
  return some ?? 'all'
}

/** How many papers a digest holds at most (count). */
export const limitOf = (variant: Variant): number => Number(/\d+/.exec(variant)?.[0] ?? PAPERS.at(-1))

/**
 * The papers that a digest chooses from, best first: those of the newest edition, or of a week of
 * them in the order of the mail.
 */
export function poolOf(editions: readonly Edition[], variant: Variant): EditionPaper[] {
  if (!variant.startsWith('week')) return editions[0]?.papers ?? []
  return (
    editions
      .flatMap(({ papers }) => papers)
      // The votes of an old paper are no measure of this week.
      .filter(({ score }) => !score.parts.back)
      .toSorted((a, b) => b.score.mail - a.score.mail)
  )
}

/**
 * Selects one digest from editions (newest first): the first papers of the newest, or the best of
 * the week in the order of the mail, never more than 20. The week has the date of its newest
 * edition, where "read on the web" leads.
 */
export function selectVariant(editions: readonly Edition[], variant: Variant): Edition | undefined {
  const [newest] = editions
  if (!newest || variant === 'all') return newest
  return { ...newest, papers: placed(poolOf(editions, variant).slice(0, limitOf(variant))) }
}
