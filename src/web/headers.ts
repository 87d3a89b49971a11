import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'
import { secureHeaders } from 'hono/secure-headers'
import type { AppEnv } from './context.ts'
import { TURNSTILE } from './turnstile.ts'

/** Allows Turnstile's widget on the pages that can have a signup, if it is set up. */
export const openToHumanCheck = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  if (!c.get('deps')?.config.TURNSTILE_SITE_KEY || !mayBeKept(c.req.path)) return
  const policy = c.res.headers.get('content-security-policy') ?? ''
  c.header('content-security-policy', `${policy}; script-src ${TURNSTILE}; frame-src ${TURNSTILE}`)
})

/**
 * The mail as a page of its own, in a sandbox: its own styles apply, and nothing else works there.
 */
export const mailPreview = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  if (c.req.path !== MAIL_PREVIEW || c.res.status !== 200) return
  c.header(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  )
})
export const MAIL_PREVIEW = '/operator/preview/mail'

/**
 * No script runs on any page, nothing is loaded from elsewhere, no page is framed, and no referrer
 * reveals a token.
 */
export const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    // No script could connect; but tools that fetch /robots.txt from a page are bound by its policy
    // too.
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  // Hono's default includes every subdomain; those may belong to somebody else.
  strictTransportSecurity: 'max-age=15552000',
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  crossOriginResourcePolicy: 'cross-origin',
})

/**
 * Pages made from papers and editions alone: they are the same for everybody until the data change.
 */
export const OF_DATA =
  /^\/($|(editions|papers|top|early|authors|organizations|repositories)\/|(trending|new|early|search|follow|editions|feed|feeds)(\.|$)|sitemap\.xml$|api\/(?!v1\/status$)|export\/)/
/** Pages that change only with a release. */
const OF_RELEASE = /^\/(privacy|developers|openapi\.json|skill\.md|robots\.txt|llms\.txt)$/

/**
 * Only what is named here, or says so itself, may be cached, for a short time: nothing else, and no
 * error. The landing page guesses the visitor's time zone, so no shared cache may keep it.
 */
export const caching = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  if (c.res.headers.has('cache-control')) return
  const open = isRead(c.req.method) && c.res.status === 200 && mayBeKept(c.req.path)
  const who = c.req.path === '/' ? 'private' : 'public'
  c.header('cache-control', open ? `${who}, max-age=300, stale-while-revalidate=3600` : 'no-store')
})

const mayBeKept = (path: string) => OF_DATA.test(path) || OF_RELEASE.test(path)

/**
 * 304 by date for clients without ETags (RFC 9110 §13.1.3). Not for pages: a new release changes
 * their style sheet, which no date shows.
 */
export const sinceDate = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  const changed = Date.parse(c.res.headers.get('last-modified') ?? '')
  const known = Date.parse(c.req.header('if-modified-since') ?? '')
  if (!isRead(c.req.method) || c.res.status !== 200 || c.req.header('if-none-match') !== undefined) return
  if (/^text\/html/.test(c.res.headers.get('content-type') ?? '') || !(changed <= known)) return
  const headers = new Headers(c.res.headers)
  headers.delete('content-type')
  c.res = new Response(null, { status: 304, headers })
})

const shared = cors({
  origin: '*',
  allowMethods: ['GET', 'HEAD', 'POST'],
  exposeHeaders: ['ETag', 'Last-Modified', 'Link', 'RateLimit', 'RateLimit-Policy', 'Retry-After'],
})

/**
 * Scripts of other sites may read feeds and JSON; preflights are answered too (Fetch standard, CORS
 * protocol).
 */
export const openToScripts = createMiddleware<AppEnv>((c, next) =>
  /\.(?:xml|atom|json|ndjson|md|bib|ris|opml)$|^\/(?:api|mcp)(?:\/|$)/.test(c.req.path)
    ? shared(c, next)
    : next(),
)

const isRead = (method: string) => method === 'GET' || method === 'HEAD'
