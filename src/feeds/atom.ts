import { generateAtomFeed } from 'feedsmith'
import { NAME } from '../wording/brand.ts'
import { citedAs, entryOf, printable } from './entry.ts'
import type { List } from './list.ts'
import { tighten } from './tighten.ts'

/**
 * When a list changed that has never held anything: a date must stand there, and validators doubt
 * those before 1990.
 */
const NEVER = Date.UTC(2000, 0, 1)

/** The list as Atom 1.0 (RFC 4287). */
export function toAtom(list: List): string {
  const xml = generateAtomFeed({
    id: list.feedUrl,
    title: { value: printable(list.title), type: 'text' },
    subtitle: { value: printable(list.description), type: 'text' },
    updated: new Date(list.updatedAt || NEVER),
    generator: { text: NAME, uri: list.publicUrl },
    // Stands in for entries whose authors no source told (RFC 4287 §4.1.1 asks for one).
    authors: [{ name: NAME, uri: list.publicUrl }],
    links: [
      { href: list.feedUrl, rel: 'self', type: 'application/atom+xml' },
      { href: list.pageUrl, rel: 'alternate', type: 'text/html' },
    ],
    entries: list.items.map((item) => {
      const entry = entryOf(item, list.publicUrl)
      return {
        id: entry.id,
        title: { value: entry.title, type: 'text' },
        links: [
          { href: entry.url, rel: 'alternate', type: 'text/html' },
          ...(entry.external
            ? [
                { href: entry.external.page, rel: 'related', type: 'text/html', title: 'arXiv' },
                { href: entry.external.pdf, rel: 'related', type: 'application/pdf', title: 'PDF' },
              ]
            : []),
        ],
        // newsboat and others show one author alone.
        ...(entry.authors.length > 0 && { authors: [{ name: entry.authors.join(', ') }] }),
        categories: entry.categories.map((term) => ({ term, scheme: 'http://arxiv.org/schemas/atom' })),
        dc: { ...citedAs(entry) },
        published: new Date(entry.at),
        updated: new Date(entry.at),
        summary: { value: entry.summary, type: 'text' },
        content: { value: entry.html, type: 'html' },
      }
    }),
  })
  return tighten(xml)
}
