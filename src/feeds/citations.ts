import { abstractPage, pdfPage } from '../papers/paper.ts'
import { isoInstant } from '../wording/days.ts'
import { oneLine } from '../wording/words.ts'
import { toBibtex } from './bibtex.ts'
import { printable } from './entry.ts'
import type { List } from './list.ts'
import type { Rowed } from './row.ts'

type Cited = Pick<Rowed, 'id' | 'title' | 'abstract' | 'authors' | 'categories' | 'publishedAt'>

/** The DOI that arXiv registers for every paper (https://info.arxiv.org/help/doi.html). */
export const arxivDoi = (id: string) => `10.48550/arXiv.${id}`

const papersOf = ({ items }: List): Cited[] => items.flatMap((item) => ('paper' in item ? [item.paper] : []))
const plain = (text: string) => oneLine(printable(text))

/**
 * The papers of a list as BibTeX entries. Papers with the same citation key get a, b, c … after it.
 */
export function listBibtex(list: List): string {
  const used = new Map<string, number>()
  const entries = papersOf(list).map((paper) =>
    toBibtex(paper).replace(/^@misc\{([^,]+),/, (_, key: string) => {
      const times = used.get(key) ?? 0
      used.set(key, times + 1)
      return `@misc{${key}${times === 0 ? '' : suffix(times)},`
    }),
  )
  return entries.join('\n')
}

/** 1 gives `b`, 25 gives `z`, 26 gives `aa`. */
const suffix = (times: number): string =>
  (times >= 26 ? suffix(Math.floor(times / 26) - 1) : '') + String.fromCharCode(97 + (times % 26))

/**
 * The papers of a list as RIS (https://en.wikipedia.org/wiki/RIS_(file_format)), as Zotero reads
 * preprints.
 */
export const listRis = (list: List): string => papersOf(list).map(asRis).join('\r\n')

function asRis({ id, title, abstract, authors, categories, publishedAt }: Cited): string {
  const date = publishedAt === null ? null : isoInstant(publishedAt).slice(0, 10)
  const lines: [string, string | null][] = [
    ['TY', 'UNPB'],
    ['TI', plain(title) || `arXiv:${id}`],
    ...authors.map((name): [string, string] => ['AU', plain(lastFirst(name))]),
    ['PY', date?.slice(0, 4) ?? null],
    ['DA', date?.replaceAll('-', '/') ?? null],
    ['AB', plain(abstract)],
    ...categories.map((name): [string, string] => ['KW', plain(name)]),
    ['M1', `arXiv:${id}`],
    ['PB', 'arXiv'],
    ['DO', arxivDoi(id)],
    ['UR', abstractPage(id)],
    ['L1', pdfPage(id)],
    ['ER', ''],
  ]
  return lines.flatMap(([tag, value]) => (value === null ? [] : [`${tag}  - ${value}\r\n`])).join('')
}

/** `Ada Lovelace` gives `Lovelace, Ada`; a name of one word, or one with a comma, stays. */
function lastFirst(name: string): string {
  const words = plain(name).split(' ')
  const last = words.pop() ?? ''
  return words.length === 0 || name.includes(',') ? plain(name) : `${last}, ${words.join(' ')}`
}

/**
 * The papers of a list as CSL-JSON (https://docs.citationstyles.org/en/stable/specification.html),
 * one array.
 */
export const listCsl = (list: List): string =>
  `${JSON.stringify(
    papersOf(list).map(({ id, title, abstract, authors, publishedAt }) => ({
      id: `arXiv:${id}`,
      type: 'article',
      title: plain(title) || `arXiv:${id}`,
      author: authors.map((name) => ({ literal: plain(name) })),
      ...(publishedAt !== null && { issued: { 'date-parts': [datePartsOf(publishedAt)] } }),
      abstract: plain(abstract),
      number: `arXiv:${id}`,
      publisher: 'arXiv',
      genre: 'preprint',
      DOI: arxivDoi(id),
      URL: abstractPage(id),
    })),
    null,
    2,
  )}\n`

function datePartsOf(instant: number): number[] {
  const date = new Date(instant)
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
}
