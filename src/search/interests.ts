import { categoryWord, labelWord } from './document.ts'
import { LONGEST_QUERY, parseQuery, type Query } from './query.ts'
import { wordsOf } from './words.ts'

/** An author, organisation, repository or category that papers are filed under. */
export type Named = { kind: 'author' | 'organization' | 'repository' | 'category'; name: string }

/** A paper matches if it has every word and phrase and is filed under every name. */
export type Interest = Query & {
  named: Named[]
  /** As it was typed, with white space collapsed. */
  text: string
}

/** The most interests of one text (count): each is one lookup in the index. */
export const MOST_INTERESTS = 12

const KINDS: Record<string, Named['kind']> = {
  author: 'author',
  by: 'author',
  org: 'organization',
  organisation: 'organization',
  organization: 'organization',
  repo: 'repository',
  repository: 'repository',
  category: 'category',
}
const NAMED = new RegExp(`(?<![^\\s])(${Object.keys(KINDS).join('|')}):(?:"([^"]*)"|([^\\s"]+))`, 'gi')
/** `cs.CL` needs no prefix; arXiv's categories without a point do. */
const CATEGORY = /(?<![^\s])([a-z]+(?:-[a-z]+)?\.[A-Z]{2})(?![^\s])/g
const CATEGORY_ALONE = /[a-z]\.[A-Z]{2}\b/
/**
 * The separators of interests: a comma, a semicolon, a new line, a bar, or the word "or"; none of
 * them inside quotation marks.
 */
const BETWEEN = /"[^"]*"|[,;|\n]+|(?<=\s)or(?=\s)/gi
/**
 * Two or more quoted names and nothing else: two people, who are hardly ever authors of one paper.
 */
const PEOPLE = /^(?:"\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){1,3}" ?){2,}$/u

/** Reads interests, of which a paper needs one. `error`: a sentence for the person who asked. */
export function parseInterests(text: string): Interest[] | { error: string } {
  // Checked for its errors too: too long, or without a word.
  const whole = parseQuery(text)
  if ('error' in whole) return whole
  const pieces = splitInterests(text)
  if (pieces.length > MOST_INTERESTS)
    return {
      error: `One list or digest takes at most ${MOST_INTERESTS} interests; these are ${pieces.length}.`,
    }
  const read = pieces.flatMap(parseInterest)
  return read.length > 0
    ? read
    : { error: 'Nothing to search for: type at least one word, a name or an arXiv id.' }
}

/** The interests in a text, as typed, without repeats. */
export function splitInterests(text: string): string[] {
  const even = text.slice(0, LONGEST_QUERY).normalize('NFC').replace(/[“”]/g, '"')
  const pieces: string[] = []
  let begin = 0
  for (const match of even.matchAll(BETWEEN)) {
    if (match[0].startsWith('"')) continue
    pieces.push(even.slice(begin, match.index))
    begin = match.index + match[0].length
  }
  pieces.push(even.slice(begin))
  const single = pieces
    .map((piece) => piece.replace(/\s+/gu, ' ').trim())
    .flatMap((piece) => (PEOPLE.test(piece) ? (piece.match(/"[^"]*"/g) ?? []) : [piece]))
  return [...new Set(single.filter((piece) => !('error' in parseQuery(piece))))]
}

function parseInterest(text: string): Interest[] {
  const named: Named[] = []
  const loose = text
    .replace(NAMED, (_, word: string, quoted: string | undefined, bare: string | undefined) => {
      const name = (quoted ?? bare ?? '').trim()
      if (/[\p{L}\p{N}]/u.test(name)) named.push({ kind: KINDS[word.toLowerCase()] ?? 'author', name })
      return ' '
    })
    .replace(CATEGORY, (_, name: string) => {
      named.push({ kind: 'category', name })
      return ' '
    })
  const query = parseQuery(loose)
  if ('error' in query) return named.length > 0 ? [{ compounds: [], phrases: [], named, text }] : []
  return [{ ...query, named, text }]
}

/** A name as an interest is typed: `author:"Ada Lovelace"`, `organization:nvidia`. */
export const writeNamed = ({ kind, name }: Named): string =>
  `${kind}:${/^[^\s",;|]+$/.test(name) ? name : `"${name.replaceAll('"', ' ')}"`}`

/**
 * The name that an interest may be: two to five words and nothing else, quoted or not; null
 * otherwise.
 */
export function nameTyped(piece: string): string | null {
  const bare = /^"[^"]*"$/.test(piece) ? piece.slice(1, -1).trim() : piece
  if (/["\d:]/.test(bare) || CATEGORY_ALONE.test(bare)) return null
  const words = wordsOf(bare)
  return words.length > 1 && words.length < 6 ? bare : null
}

/** The word of the index for an organisation, repository or category. */
export const wordOfNamed = ({ kind, name }: Named): string =>
  kind === 'organization' || kind === 'repository' ? labelWord(kind, name) : categoryWord(name)

/** An interest in words: `with agents by Ada Lovelace`, `from nvidia`. */
export function interestInWords({ named, text }: Interest): string {
  const loose = text.replace(NAMED, ' ').replace(CATEGORY, ' ').replace(/\s+/gu, ' ').trim()
  return [
    ...(loose === '' ? [] : [`with ${loose}`]),
    ...named.map(({ kind, name }) => `${SAID[kind]} ${name}`),
  ].join(' ')
}

const SAID = { author: 'by', organization: 'from', repository: 'with code in', category: 'in' } as const

/**
 * True for an interest in the papers of an author, organisation or repository: they come from all
 * known papers, not from the daily lists alone.
 */
export const isFollowing = ({ named }: Interest): boolean => named.some(({ kind }) => kind !== 'category')

/** The names of authors whose papers are searched for even if no list has them. */
export const authorsOf = (interests: readonly Interest[]): Named[] =>
  interests.flatMap(({ named }) => named.filter(({ kind }) => kind === 'author'))
