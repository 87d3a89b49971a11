import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './context.ts'

/**
 * Types that Cloudflare's edge does not compress itself
 * (developers.cloudflare.com/speed/optimization/content/compression).
 */
const OURS =
  /^(?:application\/(?:atom\+xml|feed\+json|problem\+json|x-ndjson|x-bibtex|x-research-info-systems|vnd\.citationstyles\.csl\+json)|text\/(?:markdown|x-opml))/
const ENDINGS = /\.(?:atom|json|md|opml|bib|ris|ndjson)$/

/**
 * Compresses the texts that the edge does not, for clients that accept gzip. It is the outermost
 * middleware, because tags are those of the plain text.
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
  // The bytes differ from the plain text, so the tag becomes weak (RFC 9110 §8.8.1).
  const tag = sent.get('etag')
  if (tag?.startsWith('"')) sent.set('etag', `W/${tag}`)
  const packed = body.pipeThrough(new CompressionStream('gzip'))
  c.res = undefined
  // `manual`: otherwise the runtime would compress it again.
  c.res = new Response(packed, { status, headers: sent, encodeBody: 'manual' })
})
