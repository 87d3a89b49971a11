import { abstractPage, type Paper } from '../papers/paper.ts'
import { oneLine } from '../wording/words.ts'
import { printable } from './entry.ts'

type Cited = Pick<Paper, 'id' | 'title' | 'authors' | 'categories' | 'publishedAt'>

/**
 * A paper as a BibTeX entry, in UTF-8, as arXiv writes its own (https://info.arxiv.org/help/hypertex/bibstyles/).
 * Authors keep the order of the paper; more than `most` (count) are told as BibTeX's "and others".
 */
export function toBibtex(paper: Cited, most = Number.POSITIVE_INFINITY): string {
  const year = paper.publishedAt === null ? null : String(new Date(paper.publishedAt).getUTCFullYear())
  const named = paper.authors.map(asAuthor).filter(Boolean)
  const fields: [string, string | null][] = [
    // The second braces keep the title's capitals.
    ['title', `{${escaped(paper.title)}}`],
    ['author', [...named.slice(0, most), ...(named.length > most ? ['others'] : [])].join(' and ') || null],
    ['year', year],
    ['eprint', paper.id],
    ['archivePrefix', 'arXiv'],
    ['primaryClass', paper.categories[0] === undefined ? null : escaped(paper.categories[0])],
    ['url', abstractPage(paper.id)],
  ]
  const lines = fields.flatMap(([name, value]) => (value === null ? [] : [`  ${name} = {${value}},`]))
  return `@misc{${citationKey(paper, year)},\n${lines.join('\n')}\n}\n`
}

/** `lovelace2026learnable`: last name, year and first long word of the title, in ASCII. */
function citationKey({ id, title, authors }: Cited, year: string | null): string {
  const ascii = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9]/g, '')
      .toLowerCase()
  const last = ascii(authors[0]?.split(/\s+/).at(-1) ?? '')
  const word = title
    .split(/[\s:]+/)
    .map(ascii)
    .find((one) => one.length > 3)
  return last === '' ? `arxiv${ascii(id)}` : `${last}${year ?? ''}${word ?? ''}`
}

/** `and` between names parts authors and a comma parts a name: braces keep a name that holds either whole. */
function asAuthor(name: string): string {
  const text = escaped(name)
  return /,|\band\b/i.test(text) ? `{${text}}` : text
}

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
}

/** Plain text for TeX: its ten special characters are written as commands. */
const escaped = (text: string): string =>
  oneLine(printable(text)).replace(/[\\{}$&#^_~%]/g, (char) => SPECIAL[char] ?? `\\${char}`)
