import { contents } from './content.ts'
import { child, children, type Fetched, parseXml, type Seen, text } from './documents.ts'
import { violations } from './schema.ts'
import { bare, oldDates, plain, served, unique, wellDecoded } from './values.ts'

/** What is wrong with an RSS feed: by our schema of RSS 2.0, and by what that schema cannot say. */
export function faultsOfRss(fetched: Fetched): string[] {
  const channel = child(child(parseXml(fetched.text), 'rss'), 'channel')
  const items = children(channel, 'item')
  const all = (name: string) => items.map((item) => text(item, name))
  const self = children(channel, 'atom:link').map((link) => text(link, '@href'))
  const built = text(channel, 'lastBuildDate')
  return [
    ...served('application/rss+xml', fetched),
    ...violations('rss', fetched.text),
    ...wellDecoded(fetched.text),
    ...bare('guid', all('guid')),
    ...unique('guid', all('guid')),
    ...oldDates('pubDate', all('pubDate')),
    ...oldDates('lastBuildDate', built === '' ? [] : [built]),
    ...plain('title', [text(channel, 'title'), ...all('title')]),
    ...plain('description', [text(channel, 'description'), ...all('description')]),
    ...(self.join() === fetched.url ? [] : [`self is ${self}`]),
    ...items
      .filter(
        (item) => Object.keys(item).indexOf('description') > Object.keys(item).indexOf('content:encoded'),
      )
      .map(() => 'a description stands behind content:encoded, which some readers then take for it'),
    ...contents(all('content:encoded')),
  ]
}

export const seenInRss = (xml: string): Seen[] =>
  children(child(child(parseXml(xml), 'rss'), 'channel'), 'item').map((item) => ({
    id: text(item, 'guid'),
    title: text(item, 'title'),
    link: text(item, 'link'),
  }))
