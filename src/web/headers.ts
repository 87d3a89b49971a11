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
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  crossOriginResourcePolicy: 'cross-origin',
})

/** Pages and feeds may be kept for a short time; anything with a token, and every error, never. */
export const caching = createMiddleware<Door>(async (c, next) => {
  await next()
  if (c.res.headers.has('cache-control')) return
  const open = ['GET', 'HEAD'].includes(c.req.method) && c.res.status === 200 && !c.req.query('token')
  c.header('cache-control', open ? 'public, max-age=300, stale-while-revalidate=3600' : 'no-store')
})
