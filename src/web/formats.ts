import { toAtom } from '../feeds/atom.ts'
import { listBibtex, listCsl, listRis } from '../feeds/citations.ts'
import { toJsonFeed } from '../feeds/json-feed.ts'
import type { List } from '../feeds/list.ts'
import { toMarkdown } from '../feeds/markdown.ts'
import { toRss } from '../feeds/rss.ts'
import type { AppContext } from './context.ts'

export type Format = {
  ending: string
  /** Media type. */
  type: string
  name: string
  render: (list: List) => string
}

/** The formats of a list besides the page, by the ending of the address. */
export const FORMATS: readonly Format[] = [
  { ending: 'xml', type: 'application/rss+xml', name: 'RSS', render: toRss },
  { ending: 'atom', type: 'application/atom+xml', name: 'Atom', render: toAtom },
  { ending: 'json', type: 'application/feed+json', name: 'JSON Feed', render: toJsonFeed },
  // RFC 7763
  { ending: 'md', type: 'text/markdown', name: 'Markdown', render: toMarkdown },
]

/** A list for reference managers; these formats contain only papers. */
const CITATIONS: readonly Format[] = [
  {
    ending: 'csl.json',
    type: 'application/vnd.citationstyles.csl+json',
    name: 'CSL-JSON',
    render: listCsl,
  },
  { ending: 'bib', type: 'application/x-bibtex', name: 'BibTeX', render: listBibtex },
  { ending: 'ris', type: 'application/x-research-info-systems', name: 'RIS', render: listRis },
]

/** Every format of a list of papers; an ending that ends with another comes before it. */
export const ALL_FORMATS = [...CITATIONS, ...FORMATS]

/** Splits `/authors/J. Doe.atom` into the path and the format of its ending. */
export function splitEnding(path: string): { path: string; format: Format | null } {
  const format = ALL_FORMATS.find(({ ending }) => path.endsWith(`.${ending}`)) ?? null
  return { path: format ? path.slice(0, -format.ending.length - 1) : path, format }
}

/**
 * Answers with a list in a format. Scripts of every site may read it; it has the date of its newest
 * change.
 */
export const sendList = (c: AppContext, list: List, { type, render }: Format) =>
  sendText(c, render(list), type, list.updatedAt)

/**
 * Answers with a text that scripts of every site may read. `changedAt`: instant (ms, UTC); 0 for
 * none.
 */
export function sendText(
  c: AppContext,
  text: string,
  type: string,
  changedAt: number,
  status: 200 | 400 | 404 | 405 | 413 | 429 | 500 | 503 = 200,
) {
  if (changedAt > 0) c.header('last-modified', new Date(changedAt).toUTCString())
  return c.body(text, status, { 'content-type': `${type}; charset=utf-8` })
}
