import type { EditionPaper } from '../ranking/edition.ts'
import { paperLinks } from '../wording/links.ts'
import { paperLine } from '../wording/paper-line.ts'
import { shownLead } from '../wording/shown-lead.ts'
import { byline, oneLine } from '../wording/words.ts'
import { entryOf, printable } from './entry.ts'
import type { List, ListItem } from './list.ts'

/** The list as Markdown (CommonMark): a heading, then a numbered list, best first. */
export function toMarkdown(list: List): string {
  const items = list.items.map((item, index) => {
    const number = `${index + 1}. `
    return number + lines(item, list).join(`  \n${' '.repeat(number.length)}`)
  })
  return `${[`# ${plain(list.title)}`, plain(list.description), bareLink(list.pageUrl), ...items].join('\n\n')}\n`
}

function lines(item: ListItem, list: List): string[] {
  const entry = entryOf(item, list)
  const head = [`**${link(entry.title, entry.url)}**`]
  if ('edition' in item) return [...head, plain(entry.summary)]
  const links = paperLinks(item.paper)
  return [
    ...head,
    plain(byline(item.paper.authors, item.paper.moreAuthors)),
    plain(paperLine(item.paper)),
    lead(item.paper),
    plain(item.paper.reason),
    links.map(({ label, href }) => link(label, href)).join(' · '),
  ].filter(Boolean)
}

function lead(paper: EditionPaper): string {
  const { text, source } = shownLead(paper)
  return `${source ? `${source}: ` : ''}${plain(text)}`
}

/**
 * One line in which nothing is markup, wherever it is placed. ASCII punctuation may be escaped
 * (CommonMark §2.4), including `&` and `<`; at the beginning also what would start a list, a
 * heading or a thematic break.
 */
export const plain = (text: string) =>
  oneLine(printable(text))
    .replace(/[\\`*_{}[\]<>#|~&!$]/g, '\\$&')
    .replace(/^(?:[-+](?=[\s:-]|$)|=(?==*$)|:(?=-))/, '\\$&')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')

/** A link; `label` is plain text, `href` an address. */
export const link = (label: string, href: string) =>
  // §6.2: entities are also read in addresses.
  `[${plain(label)}](<${encoded(href).replace(/&(?=#?\w+;)/g, '&amp;')}>)`

/** An address that is its own label (§6.5); nothing in it is escaped. */
export const bareLink = (href: string) => `<${encoded(href)}>`

/**
 * Characters that end an address or mean something in Markdown are percent-encoded (RFC 3986 allows
 * none of them).
 */
const encoded = (href: string) =>
  href.toWellFormed().replace(/[^\x21-\x7e]|[\\<>`"^{|}[\]]/gu, (character) => encodeURIComponent(character))
