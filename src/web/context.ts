import type { Context, Next } from 'hono'
import type { Child } from 'hono/jsx'
import type { Deps } from '../deps.ts'
import { PAPERTIDE } from '../wording/brand.ts'
import { withHumanCheck } from './components/human-check.tsx'
import { asDocument } from './components/layout.tsx'
import { withBrand } from './components/site-brand.tsx'

/** What every route gets. */
export type AppEnv = {
  Bindings: Env
  Variables: {
    deps: Deps
    later: (() => Promise<unknown>)[]
    /**
     * Under /operator: the token in the forms of this session; null for a request with the bearer
     * token.
     */
    formToken: string | null
  }
}
export type AppContext = Context<AppEnv>

/**
 * Starts what routes left for later (`c.get('later')`) after the answer was handed over, so neither
 * the answer nor its time shows whether anything was left. It is the outermost middleware that
 * handles a request.
 */
export async function beginLater(c: AppContext, next: Next): Promise<void> {
  c.set('later', [])
  await next()
  for (const work of c.get('later'))
    c.executionCtx.waitUntil(new Promise((begin) => setTimeout(begin)).then(work))
}

/**
 * Fields of a form (url-encoded or multipart) or a JSON object; an empty object for anything else.
 */
export async function readFields(c: AppContext): Promise<Record<string, unknown>> {
  if (sentJson(c)) {
    const body: unknown = await c.req.json().catch(() => null)
    return body !== null && typeof body === 'object' && !Array.isArray(body) ? { ...body } : {}
  }
  return c.req.parseBody({ all: true }).catch(() => ({}))
}

/** True when the caller prefers JSON to a page. */
export const wantsJson = (c: AppContext): boolean =>
  sentJson(c) || /^application\/json\b/i.test(c.req.header('accept') ?? '')

/** Media types ignore case (RFC 9110 §8.3.1). */
const sentJson = (c: AppContext) => /^[^;]*json/i.test(c.req.header('content-type') ?? '')

type PageStatus = 200 | 400 | 401 | 403 | 404 | 405 | 409 | 413 | 429 | 500 | 503

/** Answers with a page. */
export function page(c: AppContext, content: Child, status: PageStatus = 200) {
  const { TURNSTILE_SITE_KEY, brand = PAPERTIDE } = c.get('deps')?.config ?? {}
  return c.html(asDocument(withBrand(withHumanCheck(content, TURNSTILE_SITE_KEY), brand)), status)
}

/** The time zone (IANA) of a visitor as Cloudflare sees it; UTC when it does not know. */
export function guessZone(c: AppContext): string {
  const { timezone } = (c.req.raw.cf ?? {}) as { timezone?: string }
  return timezone ?? 'UTC'
}
