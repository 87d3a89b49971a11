import type { Hono } from 'hono'
import type { AppEnv } from './context.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * The methods of an address; none for an address that does not exist. HEAD is answered wherever GET
 * is.
 */
export function methodsOf(app: Hono<AppEnv>, path: string): string[] {
  const handlers = (method: string) => app.router.match(method, path)[0].length
  // Handlers of every method are middleware.
  const everywhere = handlers('NONE')
  return METHODS.filter((method) => handlers(method) > everywhere).flatMap((method) =>
    method === 'GET' ? ['GET', 'HEAD'] : [method],
  )
}
