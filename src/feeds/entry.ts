import { abstractPage, pdfPage } from '../papers/paper.ts'
import { countedPapers } from '../ranking/edition.ts'
import { longDay } from '../wording/days.ts'
import { editionPage, paperPage } from '../wording/links.ts'
import { digestSubject } from '../wording/subject.ts'
import { everyAuthor, oneLine } from '../wording/words.ts'
import { EditionContent, PaperContent, rankedReason } from './content.tsx'
import type { List, ListItem } from './list.ts'

/** What every format says of an item. */
export type Entry = {
  /**
   * Permanent, and the same in every list, deployment and format (RFC 4287 §4.2.6): for a paper
   * arXiv's address of it, for an edition a tag (RFC 4151) of its date, whatever the host.
   */
  id: string
  /** The address of our page. */
  url: string
  title: string
  /** Plain text: its rank and its reason. */
  summary: string
  html: string
  authors: string[]
  categories: string[]
  /** Instant (ms, UTC). */
  at: number
  /** The addresses of the paper itself; null for an edition. */
  external: { page: string; pdf: string } | null
}

/**
 * Not allowed in XML 1.0, even escaped (https://www.w3.org/TR/xml/#charsets); lone surrogates
 * included.
 */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

/** The text without the characters that no XML 1.0 document may contain. */
export const printable = (text: string) => text.replace(NOT_XML, '').trim()

const printables = (texts: string[]) => texts.map(printable).filter(Boolean)

/** What all formats say of an item of a list. */
export function entryOf(item: ListItem, { brand, publicUrl }: Pick<List, 'brand' | 'publicUrl'>): Entry {
  if ('edition' in item) {
    const { edition } = item
    const url = editionPage(publicUrl, edition.date)
    return {
      id: `tag:${brand.protocol},2026:edition/${edition.date}`,
      url,
      title: printable(`${longDay(edition.date)}: ${digestSubject(edition)}`),
      summary: printable(edition.note ?? `${countedPapers(edition)}.`),
      html: printable(String(EditionContent({ edition, publicUrl }))),
      authors: [printable(brand.name)],
      categories: [],
      at: edition.publishedAt,
      external: null,
    }
  }
  const { paper } = item
  return {
    id: abstractPage(paper.id),
    url: paperPage(publicUrl, paper.id),
    // RFC 4287 §4.1.2: an entry has a title.
    title: oneLine(printable(paper.title)) || `arXiv:${paper.id}`,
    summary: oneLine(printable(rankedReason(paper))),
    html: printable(String(PaperContent({ ...item, publicUrl }))),
    authors: everyAuthor(printables(paper.authors), paper.moreAuthors),
    categories: printables(paper.categories),
    at: item.enteredAt,
    external: { page: abstractPage(paper.id), pdf: pdfPage(paper.id) },
  }
}
