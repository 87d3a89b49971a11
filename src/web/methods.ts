import type { Hono } from 'hono'
import type { AppEnv } from './context.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Methods that an address takes; none for an address that is not ours. HEAD is answered wherever
 * GET is.
 */
export function methodsOf(app: Hono<AppEnv>, path: string): string[] {
  const handlers = (method: string) => app.router.match(method, path)[0].length
  // What handles every method is a middleware.
  const everywhere = handlers('NONE')
  return METHODS.filter((method) => handlers(method) > everywhere).flatMap((method) =>
    method === 'GET' ? ['GET', 'HEAD'] : [method],
  )
}
