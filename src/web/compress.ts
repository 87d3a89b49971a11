import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './context.ts'

/**
 * What Cloudflare's edge does not compress itself
 * (developers.cloudflare.com/speed/optimization/content/compression).
 */
const OURS =
  /^(?:application\/(?:atom\+xml|feed\+json|problem\+json|x-ndjson|x-bibtex|x-research-info-systems|vnd\.citationstyles\.csl\+json)|text\/(?:markdown|x-opml))/
const ENDINGS = /\.(?:atom|json|md|opml|bib|ris|ndjson)$/

/**
 * Compresses the texts that the edge leaves as they are, for whoever takes gzip. The outermost:
 * tags are of the plain text.
 */
export const compress = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  if (ENDINGS.test(c.req.path)) c.header('vary', 'Accept-Encoding', { append: true })
  const { body, headers, status } = c.res
  if (!body || headers.has('content-encoding') || !OURS.test(headers.get('content-type') ?? '')) return
  if (!/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(c.req.header('accept-encoding') ?? '')) return
  const sent = new Headers(headers)
  sent.set('content-encoding', 'gzip')
  sent.delete('content-length')
  // Other bytes than the plain text: the tag only says that both mean the same (RFC 9110 §8.8.1).
  const tag = sent.get('etag')
  if (tag?.startsWith('"')) sent.set('etag', `W/${tag}`)
  const packed = body.pipeThrough(new CompressionStream('gzip'))
  c.res = undefined
  // `manual`: the runtime would else compress it once more.
  c.res = new Response(packed, { status, headers: sent, encodeBody: 'manual' })
})
