import { z } from 'zod'
import { contents } from './content.ts'
import type { Fetched, Seen } from './documents.ts'
import { addresses, instants, plain, served, unique, wellDecoded } from './values.ts'

// https://www.jsonfeed.org/version/1.1/, without what it deprecates. Nothing else may stand in a
// feed of ours.
const words = z.string().min(1)
const author = z
  .strictObject({ name: words.optional(), url: words.optional(), avatar: words.optional() })
  .refine((one) => Object.keys(one).length > 0)
const item = z
  .strictObject({
    id: words,
    url: words,
    external_url: words.optional(),
    title: words,
    content_html: words.optional(),
    content_text: words.optional(),
    summary: words.optional(),
    image: words.optional(),
    banner_image: words.optional(),
    date_published: words,
    date_modified: words.optional(),
    authors: z.array(author).min(1).optional(),
    tags: z.array(words).optional(),
    language: words.optional(),
    // Extensions: names that begin with an underscore. Ours is documented at /developers.
    _papertide: z.record(z.string(), z.unknown()).optional(),
  })
  .refine((one) => one.content_html !== undefined || one.content_text !== undefined)
const jsonFeed = z.strictObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: words,
  // "Considered required for feeds on the public web", as is `feed_url`.
  home_page_url: words,
  feed_url: words,
  description: words.optional(),
  next_url: words.optional(),
  icon: words.optional(),
  favicon: words.optional(),
  authors: z.array(author).min(1).optional(),
  // RFC 5646
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$/)
    .optional(),
  items: z.array(item),
})

/** What is wrong with a JSON Feed: by its specification, and by what a schema cannot say. */
export function faultsOfJson(fetched: Fetched): string[] {
  const { success, data: feed, error } = jsonFeed.safeParse(JSON.parse(fetched.text))
  if (!success) return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  return [
    ...served('application/feed+json', fetched),
    ...wellDecoded(fetched.text),
    ...(Object.keys(feed)[0] === 'version' ? [] : ['version does not stand first']),
    ...unique(
      'id',
      feed.items.map(({ id }) => id),
    ),
    ...addresses(
      'url',
      [feed, ...feed.items].flatMap((one) =>
        Object.entries(one).flatMap(([name, value]) => (/url$/.test(name) ? [String(value)] : [])),
      ),
    ),
    ...(feed.feed_url === fetched.url ? [] : [`feed_url is ${feed.feed_url}`]),
    ...instants(
      'date',
      feed.items.flatMap(({ date_published, date_modified }) => [
        date_published,
        date_modified ?? date_published,
      ]),
    ),
    // "The only place HTML is allowed in this format is content_html."
    ...plain('text', [feed.title, ...feed.items.flatMap(({ title, summary }) => [title, summary ?? title])]),
    ...contents(feed.items.map(({ content_html = '' }) => content_html)),
  ]
}

export const seenInJson = (json: string): Seen[] =>
  jsonFeed.parse(JSON.parse(json)).items.map(({ id, title, url }) => ({ id, title, link: url }))
