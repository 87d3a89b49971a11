import { generateRssFeed } from 'feedsmith'
import { entryOf, printable } from './entry.ts'
import type { List } from './list.ts'
import { tighten } from './tighten.ts'

/** The list as RSS 2.0, full text in `content:encoded`, dates as RFC 822. */
export function toRss(list: List): string {
  const xml = generateRssFeed({
    title: printable(list.title),
    link: list.pageUrl,
    description: printable(list.description),
    language: 'en',
    generator: printable(list.brand.name),
    ...(list.updatedAt > 0 && { lastBuildDate: new Date(list.updatedAt) }),
    atom: { links: [{ href: list.feedUrl, rel: 'self', type: 'application/rss+xml' }] },
    items: list.items.map((item) => {
      const entry = entryOf(item, list)
      return {
        title: entry.title,
        link: entry.url,
        description: entry.summary,
        // RSS demands a mail address in <author>. newsboat and other readers show only the last of
        // several creators.
        ...(entry.authors.length > 0 && { dc: { creators: [entry.authors.join(', ')] } }),
        categories: entry.categories.map((name) => ({ name, domain: 'http://arxiv.org/schemas/atom' })),
        guid: { value: entry.id, isPermaLink: false },
        pubDate: new Date(entry.at),
        content: { encoded: entry.html },
      }
    }),
  })
  return tighten(xml)
}
