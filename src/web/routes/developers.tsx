import type { Hono } from 'hono'
import { apiDocument } from '../api/document.ts'
import { type AppEnv, page } from '../context.ts'
import { DevelopersPage } from '../pages/developers.tsx'

/** The page that explains the API to people. */
export function addDevelopers(app: Hono<AppEnv>): void {
  app.get('/developers', (c) => {
    const { PUBLIC_URL, brand } = c.get('deps').config
    return page(c, <DevelopersPage publicUrl={PUBLIC_URL} document={apiDocument(PUBLIC_URL, brand)} />)
  })
}
