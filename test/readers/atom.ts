import { contents } from './content.ts'
import { child, children, type Element, type Fetched, parseXml, type Seen, text } from './documents.ts'
import { violations } from './schema.ts'
import { addresses, bare, instants, plain, served, unique, wellDecoded } from './values.ts'

/**
 * What is wrong with an Atom feed: by the schema of RFC 4287, and by what that schema cannot say.
 */
export function faultsOfAtom(fetched: Fetched): string[] {
  const feed = child(parseXml(fetched.text), 'feed')
  const entries = children(feed, 'entry')
  const all = (name: string) => entries.map((entry) => text(entry, name))
  const links = [feed, ...entries].flatMap((one) => children(one, 'link'))
  const ids = [text(feed, 'id'), ...all('id')]
  const newest = Math.max(0, ...all('updated').map((date) => Date.parse(date)))
  return [
    ...served('application/atom+xml', fetched),
    ...violations('atom', fetched.text),
    ...wellDecoded(fetched.text),
    ...bare('id', ids),
    ...unique('id', ids),
    // An id is an address, or a tag (RFC 4151).
    ...addresses(
      'id',
      ids.filter((id) => !/^tag:[a-z0-9.-]+,\d{4}(-\d\d){0,2}:[\w/.-]+$/.test(id)),
    ),
    ...instants('updated', [text(feed, 'updated'), ...all('updated')]),
    ...instants('published', all('published')),
    ...(Date.parse(text(feed, 'updated')) < newest ? ['the feed is older than its newest entry'] : []),
    ...plain('title', [text(feed, 'title'), ...all('title')]),
    ...addresses(
      'href',
      links.map((link) => text(link, '@href')),
    ),
    ...(hrefs(feed, 'self').join() === fetched.url ? [] : [`self is ${hrefs(feed, 'self')}`]),
    ...[feed, ...entries].flatMap(oneAlternate),
    // RFC 4287 §4.1.1
    ...entries
      .filter((entry) => children(feed, 'author').length + children(entry, 'author').length === 0)
      .map(() => 'an entry has no author'),
    ...entries
      .filter((entry) => text(child(entry, 'content'), '@type') !== 'html')
      .map(() => 'content is not of type html'),
    ...contents(all('content')),
  ]
}

export const seenInAtom = (xml: string): Seen[] =>
  children(child(parseXml(xml), 'feed'), 'entry').map((entry) => ({
    id: text(entry, 'id'),
    title: text(entry, 'title'),
    link: hrefs(entry, 'alternate').join(),
  }))

const hrefs = (parent: Element, rel: string) =>
  children(parent, 'link')
    .filter((link) => text(link, '@rel') === rel)
    .map((link) => text(link, '@href'))

/** RFC 4287 §4.2.7: with several of the same type a reader could not choose. */
const oneAlternate = (parent: Element): string[] =>
  hrefs(parent, 'alternate').length === 1 ? [] : ['not exactly one alternate link']
