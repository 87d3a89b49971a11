import { XMLParser } from 'fast-xml-parser'

/** A feed as it was fetched. */
export type Fetched = {
  /** The address it was fetched from. */
  url: string
  contentType: string
  text: string
}

/** What a reader must see of an item, whatever the format. */
export type Seen = { id: string; title: string; link: string }

const LISTS = ['item', 'entry', 'link', 'atom:link', 'author', 'category', 'dc:creator']

/** Values as the document has them: nothing trimmed, no text taken for a number. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  trimValues: false,
  parseTagValue: false,
  isArray: (name, path) =>
    LISTS.includes(name) && path !== 'rss.channel.link' && !`${path}`.endsWith('item.link'),
})

export type Element = { readonly [name: string]: Element | readonly Element[] | string | undefined }

export const parseXml = (xml: string): Element => parser.parse(xml) as Element

/** The only child of this name. */
export function child(parent: Element, name: string): Element {
  const found = parent[name]
  return found !== undefined && typeof found !== 'string' && !Array.isArray(found) ? (found as Element) : {}
}

export const children = (parent: Element, name: string): readonly Element[] => {
  const found = parent[name]
  return Array.isArray(found) ? found : []
}

/**
 * The text of an attribute (`@href`) or of a child with or without attributes; empty when there is
 * none.
 */
export function text(parent: Element, name: string): string {
  const found = parent[name]
  if (typeof found === 'string') return found
  const inner = child(parent, name)['#text']
  return typeof inner === 'string' ? inner : ''
}
