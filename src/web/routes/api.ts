import type { Hono } from 'hono'
import { apiDocument } from '../api/document.ts'
import { api } from '../api/routes.ts'
import type { AppEnv } from '../context.ts'

/** The typed API and its description. */
export function addApi(app: Hono<AppEnv>): void {
  app.route('/', api)
  app.get('/openapi.json', (c) => {
    const { PUBLIC_URL, brand } = c.get('deps').config
    return c.json(apiDocument(PUBLIC_URL, brand))
  })
}
