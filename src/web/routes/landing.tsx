import type { Hono } from 'hono'
import { latestEdition } from '../../db/editions.ts'
import { nextEdition } from '../../time/calendar.ts'
import { type AppEnv, guessZone, page } from '../context.ts'
import { LandingPage } from '../pages/landing.tsx'

/** What the product is, the newest edition, and the signup. */
export function addLanding(app: Hono<AppEnv>): void {
  app.get('/', async (c) => {
    const { db, config, now } = c.get('deps')
    const edition = (await latestEdition(db)) ?? null
    return page(
      c,
      <LandingPage
        publicUrl={config.PUBLIC_URL}
        edition={edition}
        timezone={guessZone(c)}
        next={nextEdition(now())}
      />,
    )
  })
}
