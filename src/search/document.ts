import type { Paper } from '../papers/paper.ts'
import { fold, formsOf, wordsOf } from './words.ts'

/** A paper as a document of the index. */
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
  /** Its categories as arXiv writes them. */
  categoryNames: string[]
  /** Words that a misspelt word may be corrected to. */
  spellings: string[]
}

/** A letter that no name contains, three times: words of two authors are never near each other. */
const BETWEEN_AUTHORS = ' \u01c0 \u01c0 \u01c0 '

/** The shortest and the longest word (characters) that a misspelt word is corrected to. */
const SPELLING = [3, 40] as const

/** `cs.CL` as one word of the index. */
export const categoryWord = (category: string): string => category.toLowerCase().replace(/[^a-z0-9]/g, '')

/**
 * An organisation or repository as one word of the index, in lower case; two names never share one.
 * The digits 9 at its ends keep it apart from categories and prevent stemming.
 */
export const labelWord = (kind: 'organization' | 'repository', name: string): string =>
  `9${kind[0]}${name.toLowerCase().replace(/[^a-wyz0-9]/gu, (sign) => `x${sign.codePointAt(0)?.toString(16)}x`)}9`

/** A word among the categories of every paper, for queries that only exclude. */
export const EVERY = 'every'

/** The fields of a paper that are indexed. */
export type IndexedPaper = Pick<Paper, 'id' | 'title' | 'abstract' | 'authors' | 'categories'> &
  Partial<Pick<Paper, 'organization' | 'repo'>>

export function asDocument(paper: IndexedPaper & { revision: number }): Document {
  const name = coinedName(paper.title)
  const forms = formsOf(paper.title)
  const spellings = wordsOf([paper.title, forms, ...paper.authors].join(' ')).filter(
    (word) => word.length >= SPELLING[0] && word.length <= SPELLING[1],
  )
  return {
    paperId: paper.id,
    revision: paper.revision,
    // SQLite folds accents, but not variants of letters, while questions are folded.
    name: `${fold(name)} ${formsOf(name)}`,
    title: fold(paper.title),
    forms,
    abstract: fold(paper.abstract),
    authors: paper.authors.map(fold).join(BETWEEN_AUTHORS),
    categories: labelsOf(paper).join(' '),
    categoryNames: paper.categories,
    spellings: [...new Set(spellings)],
  }
}

/** The names a paper is filed under, one word each. */
export const labelsOf = ({ categories, organization, repo }: IndexedPaper): string[] => [
  EVERY,
  ...categories.map(categoryWord),
  ...(organization ? [labelWord('organization', organization)] : []),
  ...(repo ? [labelWord('repository', repo)] : []),
]

/**
 * The name that a paper gives its subject, by custom before the colon of the title; empty without
 * one.
 */
const coinedName = (title: string): string => /^([^:]{2,60}):/.exec(title)?.[1] ?? ''
