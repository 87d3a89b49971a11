import { createMiddleware } from 'hono/factory'
import { isWithinLimit } from './answer.tsx'
import type { AppEnv } from './context.ts'
import { sendProblem } from './refusal.tsx'

/**
 * The requests of one network in a minute (count): the `API_LIMIT` of wrangler.toml, which a test
 * compares.
 */
export const READS = 120
const PERIOD = 60

/**
 * Limits how often one network asks, with the fields of draft-ietf-httpapi-ratelimit-headers-11.
 * The remaining number is only stated when it is zero, because the limiter does not report it
 * before.
 */
export const limitReads = createMiddleware<AppEnv>(async (c, next) => {
  c.header('ratelimit-policy', `"reads";q=${READS};w=${PERIOD}`)
  if (await isWithinLimit(c, c.env.API_LIMIT)) return next()
  c.header('ratelimit', `"reads";r=0;t=${PERIOD}`)
  c.header('retry-after', String(PERIOD))
  return sendProblem(c, 429, `At most ${READS} requests a minute. Feeds and exports hold more in one answer.`)
})
