import type { Hono } from 'hono'
import { onShelf } from '../../db/early-picks.ts'
import { latestEdition } from '../../db/editions.ts'
import { SPANS } from '../../lists/read-list.ts'
import { nextEdition } from '../../time/calendar.ts'
import { addDays, utcDate } from '../../time/dates.ts'
import { type AppEnv, guessZone, page } from '../context.ts'
import { LandingPage } from '../pages/landing.tsx'

/** Early picks shown (count). */
const ON_SHELF = 5

/** What the product is, the newest edition, and the signup. */
export function addLanding(app: Hono<AppEnv>): void {
  app.get('/', async (c) => {
    const { db, config, now } = c.get('deps')
    const since = addDays(utcDate(now()), 1 - SPANS.early)
    const [edition, early] = await Promise.all([latestEdition(db), onShelf(db, since, ON_SHELF)])
    return page(
      c,
      <LandingPage
        publicUrl={config.PUBLIC_URL}
        edition={edition ?? null}
        early={early}
        timezone={guessZone(c)}
        next={nextEdition(now())}
      />,
    )
  })
}
