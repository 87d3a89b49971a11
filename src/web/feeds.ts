import type { Hono } from 'hono'
import { recentEditions } from '../db/editions.ts'
import { toAtom } from '../feeds/atom.ts'
import { toJsonFeed } from '../feeds/json-feed.ts'
import type { List } from '../feeds/list.ts'
import { toRss } from '../feeds/rss.ts'
import type { At, Door } from './door.ts'

/** Editions whose papers stand in the feed (count): about a week and a half of reading. */
const EDITIONS = 8

/** The renderings of a list, by the ending of its address. */
export const FORMATS = [
  { ending: 'xml', type: 'application/rss+xml; charset=utf-8', name: 'RSS', render: toRss },
  { ending: 'atom', type: 'application/atom+xml; charset=utf-8', name: 'Atom', render: toAtom },
  { ending: 'json', type: 'application/feed+json; charset=utf-8', name: 'JSON Feed', render: toJsonFeed },
] as const

/** Feeds: one item per paper as it enters an edition. */
export function addFeeds(app: Hono<Door>): void {
  for (const { ending, type, render } of FORMATS) {
    app.get(`/feed.${ending}`, async (c) => {
      const list = await paperFeed(c, `/feed.${ending}`)
      c.header('access-control-allow-origin', '*')
      c.header('last-modified', new Date(list.updatedAt).toUTCString())
      return c.body(render(list), 200, { 'content-type': type })
    })
  }
}

async function paperFeed(c: At, path: string): Promise<List> {
  const { db, config } = c.get('deps')
  const editions = await recentEditions(db, EDITIONS)
  return {
    title: 'Papertide',
    description: 'Research papers that are rising: one item per paper as it enters the daily edition.',
    publicUrl: config.PUBLIC_URL,
    pageUrl: `${config.PUBLIC_URL}/`,
    feedUrl: `${config.PUBLIC_URL}${path}`,
    updatedAt: editions[0]?.publishedAt ?? 0,
    items: editions.flatMap((edition) =>
      edition.papers.map((paper) => ({ paper, enteredAt: edition.publishedAt, editionDate: edition.date })),
    ),
  }
}
