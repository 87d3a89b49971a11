import type { Hono } from 'hono'
import { accepts } from 'hono/accepts'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './context.ts'

const LIST =
  /^\/(?:trending|new|top\/(?:day|week|month)|search|early|(?:authors|organizations)\/[^/]+|repositories\/[^/]+\/[^/]+|editions(?:\/[^/.]+)?)$/
const PAPER = /^\/papers\/[^?]+$/
const ENDED = /\.(?:xml|atom|json|md|bib|ris)$/

const HTML = 'text/html'
/** The media types of a list's address besides the page, with the addresses that have them. */
const LIST_FORMS: Readonly<Record<string, (path: string) => string>> = {
  'application/json': (path) => `/api/v1${path}`,
  'application/feed+json': (path) => `${path}.json`,
  'application/rss+xml': (path) => `${path}.xml`,
  'application/atom+xml': (path) => `${path}.atom`,
  'text/markdown': (path) => `${path}.md`,
}
const PAPER_FORMS: typeof LIST_FORMS = {
  'application/json': (path) => `/api/v1${path}`,
  'text/markdown': (path) => `${path}.md`,
  'application/x-bibtex': (path) => `${path}.bib`,
}
/** The newest edition is on the landing page; its feeds are those of all editions. */
const LANDING_FORMS = {
  ...LIST_FORMS,
  'application/json': () => '/api/v1/editions/latest',
  'application/feed+json': () => '/feed.json',
  'application/rss+xml': () => '/feed.xml',
  'application/atom+xml': () => '/feed.atom',
  'text/markdown': () => '/feed.md',
}
const STATUS_FORMS: typeof LIST_FORMS = { 'application/json': () => '/status.json' }

function formsOf(path: string): typeof LIST_FORMS | null {
  if (path === '/') return LANDING_FORMS
  if (path === '/status') return STATUS_FORMS
  if (ENDED.test(path)) return null
  return LIST.test(path) ? LIST_FORMS : PAPER.test(path) ? PAPER_FORMS : null
}

/**
 * Answers at the address of a page in the format that `Accept` prefers (RFC 9110 §12.5.1); with the
 * page if it names none.
 */
export const negotiate = (app: Hono<AppEnv>) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const forms = c.req.method === 'GET' || c.req.method === 'HEAD' ? formsOf(c.req.path) : null
    if (!forms) return next()
    const supports = [HTML, 'application/xhtml+xml', ...Object.keys(forms)]
    const form = forms[accepts(c, { header: 'Accept', supports, default: HTML })]
    if (!form) await next()
    else {
      const url = new URL(c.req.url)
      url.pathname = form(url.pathname)
      const inner = await app.fetch(new Request(url, c.req.raw), c.env, c.executionCtx)
      c.res = new Response(inner.body, {
        status: inner.status,
        headers: inner.headers,
        encodeBody: inner.headers.has('content-encoding') ? 'manual' : 'automatic',
      })
    }
    c.header('vary', 'Accept', { append: true })
  })
