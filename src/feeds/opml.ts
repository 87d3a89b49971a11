import { generateOpml } from 'feedsmith'
import { printable } from './entry.ts'

export type Outline = { title: string; feedUrl: string; pageUrl: string }

/**
 * Feeds as an OPML 2.0 subscription list (http://opml.org/spec2.opml), which feed readers import.
 */
export const writeOpml = (title: string, feeds: readonly Outline[]): string =>
  generateOpml({
    head: { title: printable(title) },
    body: {
      outlines: feeds.map((feed) => ({
        text: printable(feed.title),
        title: printable(feed.title),
        type: 'rss',
        xmlUrl: feed.feedUrl,
        htmlUrl: feed.pageUrl,
      })),
    },
  })
