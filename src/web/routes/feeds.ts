import type { Hono } from 'hono'
import { editionsMark, recentEditions } from '../../db/editions.ts'
import { type List, leanItemsOf } from '../../feeds/list.ts'
import { writeOpml } from '../../feeds/opml.ts'
import { LISTS } from '../../lists/list-names.ts'
import type { Edition } from '../../ranking/edition.ts'
import { MOST } from '../../search/list-query.ts'
import { hex } from '../../subscribers/hex.ts'
import type { AppEnv } from '../context.ts'
import { narrowEditions, readEditionQuery } from '../edition-query.ts'
import { FORMATS, sendList, sendText } from '../formats.ts'
import { refuse } from '../refusal.tsx'

/**
 * Editions whose papers are in the feed of papers (count): a week, below 200 kB; and in the feed of
 * editions.
 */
const EDITIONS = 6
const EDITION_ITEMS = 30
/**
 * How long (ms) a rendered feed is used without reading which edition is the newest; clients keep
 * it longer. A tick in this isolate ends it at once.
 */
const TRUSTED = 30_000

type Site = Pick<List, 'brand' | 'publicUrl'>
type Rendered = { key: string; askedAt: number; ticks: number; body: string; tag: string; updatedAt: number }

/**
 * Feeds of frozen editions: one item for each paper as it enters an edition, and one for each
 * edition.
 */
export function addFeeds(app: Hono<AppEnv>): void {
  /** The last rendering of each feed in this isolate, by the newest edition alone. */
  const kept = new Map<string, Rendered>()

  for (const [path, count, listOf] of [
    ['/feed', EDITIONS, paperFeed],
    ['/editions', EDITION_ITEMS, editionFeed],
  ] as const) {
    for (const format of FORMATS) {
      const address = `${path}.${format.ending}`
      app.get(address, async (c) => {
        const { db, config, now, ticks } = c.get('deps')
        const site = { brand: config.brand, publicUrl: config.PUBLIC_URL }
        const { search } = new URL(c.req.url)
        if (search !== '') {
          const asked = await readEditionQuery(c)
          if ('error' in asked) return refuse(c, 400, asked.error)
          const editions = await recentEditions(db, path === '/feed' ? count : Math.min(count, asked.limit))
          const narrowed = path === '/feed' ? narrowEditions(editions, asked) : editions
          return sendList(c, listOf(narrowed, site, `${address}${search}`), format)
        }
        let feed = kept.get(address)
        if (!feed || feed.ticks !== ticks() || Math.abs(now() - feed.askedAt) >= TRUSTED) {
          const asked = { askedAt: now(), ticks: ticks() }
          const key = `${JSON.stringify(site)} ${await editionsMark(db)}`
          if (feed?.key === key) Object.assign(feed, asked)
          else {
            const list = listOf(await recentEditions(db, count), site, address)
            const body = format.render(list)
            feed = { ...asked, key, body, tag: await tagOf(body), updatedAt: list.updatedAt }
            kept.set(address, feed)
          }
        }
        c.header('etag', feed.tag)
        return sendText(c, feed.body, format.type, feed.updatedAt)
      })
    }
  }

  app.get('/feeds.opml', (c) => {
    const { PUBLIC_URL, ARXIV_CATEGORIES, brand } = c.get('deps').config
    const feeds = [
      { title: `${brand.name}: each edition’s papers`, path: '/feed', query: '' },
      ...LISTS.map(({ title, path }) => ({ title, path, query: '' })),
      ...ARXIV_CATEGORIES.flatMap((name) =>
        LISTS.slice(0, 2).map(({ title, path }) => ({
          title: `${title} in ${name}`,
          path,
          query: `?category=${name}`,
        })),
      ),
    ]
    const opml = writeOpml(
      brand.name,
      feeds.map(({ title, path, query }) => ({
        title,
        feedUrl: `${PUBLIC_URL}${path}.xml${query}`,
        pageUrl: `${PUBLIC_URL}${path === '/feed' ? '/' : path}${query}`,
      })),
    )
    return sendText(c, opml, 'text/x-opml', 0)
  })
}

function paperFeed(editions: readonly Edition[], { brand, publicUrl }: Site, address: string): List {
  return {
    brand,
    title: brand.name,
    description: 'Research papers that are rising: one item per paper as it enters the daily edition.',
    publicUrl,
    pageUrl: `${publicUrl}/`,
    feedUrl: `${publicUrl}${address}`,
    updatedAt: editions[0]?.publishedAt ?? 0,
    items: editions.flatMap(leanItemsOf).slice(0, MOST),
  }
}

function editionFeed(editions: readonly Edition[], { brand, publicUrl }: Site, address: string): List {
  return {
    brand,
    title: `${brand.name} editions`,
    description: 'Research papers that are rising: one item per daily edition.',
    publicUrl,
    pageUrl: `${publicUrl}/editions`,
    feedUrl: `${publicUrl}${address}`,
    updatedAt: editions[0]?.publishedAt ?? 0,
    items: editions.map((edition) => ({ edition })),
  }
}

/** A strong validator (RFC 9110 §8.8.3) of a text. */
async function tagOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text)))
  return `"${hex(digest)}"`
}
