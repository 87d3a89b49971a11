import { clip, counted } from '../wording/words.ts'
import { asDocument, categoryWord, type IndexedPaper, labelsOf } from './document.ts'
import { type Interest, interestInWords, parseInterests, splitInterests, wordOfNamed } from './interests.ts'
import { LIMIT, type ListQuery, parseListQuery, writeListQuery } from './list-query.ts'
import { AROUND, LONGEST_NAME, writingsOf } from './match.ts'
import { contentWords } from './query.ts'
import { makeStemming } from './stem.ts'
import { wordsOf } from './words.ts'

/** The topics of a digest: the filters of a list (list-query.ts) without its pages. */
export type Topics = Pick<ListQuery, 'filter' | 'text' | 'either'>

/**
 * The longest topics (characters as written): they are part of an address, and each reader may have
 * their own.
 */
const LONGEST = 1_000

/**
 * The one form of some topics, as `category=cs.CL,-cs.CY&q=agents&mute=survey`, made from the
 * parameters of a list's address; empty when nothing is narrowed. `error`: a sentence for the
 * person who asked.
 */
export function writeTopics(params: URLSearchParams): string | { error: string } {
  const listQuery = parseListQuery(params)
  if ('error' in listQuery) return listQuery
  const { categories, exceptCategories, muted } = listQuery.filter
  const filter = {
    categories: categories.toSorted(),
    exceptCategories: exceptCategories.toSorted(),
    muted: muted.toSorted(),
  }
  const text = listQuery.text === null ? null : splitInterests(listQuery.text).join(', ')
  const written = writeListQuery({ ...listQuery, text, filter, limit: LIMIT, since: null }).slice(1)
  if (written.length > LONGEST)
    return { error: 'These are too many words for a digest. Leave some out, or read this list as a feed.' }
  return written
}

/** Reads what `writeTopics` wrote; null when nothing is narrowed, or it cannot be read any more. */
export function readTopics(written: string): Topics | null {
  const listQuery = written === '' ? null : parseListQuery(new URLSearchParams(written))
  return listQuery === null || 'error' in listQuery ? null : listQuery
}

/** The part of a paper in which topics are searched. */
export type IndexedText = {
  /** The names it is filed under, as the index has them (document.ts). */
  labels: ReadonlySet<string>
  /** The stems of each text in a row, each text between blanks; and of each author. */
  texts: () => { said: string[]; authors: string[][] }
}

type Stemming = ReturnType<typeof makeStemming>

/**
 * A paper as the index reads it (document.ts). Texts are stemmed when they are first needed.
 * `stemmed` may serve many papers.
 */
export function indexedTextOf(paper: IndexedPaper, stemmed: Stemming = makeStemming()): IndexedText {
  let texts: ReturnType<IndexedText['texts']> | null = null
  const read = () => {
    const { title, forms, abstract, authors } = asDocument({ ...paper, revision: 0 })
    return {
      said: [title, forms, abstract, authors].map((text) => inRow(stemmed(wordsOf(text)))),
      authors: paper.authors.map((author) => stemmed(wordsOf(author))),
    }
  }
  return {
    labels: new Set(labelsOf(paper)),
    texts: () => {
      texts ??= read()
      return texts
    },
  }
}

const inRow = (words: readonly string[]) => ` ${words.join(' ')} `

/**
 * Says which papers a list with these filters would show: the rules of the index (match.ts),
 * without an index.
 */
export function aboutTopics(topics: Topics): (said: IndexedText) => boolean {
  const which = interestsMet(topics)
  return (said) => which(said) !== null
}

/**
 * The interests (by index) that a paper matches, if it passes the filter and matches one; null
 * otherwise.
 */
export function interestsMet({ filter, either }: Topics): (said: IndexedText) => number[] | null {
  const stemmed = makeStemming()
  const [only, except] = [filter.categories, filter.exceptCategories].map((names) => names.map(categoryWord))
  const muted = filter.muted
    .map(wordsOf)
    .flatMap((words) => (words.length > 0 ? [inRow(stemmed(words))] : []))
  const tests = either.map((interest) => isOfInterest(interest, stemmed))
  return (said) => {
    if (only?.length && !only.some((word) => said.labels.has(word))) return null
    if (except?.some((word) => said.labels.has(word))) return null
    if (muted.length > 0 && muted.some((words) => says(said, words))) return null
    const met = tests.flatMap((isOf, place) => (isOf(said) ? [place] : []))
    return tests.length > 0 && met.length === 0 ? null : met
  }
}

const says = (said: IndexedText, words: string) => said.texts().said.some((text) => text.includes(words))

function isOfInterest(
  { compounds, phrases, named }: Interest,
  stemmed: Stemming,
): (said: IndexedText) => boolean {
  // Each of these must occur, in one of its spellings.
  const words = [
    ...phrases.map((phrase) => [inRow(stemmed(phrase))]),
    ...contentWords(compounds).map((compound) => writingsOf(compound).map((words) => inRow(stemmed(words)))),
  ]
  const labels = named.filter(({ kind }) => kind !== 'author').map(wordOfNamed)
  const names = named
    .filter(({ kind }) => kind === 'author')
    .map(({ name }) => stemmed(wordsOf(name).slice(0, LONGEST_NAME)))
    .filter((name) => name.length > 0)
  return (said) =>
    labels.every((label) => said.labels.has(label)) &&
    names.every((name) => said.texts().authors.some((author) => isNameOf(author, name))) &&
    words.every((writings) => writings.some((row) => says(said, row)))
}

/** All words of a name near each other in the name of one author, as NEAR in the index. */
const isNameOf = (author: readonly string[], name: readonly string[]): boolean =>
  author.some((_, from) => {
    const near = author.slice(from, from + name.length + AROUND)
    return name.every((word) => near.includes(word))
  })

/**
 * Topics in words: `in cs.CL or cs.LG, not in cs.CY, with agents or by Ada Lovelace, without
 * survey`. `met`: only these interests (by index) are named; the others and muted words are only
 * counted. Such words need not occur in any paper, so a stranger who signs somebody up could send
 * them a message this way.
 */
export function topicsInWords(
  { filter, text }: Pick<Topics, 'filter' | 'text'>,
  met?: readonly number[],
): string {
  const { categories, exceptCategories, muted } = filter
  return [
    ...(categories.length > 0 ? [`in ${categories.join(' or ')}`] : []),
    ...(exceptCategories.length > 0 ? [`not in ${exceptCategories.join(' or ')}`] : []),
    ...eitherInWords(text, met),
    ...(muted.length > 0
      ? [
          `without ${met !== undefined || muted.length > 3 ? counted(muted.length, 'muted word') : muted.join(' or ')}`,
        ]
      : []),
  ].join(', ')
}

/**
 * The interests that brought a paper: `by Ada Lovelace or with agents`; empty when there is only
 * one interest.
 */
export const interestsInWords = ({ either }: Topics, met: readonly number[]): string =>
  either.length < 2
    ? ''
    : clip(
        either
          .filter((_, place) => met.includes(place))
          .map(interestInWords)
          .join(' or '),
        LONGEST_SAID,
      )

/** The longest text of interests after a reason (characters). */
const LONGEST_SAID = 80

function eitherInWords(text: string | null, met: readonly number[] | undefined): string[] {
  const either = text === null ? [] : parseInterests(text)
  // What cannot be read was refused before it was stored.
  if ('error' in either || either.length === 0) return []
  const named = either.filter((_, place) => met === undefined || met.includes(place))
  const more = either.length - named.length
  const others = more === 0 ? [] : [`of ${counted(more, 'more interest')}`]
  return [[...named.map(interestInWords), ...others].join(' or ')]
}
