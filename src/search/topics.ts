import type { Paper } from '../papers/paper.ts'
import { counted } from '../wording/words.ts'
import { asDocument } from './document.ts'
import { LIMIT, type ListQuery, parseListQuery, writeListQuery } from './list-query.ts'
import { writingsOf } from './match.ts'
import { tellingOf } from './query.ts'
import { wordsOf } from './words.ts'

/** What narrows a reader's digest: the same that narrows a list (list-query.ts), but for pages. */
export type Topics = Pick<ListQuery, 'filter' | 'text' | 'query'>

/** The longest topics (characters as written): they stand in an address, and each reader may have their own. */
const LONGEST = 1_000

/**
 * The one writing of some topics, as `category=cs.CL,-cs.CY&q=agents&mute=survey`, made of the parameters of a list's address;
 * empty when nothing is narrowed. `error`: a sentence for whoever asked.
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
  const written = writeListQuery({ ...listQuery, filter, limit: LIMIT }).slice(1)
  if (written.length > LONGEST)
    return { error: 'These are too many words for a digest. Leave some out, or read this list as a feed.' }
  return written
}

/** Reads what `writeTopics` wrote; null when nothing is narrowed, or it cannot be read any more. */
export function readTopics(written: string): Topics | null {
  const listQuery = written === '' ? null : parseListQuery(new URLSearchParams(written))
  return listQuery === null || 'error' in listQuery ? null : listQuery
}

/** What of a paper topics are looked for in: its texts as folded words, each text between blanks. */
export type IndexedText = { categories: readonly string[]; texts: string[] }

/** As the index takes it (document.ts). */
export function indexedTextOf(
  paper: Pick<Paper, 'id' | 'title' | 'abstract' | 'authors' | 'categories'>,
): IndexedText {
  const { name, title, forms, abstract, authors } = asDocument({ ...paper, revision: 0 })
  const texts = [name, title, forms, abstract, authors].map((text) => ` ${wordsOf(text).join(' ')} `)
  return { categories: paper.categories, texts }
}

/** Tells the papers that a list narrowed like this would show: the rules of the index (match.ts), without an index. */
export function aboutTopics({ filter, query }: Topics): (said: IndexedText) => boolean {
  const { categories, exceptCategories } = filter
  const asWords = (words: readonly string[]) => ` ${words.join(' ')} `
  const muted = filter.muted.map(wordsOf).flatMap((words) => (words.length > 0 ? [asWords(words)] : []))
  // Each of these must be said, in one of its writings.
  const listQuery =
    query === null
      ? []
      : [
          ...query.phrases.map((phrase) => [asWords(phrase)]),
          ...tellingOf(query.compounds).map((compound) => writingsOf(compound).map(asWords)),
        ]
  return (said) => {
    const isIn = (names: readonly string[]) => said.categories.some((name) => names.includes(name))
    if ((categories.length > 0 && !isIn(categories)) || isIn(exceptCategories)) return false
    const says = (words: string) => said.texts.some((text) => text.includes(words))
    return !muted.some(says) && listQuery.every((writings) => writings.some(says))
  }
}

/**
 * Topics for people: `in cs.CL or cs.LG, not in cs.CY, with agents, without survey`. `counted`: muted words are only
 * counted. They need not occur in any paper, so a stranger who signs somebody up could write to them with such.
 */
export function topicsInWords(
  { filter, text }: Pick<Topics, 'filter' | 'text'>,
  mutedWords: 'named' | 'counted' = 'named',
): string {
  const { categories, exceptCategories, muted } = filter
  return [
    ...(categories.length > 0 ? [`in ${categories.join(' or ')}`] : []),
    ...(exceptCategories.length > 0 ? [`not in ${exceptCategories.join(' or ')}`] : []),
    ...(text === null ? [] : [`with ${text}`]),
    ...(muted.length > 0
      ? [
          `without ${mutedWords === 'counted' || muted.length > 3 ? counted(muted.length, 'muted word') : muted.join(' or ')}`,
        ]
      : []),
  ].join(', ')
}
