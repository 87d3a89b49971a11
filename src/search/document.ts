import type { Paper } from '../papers/paper.ts'
import { fold, formsOf, wordsOf } from './words.ts'

/** A paper as the index takes it. */
export type Document = {
  paperId: string
  /** Grows with every change of the text. */
  revision: number
  name: string
  title: string
  forms: string
  abstract: string
  authors: string
  categories: string
  /** As arXiv writes them. */
  categoryNames: string[]
  /** What a misspelt word may be corrected to. */
  spellings: string[]
}

/** A letter no name has, thrice: words of two authors are never near each other. */
const BETWEEN_AUTHORS = ' \u01c0 \u01c0 \u01c0 '

/** A word shorter than this (characters) or longer is not corrected to. */
const SPELLING = [3, 40] as const

/** `cs.CL` as one word of the index. */
export const categoryWord = (category: string): string => category.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Stands in every paper's categories, for queries that only exclude. */
export const EVERY = 'every'

export function asDocument(
  paper: Pick<Paper, 'id' | 'title' | 'abstract' | 'authors' | 'categories'> & { revision: number },
): Document {
  const name = coinedName(paper.title)
  const forms = formsOf(paper.title)
  const spellings = wordsOf([paper.title, forms, ...paper.authors].join(' ')).filter(
    (word) => word.length >= SPELLING[0] && word.length <= SPELLING[1],
  )
  return {
    paperId: paper.id,
    revision: paper.revision,
    // SQLite folds accents, but no variants of letters, as questions are folded.
    name: `${fold(name)} ${formsOf(name)}`,
    title: fold(paper.title),
    forms,
    abstract: fold(paper.abstract),
    authors: paper.authors.map(fold).join(BETWEEN_AUTHORS),
    categories: [EVERY, ...paper.categories.map(categoryWord)].join(' '),
    categoryNames: paper.categories,
    spellings: [...new Set(spellings)],
  }
}

/** The name a paper gives its subject, by custom before the title's colon; empty without one. */
const coinedName = (title: string): string => /^([^:]{2,60}):/.exec(title)?.[1] ?? ''
