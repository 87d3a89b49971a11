import { createMiddleware } from 'hono/factory'
import { timingSafeEqual } from 'hono/utils/buffer'
import { countsOf, takeOne } from '../db/counters.ts'
import { hashOf } from '../subscribers/address-hash.ts'
import { wideNetworkOf } from '../subscribers/network.ts'
import { HOUR } from '../time/dates.ts'
import { askedFrom } from './answer.tsx'
import { type AppContext, type AppEnv, page, readFields } from './context.ts'
import { formTokenOf, readSession } from './operator-session.ts'
import { LoginPage } from './pages/login.tsx'

export const LOGIN = '/operator/login'

/**
 * Wrong tokens that one /24 or /48 may send in an hour (count); after that the right one is refused
 * too.
 */
const GUESSES = 10

const REFUSALS = {
  401: 'Authorization: Bearer with ADMIN_TOKEN is needed.',
  403: 'This form is too old: reload the page.',
  429: 'There were too many wrong tokens from your network. Try again in an hour.',
  503: 'ADMIN_TOKEN is not set: `wrangler secret put ADMIN_TOKEN`.',
} as const
type Refusal = keyof typeof REFUSALS

/**
 * Guards everything under /operator: by the bearer token, or by a session, whose changes are forms
 * with its token. Without ADMIN_TOKEN there is no operator.
 */
export const operatorOnly = createMiddleware<AppEnv>(async (c, next) => {
  const { config } = c.get('deps')
  c.set('formToken', null)
  if (!config.ADMIN_TOKEN) return refuse(c, 503)
  // The login checks the token itself.
  if (c.req.path === LOGIN && c.req.method === 'POST') return next()
  const authorization = c.req.header('authorization')
  if (authorization !== undefined) {
    const checked = await checkToken(c, /^Bearer (.+)$/i.exec(authorization)?.[1] ?? '')
    return checked === 'right' ? next() : refuse(c, checked)
  }
  const session = await readSession(c)
  if (session === null) return refuse(c, 401)
  const token = await formTokenOf(config, session)
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    const { form } = await readFields(c)
    if (typeof form !== 'string' || !(await timingSafeEqual(form, token))) return refuse(c, 403)
  }
  c.set('formToken', token)
  return next()
})

/** Compares with ADMIN_TOKEN in constant time, and counts wrong tokens. */
export async function checkToken(c: AppContext, given: string): Promise<'right' | 401 | 429> {
  const { config, db, now } = c.get('deps')
  const at = now()
  const key = `g ${await hashOf(config, `guess ${wideNetworkOf(askedFrom(c))}`)}`
  if (((await countsOf(db, [key], at)).get(key) ?? 0) >= GUESSES) return 429
  if (config.ADMIN_TOKEN && (await timingSafeEqual(given, config.ADMIN_TOKEN))) return 'right'
  // Without Cloudflare in front there is no network to limit; a request without a token is not a
  // guess.
  if (given !== '' && askedFrom(c) !== 'unknown')
    await takeOne(db, [{ name: 'guesses', key, limit: GUESSES, endsAt: at + HOUR }], at)
  return 401
}

/** The login form for browsers, JSON for everybody else. */
export function refuse(c: AppContext, status: Refusal) {
  if (status === 429) c.header('retry-after', '3600')
  const isPage = (c.req.header('accept') ?? '').includes('text/html')
  if (!isPage) return c.json({ error: REFUSALS[status] }, status)
  const isLogin = c.req.path === LOGIN && c.req.method === 'POST'
  const asked = isLogin ? 'That is not the token.' : null
  return page(c, <LoginPage error={status === 401 ? asked : REFUSALS[status]} />, status)
}
