import { execFileSync } from 'node:child_process'
import type { Seen } from './documents.ts'
import { PYTHON } from './schema.ts'

/**
 * What feedparser (https://feedparser.readthedocs.io) makes of an address; `again`: asked a second
 * time with what it learnt.
 */
export type Parsed = {
  bozo: string | null
  version: string
  items: Seen[]
  again: { tag: number; date: number }
}

const READ = `
import feedparser, json, sys
def read(url):
    first = feedparser.parse(url)
    return {
        'bozo': repr(first.get('bozo_exception')) if first.bozo else None,
        'version': first.version,
        'items': [{'id': e.id, 'title': e.title, 'link': e.link} for e in first.entries],
        'again': {
            'tag': feedparser.parse(url, etag=first.get('etag')).status,
            'date': feedparser.parse(url, modified=first.get('modified')).status,
        },
    }
print(json.dumps([read(url) for url in json.load(sys.stdin)]))
`

export const readWithFeedparser = (urls: readonly string[]): Parsed[] =>
  JSON.parse(
    execFileSync(PYTHON, ['-c', READ], { input: JSON.stringify(urls), encoding: 'utf8', maxBuffer: 1 << 26 }),
  ) as Parsed[]
