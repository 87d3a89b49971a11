import { generateJsonFeed } from 'feedsmith'
import { entryOf, printable } from './entry.ts'
import type { List } from './list.ts'

/** The list as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
export function toJsonFeed(list: List): string {
  const { items = [], ...feed } = generateJsonFeed({
    title: printable(list.title),
    home_page_url: list.pageUrl,
    feed_url: list.feedUrl,
    description: printable(list.description),
    language: 'en',
    items: list.items.map((item) => {
      const entry = entryOf(item, list.publicUrl)
      return {
        id: entry.id,
        url: entry.url,
        ...(entry.external && { external_url: entry.external.page }),
        title: entry.title,
        summary: entry.summary,
        content_html: entry.html,
        date_published: new Date(entry.at),
        authors: entry.authors.map((name) => ({ name })),
        tags: entry.categories,
      }
    }),
  }) as { items?: unknown[] }
  // The library leaves out what is empty, but a feed without `items` is none.
  return `${JSON.stringify({ ...feed, items }, null, 2)}\n`
}
