import type { Hono } from 'hono'
import { noteTick } from '../../deps.ts'
import { readOperatingFacts } from '../../health/operating.ts'
import { scheduleTick } from '../../jobs/schedule.ts'
import { TICK } from '../../time/dates.ts'
import type { AppEnv } from '../context.ts'

/**
 * Facts for `npm run doctor` that are not visible from outside, and a tick by hand. With
 * `Authorization: Bearer ADMIN_TOKEN`.
 */
export function addDoctor(app: Hono<AppEnv>): void {
  app.get('/operator/facts', async (c) => c.json(await readOperatingFacts(c.get('deps'))))

  app.post('/operator/tick', async (c) => {
    const deps = c.get('deps')
    // The tick of this quarter of an hour: the same as the cron's, so it changes nothing that the
    // cron did.
    const at = Math.floor(deps.now() / TICK) * TICK
    await scheduleTick(deps, at)
    noteTick()
    return c.json({ at })
  })
}
