import { type Frequencies, MOST_RANKED } from './cost.ts'
import { categoryWord, EVERY } from './document.ts'
import { type Interest, type Named, wordOfNamed } from './interests.ts'
import { contentWords, type Query } from './query.ts'
import { joined, pieces, wordsOf } from './words.ts'

// FTS5 expressions (https://sqlite.org/fts5.html#full_text_query_syntax). Every word is quoted and
// holds letters and digits only, so nothing that was typed is ever an operator.

/** The filters of a list, whatever is searched. */
export type Filter = {
  /** A paper needs one of these; none means all. */
  categories: readonly string[]
  exceptCategories: readonly string[]
  /** Words or phrases that must not occur. */
  muted: readonly string[]
}

/** Tables of the index: exact words, stems for questions in sentences, and stems of every text. */
type Table = 'words' | 'stems' | 'said'
/** The columns with texts. */
const TEXT: Record<Table, string> = {
  words: '{name title forms abstract authors}',
  stems: '{title abstract}',
  said: '{title forms abstract authors}',
}
const quoted = (words: readonly string[]) => `"${words.join(' ')}"`

/** Every compound and phrase, in any spelling. */
export function matchAll({ compounds, phrases }: Query, table: Table = 'words'): string {
  const parts = [...contentWords(compounds).map(anyWriting), ...phrases.map(quoted)]
  return `${TEXT[table]} : (${parts.join(' AND ')})`
}

/** Papers of at least one of these interests; for `said`. */
export const matchEither = (interests: readonly Interest[]): string =>
  interests.map((interest) => `(${matchInterest(interest)})`).join(' OR ')

function matchInterest(interest: Interest): string {
  const said = interest.compounds.length + interest.phrases.length > 0
  return [
    ...(said ? [matchAll(interest, 'said')] : []),
    ...interest.named.flatMap((one) => matchNamed(one) ?? []),
  ]
    .map((part) => `(${part})`)
    .join(' AND ')
}

/** All words in the name of one author; null when they cannot be a name. */
export function matchAuthor({ compounds, phrases }: Query): string | null {
  const words = compounds.flatMap(wordsOf)
  if (phrases.length > 0 || words.length < 2 || words.length > 5) return null
  return authorNamed(words)
}

/** Names with up to two words more than these (`AROUND`); three marks separate two authors. */
const authorNamed = (words: readonly string[]) =>
  `authors : NEAR(${words.map((word) => `"${word}"`).join(' ')}, ${words.length - 2 + AROUND})`

/**
 * The most words of an author's name that were not asked for (count); the marks between two authors
 * are more.
 */
export const AROUND = 2
/** The longest name of an author that can be searched for (words). */
export const LONGEST_NAME = 12

/** Papers filed under a name; null for an author's name without letters. */
export function matchNamed(named: Named): string | null {
  if (named.kind !== 'author') return `categories : "${wordOfNamed(named)}"`
  const words = wordsOf(named.name)
  return words.length > 0 ? authorNamed(words.slice(0, LONGEST_NAME)) : null
}

/**
 * Any of the words that are no stop words, and every phrase; for `stems`. `common`: words that find
 * nothing by themselves, but count for papers that the others find.
 */
export function matchAny({ compounds, phrases }: Query, common: readonly string[] = []): string {
  const any = (words: readonly string[]) => `(${words.map((word) => `"${word}"`).join(' OR ')})`
  const words = [...new Set(contentWords(compounds).flatMap(wordsOf))]
  const found = [...(words.length > 0 ? [any(words)] : []), ...phrases.map(quoted)].join(' AND ')
  if (common.length === 0) return `{title abstract} : (${found})`
  // FTS5 counts every branch that matches; common words are in both branches, so the others are
  // written twice, and every word has the same weight.
  const counted = [found, any(common), any(common)].join(' AND ')
  return `{title abstract} : ((${found}) OR (${counted}))`
}

/** These words in a row in title or abstract; for `words`. */
export const matchPassage = (words: readonly string[]): string => `{title abstract} : ${quoted(words)}`

/** `time-r1`: as a phrase, as one word, or with digits apart. */
export const writingsOf = (compound: string): string[][] => [
  wordsOf(compound),
  [joined(compound)],
  pieces(compound),
]

function anyWriting(compound: string): string {
  const distinct = [...new Set(writingsOf(compound).map(quoted))]
  return distinct.length > 1 ? `(${distinct.join(' OR ')})` : (distinct[0] ?? '')
}

/** The expression with the filter; without an expression, everything that passes the filter. */
export function narrowed(expression: string | null, filter: Filter, table: Table): string {
  const only = filter.categories.map((name) => `"${categoryWord(name)}"`)
  const not = filter.exceptCategories.map((name) => `categories : "${categoryWord(name)}"`)
  const muted = filter.muted.flatMap((phrase) => {
    const words = wordsOf(phrase)
    return words.length > 0 ? [`${TEXT[table]} : ${quoted(words)}`] : []
  })
  const listQuery = [
    ...(expression === null ? [] : [`(${expression})`]),
    ...(only.length > 0 ? [`(categories : (${only.join(' OR ')}))`] : []),
  ]
  const all = listQuery.length > 0 ? listQuery.join(' AND ') : `categories : "${EVERY}"`
  return [`(${all})`, ...[...not, ...muted].map((part) => `(${part})`)].join(' NOT ')
}

/**
 * The expression for papers that match any interest, a name and a filter, and the table to search.
 * Words are searched by their stems (`said`); a query without words uses the table `words`.
 */
export function matchListed(listQuery: {
  either: readonly Interest[]
  named: Named | null
  filter: Filter
}): {
  table: 'words' | 'said'
  expression: string
} {
  const { either, named, filter } = listQuery
  const table = either.length > 0 || filter.muted.length > 0 ? 'said' : 'words'
  const only = named === null ? null : matchNamed(named)
  const expressions = [...(either.length > 0 ? [matchEither(either)] : []), ...(only === null ? [] : [only])]
  const expression = expressions.length > 0 ? expressions.map((one) => `(${one})`).join(' AND ') : null
  return { table, expression: narrowed(expression, filter, table) }
}

/** The letter triples of a word; its ends are marked as in the index. */
export function triplesOf(word: string): string[] {
  const marked = `$$${word}$$`
  const triples = Array.from({ length: marked.length - 2 }, (_, index) => marked.slice(index, index + 3))
  return [...new Set(triples)]
}

/**
 * Any of a word's triples, the rarest first and as many as MOST_RANKED words have. `often`: words
 * with each (count).
 */
export function matchTriples(triples: readonly string[], often: Frequencies): string {
  const frequency = (triple: string) => often.get(triple) ?? 0
  let sum = 0
  const kept = [...triples]
    .sort((a, b) => frequency(a) - frequency(b))
    .filter((triple, at) => {
      sum += frequency(triple)
      return sum <= MOST_RANKED || at === 0
    })
  return kept.map((triple) => `"${triple}"`).join(' OR ')
}
