import { generateAtomFeed } from 'feedsmith'
import { entryOf, printable } from './entry.ts'
import type { List } from './list.ts'
import { tighten } from './tighten.ts'

/**
 * The date of a list that never held anything: RFC 4287 demands one, and feed validators doubt
 * dates before 1990.
 */
const NEVER = Date.UTC(2000, 0, 1)

/** The list as Atom 1.0 (RFC 4287). */
export function toAtom(list: List): string {
  const xml = generateAtomFeed({
    id: list.feedUrl,
    title: { value: printable(list.title), type: 'text' },
    subtitle: { value: printable(list.description), type: 'text' },
    updated: new Date(list.updatedAt || NEVER),
    generator: { text: printable(list.brand.name), uri: list.publicUrl },
    // The author of entries whose source named none (RFC 4287 §4.1.1 asks for one).
    authors: [{ name: printable(list.brand.name), uri: list.publicUrl }],
    links: [
      { href: list.feedUrl, rel: 'self', type: 'application/atom+xml' },
      { href: list.pageUrl, rel: 'alternate', type: 'text/html' },
    ],
    entries: list.items.map((item) => {
      const entry = entryOf(item, list)
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
        // newsboat and other readers show one author only, so all names are in one.
        ...(entry.authors.length > 0 && { authors: [{ name: entry.authors.join(', ') }] }),
        categories: entry.categories.map((term) => ({ term, scheme: 'http://arxiv.org/schemas/atom' })),
        published: new Date(entry.at),
        updated: new Date(entry.at),
        summary: { value: entry.summary, type: 'text' },
        content: { value: entry.html, type: 'html' },
      }
    }),
  })
  return tighten(xml)
}
