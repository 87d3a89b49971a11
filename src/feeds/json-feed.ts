import { generateJsonFeed } from 'feedsmith'
import { entryOf, printable } from './entry.ts'
import type { List } from './list.ts'
import { rowOf } from './row.ts'

/** The list as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
export function toJsonFeed(list: List): string {
  const { items = [], ...feed } = generateJsonFeed({
    title: printable(list.title),
    home_page_url: list.pageUrl,
    feed_url: list.feedUrl,
    description: printable(list.description),
    language: 'en',
    items: list.items.map((item) => {
      const entry = entryOf(item, list)
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
  }) as { items?: object[] }
  const extended = items.map((item, index) => ({ ...item, ...extensionOf(list, index) }))
  // The library leaves out empty fields, but a feed without `items` is invalid.
  return `${JSON.stringify({ ...feed, items: extended }, null, 2)}\n`
}

/**
 * The fields of an API row of a paper, as an extension (JSON Feed 1.1, "Extensions"); documented at
 * /developers.
 */
function extensionOf({ brand, items, publicUrl, unranked }: List, index: number) {
  const item = items[index]
  if (!item || !('paper' in item)) return {}
  const row = rowOf(item.paper, item, publicUrl)
  return {
    [`_${brand.protocol}`]: { about: `${publicUrl}/developers`, ...row, ...(unranked && { rank: null }) },
  }
}
