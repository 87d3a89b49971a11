// Every kind of list as RSS, Atom and JSON Feed, against strict validators and in real readers,
// from the product as `npm start` runs it. `npm run test:readers`; what it needs of Debian is named
// in .ci/run.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startProduct } from '../helpers/product.ts'
import { BROKEN } from './broken.ts'
import type { Fetched, Seen } from './documents.ts'
import { readWithFeedparser } from './feedparser.ts'
import { ENDINGS, type Ending, FORMATS } from './formats.ts'
import { seenInJson } from './json-feed.ts'
import { lists } from './lists.ts'
import { aNewsboat } from './newsboat.ts'
import { readWithSfeed } from './sfeed.ts'
import { watchReaders } from './watched.ts'

let product: Awaited<ReturnType<typeof startProduct>>
/** Every list in every format, as first fetched. */
let feeds: (Fetched & { ending: Ending; headers: Headers })[]

before(async () => {
  product = await startProduct(8)
  const landing = await (await fetch(product.url)).text()
  const found = (pattern: RegExp, html: string) => pattern.exec(html)?.[0] ?? assert.fail(`no ${pattern}`)
  const edition = found(/\/editions\/\d{4}-\d\d-\d\d/, landing)
  const paper = await (await fetch(product.url + found(/\/papers\/[\d.]+/, landing))).text()
  const author = found(/\/authors\/[^"]+/, paper)
  feeds = []
  for (const { path, query } of lists(author, edition))
    for (const ending of ENDINGS)
      feeds.push({ ...(await get(`${product.url}${path}.${ending}${query}`)), ending })
})
after(() => product?.stop())

async function get(url: string) {
  const answer = await fetch(url)
  assert.equal(answer.status, 200, url)
  return {
    url,
    contentType: answer.headers.get('content-type') ?? '',
    text: await answer.text(),
    headers: answer.headers,
  }
}

/** The same list as JSON Feed: what a reader of the others must see. */
function expected(url: string): Seen[] {
  const json = feeds.find((feed) => feed.url === url.replace(/\.(xml|atom)(?=$|\?)/, '.json'))
  return seenInJson(json?.text ?? assert.fail(url))
}

const ofXml = () => feeds.filter(({ ending }) => ending !== 'json')

test('every list is valid RSS, Atom and JSON Feed', () => {
  for (const feed of feeds) assert.deepEqual(FORMATS[feed.ending].faultsOf(feed), [], feed.url)
})

test('what is broken in one place is found', () => {
  for (const [ending, from, to, fault] of BROKEN) {
    const feed = feeds.find((one) => one.ending === ending) ?? assert.fail(ending)
    const text = feed.text.replace(from, to)
    assert.notEqual(text, feed.text, `${ending}: nothing to replace for ${from}`)
    const faults = FORMATS[ending].faultsOf({ ...feed, text })
    assert.ok(
      faults.some((found) => fault.test(found)),
      `${ending}, ${from} as ${to}: ${faults.join('; ')}`,
    )
  }
  const [feed] = feeds
  assert.ok(feed && FORMATS.xml.faultsOf({ ...feed, contentType: 'text/xml' }).includes('served as text/xml'))
})

test('every list has the same items in every format, and all but one have some', () => {
  for (const { url, ending, text } of feeds)
    assert.deepEqual(FORMATS[ending].seenIn(text), expected(url), url)
  assert.equal(feeds.filter(({ url }) => expected(url).length === 0).length, ENDINGS.length)
})

test('fetched twice, a feed has the same bytes, and answers 304 by tag and by date', async () => {
  for (const { url, text, headers } of feeds) {
    assert.equal((await get(url)).text, text, url)
    const asked = async (init: Record<string, string>) => {
      const answer = await fetch(url, { headers: init })
      return [answer.status, (await answer.text()).length]
    }
    const tag = headers.get('etag') ?? assert.fail(url)
    assert.deepEqual(await asked({ 'if-none-match': tag }), [304, 0], url)
    // As a cache in between may have weakened it (RFC 9110 §8.8.3.2).
    assert.deepEqual(await asked({ 'if-none-match': `"other", W/${tag}` }), [304, 0], url)
    assert.equal((await asked({ 'if-none-match': '"other"' }))[0], 200, url)
    const date = headers.get('last-modified')
    // A list that never held anything has no date.
    if (expected(url).length > 0)
      assert.deepEqual(await asked({ 'if-modified-since': date ?? '' }), [304, 0], url)
    else assert.equal(date, null)
  }
})

test('feedparser reads every list without a doubt, and is answered 304 the second time', () => {
  const urls = ofXml().map(({ url }) => url)
  readWithFeedparser(urls).forEach((read, index) => {
    const url = urls[index] ?? ''
    const items = expected(url)
    assert.deepEqual(
      [read.bozo, read.version, read.items],
      [null, url.includes('.atom') ? 'atom10' : 'rss20', items],
    )
    assert.deepEqual(read.again, { tag: 304, date: items.length > 0 ? 304 : 200 }, url)
  })
})

test('sfeed reads every list', () => {
  for (const { url, text } of ofXml()) assert.deepEqual(readWithSfeed(text), expected(url), url)
})

test('newsboat reads every list; asked again nothing is new to it, and it is answered 304', async () => {
  const proxy = await watchReaders()
  try {
    for (const { url } of ofXml()) {
      const newsboat = aNewsboat(url, proxy.address)
      await newsboat.reload()
      const items = newsboat.items()
      assert.deepEqual(
        sorted(items.map(({ id, title, link }) => ({ id, title, link }))),
        sorted(expected(url)),
        url,
      )
      assert.ok(
        items.every(({ length }) => length > 100),
        url,
      )
      // It learns tag and date only when it knows the feed already, so the third time is the first
      // it can send them.
      await newsboat.reload()
      await newsboat.reload()
      assert.deepEqual(newsboat.items(), items, url)
      assert.equal(newsboat.complaints(), '', url)
      assert.deepEqual(
        proxy.takeVisits(),
        [200, 200, 304].map((status) => ({ url, status })),
      )
      newsboat.remove()
    }
  } finally {
    proxy.stop()
  }
})

const sorted = (items: Seen[]) => items.sort((a, b) => (a.id < b.id ? -1 : 1))
