import type { Hono } from 'hono'
import { apiDocument } from '../api/document.ts'
import { type AppEnv, page } from '../context.ts'
import { DevelopersPage } from '../pages/developers.tsx'

/** The page that explains the API to people. */
export function addDevelopers(app: Hono<AppEnv>): void {
  app.get('/developers', (c) => {
    const publicUrl = c.get('deps').config.PUBLIC_URL
    return page(c, <DevelopersPage publicUrl={publicUrl} document={apiDocument(publicUrl)} />)
  })
}
