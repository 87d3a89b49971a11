import { createMiddleware } from 'hono/factory'
import { isWithinLimit, say } from './answer.tsx'
import type { AppEnv } from './context.ts'
import { foreignPage, tooMany } from './pages/messages.ts'

/**
 * Refuses a form that was sent by a page of another site (Fetch Metadata, W3C; Origin, RFC 6454).
 * Programs send neither header. Our own pages send no referrer, so browsers may send `Origin: null`
 * for them: then Sec-Fetch-Site decides. Not for unsubscribe, which mail programs post to (RFC
 * 8058).
 */
export const ownPagesOnly = createMiddleware<AppEnv>(async (c, next) => {
  const origin = c.req.header('origin') ?? 'null'
  const ours = [new URL(c.get('deps').config.PUBLIC_URL).origin, new URL(c.req.url).origin]
  const isForeign = origin !== 'null' && !ours.includes(origin)
  if (c.req.header('sec-fetch-site') === 'cross-site' || isForeign) return say(c, foreignPage, 403)
  return next()
})

/** Limits how much one network posts in a minute, to whatever address. */
export const limitPosts = createMiddleware<AppEnv>(async (c, next) => {
  if (await isWithinLimit(c, c.env.CHANGE_LIMIT)) return next()
  c.header('retry-after', '60')
  return say(c, tooMany, 429)
})
