import { abstractPage, type Paper } from '../papers/paper.ts'
import { plainLetters } from '../wording/letters.ts'
import { oneLine } from '../wording/words.ts'
import { asAuthor, isGroup, isName, isOwnWord, nameParts } from './bibtex-names.ts'
import { printable } from './entry.ts'
import { texOf } from './tex.ts'

type Cited = Pick<Paper, 'id' | 'title' | 'authors' | 'moreAuthors' | 'categories' | 'publishedAt'>

/**
 * A paper as a BibTeX entry, in UTF-8, as arXiv writes its own
 * (https://info.arxiv.org/help/hypertex/bibstyles/). Authors keep the order of the paper; those
 * after the first `most` (count) become BibTeX's "and others".
 */
export function toBibtex(paper: Cited, most = Number.POSITIVE_INFINITY, key = citationKey(paper)): string {
  const named = paper.authors.map(lineOf).filter(isName).map(asAuthor)
  const isCut = named.length > most || (paper.moreAuthors ?? 0) > 0
  const fields: [string, string | null][] = [
    // The second pair of braces keeps the capitals of the title.
    ['title', `{${texLine(paper.title)}}`],
    ['author', [...named.slice(0, most), ...(isCut ? ['others'] : [])].join(' and ') || null],
    ['year', yearOf(paper.publishedAt)],
    ['eprint', paper.id],
    ['archivePrefix', 'arXiv'],
    ['primaryClass', paper.categories[0] === undefined ? null : texLine(paper.categories[0])],
    ['url', abstractPage(paper.id)],
  ]
  const lines = fields.flatMap(([name, value]) => (value === null ? [] : [`  ${name} = {${value}},`]))
  return `@misc{${key},\n${lines.join('\n')}\n}\n`
}

/**
 * Papers as one BibTeX file. If another entry has the same key, the digits of the arXiv id are
 * appended.
 */
export function toBibliography(papers: readonly Cited[], most?: number): string {
  const keys = new Set<string>()
  return papers
    .map((paper) => {
      const key = citationKey(paper)
      const unique = keys.has(key) ? `${key}${asciiOf(paper.id)}` : key
      keys.add(unique)
      return toBibtex(paper, most, unique)
    })
    .join('\n')
}

/** `lovelace2026learnable`: last name, year and first long word of the title, in ASCII. */
function citationKey({ id, title, authors, publishedAt }: Cited): string {
  const first = authors.find(isName) ?? ''
  const last = asciiOf(isGroup(first) ? (first.split(/\s+/).find(isOwnWord) ?? first) : nameParts(first).key)
  const word = title
    .split(/[\s:]+/)
    .map(asciiOf)
    .find((one) => one.length > 3)
  return last === '' ? `arxiv${asciiOf(id)}` : `${last}${yearOf(publishedAt) ?? ''}${word ?? ''}`
}

const yearOf = (at: number | null) => (at === null ? null : String(new Date(at).getUTCFullYear()))

const asciiOf = (text: string) => plainLetters(text).replace(/[^a-z0-9]/g, '')

const lineOf = (text: string) => oneLine(printable(text))
const texLine = (text: string) => texOf(lineOf(text))
