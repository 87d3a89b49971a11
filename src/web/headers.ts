import { createMiddleware } from 'hono/factory'
import { secureHeaders } from 'hono/secure-headers'
import type { Door } from './door.ts'

/** No script runs on any page, nothing is loaded from elsewhere, no page is framed, no referrer leaks a token. */
export const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  // Hono's default speaks for every subdomain too; those may belong to something else.
  strictTransportSecurity: 'max-age=15552000',
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  crossOriginResourcePolicy: 'cross-origin',
})

const NEVER_KEPT = /^\/(confirm|unsubscribe|preferences|subscribe|status)\b/

/**
 * Pages and feeds may be kept for a short time; anything that belongs to one reader, tells how things stand right now,
 * or is an error, never. The landing page guesses the visitor's time zone, so no cache in between may keep it.
 */
export const caching = createMiddleware<Door>(async (c, next) => {
  await next()
  if (c.res.headers.has('cache-control')) return
  const open = ['GET', 'HEAD'].includes(c.req.method) && c.res.status === 200 && !NEVER_KEPT.test(c.req.path)
  const who = c.req.path === '/' ? 'private' : 'public'
  c.header('cache-control', open ? `${who}, max-age=300, stale-while-revalidate=3600` : 'no-store')
})
