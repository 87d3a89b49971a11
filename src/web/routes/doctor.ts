import type { Hono } from 'hono'
import { undecided } from '../../db/delivery-sums.ts'
import { lastJobRuns } from '../../db/job-runs.ts'
import {
  countUnindexed,
  lastWebhookCall,
  readersByDays,
  readersByState,
  sourceFacts,
} from '../../db/operating-facts.ts'
import { decidedSince } from '../../delivery/plan.ts'
import { type Deps, noteTick } from '../../deps.ts'
import { scheduleTick } from '../../jobs/schedule.ts'
import { DAY, TICK } from '../../time/dates.ts'
import { VERSION } from '../../wording/version.ts'
import type { AppEnv } from '../context.ts'

/** How far back answers of sources count (ms): sources are asked at least daily. */
const SOURCES_WITHIN = 3 * DAY

/**
 * Facts for `npm run doctor` that are not visible from outside, and a tick by hand. With
 * `Authorization: Bearer ADMIN_TOKEN`.
 */
export function addDoctor(app: Hono<AppEnv>): void {
  app.get('/operator/facts', async (c) => c.json(await readFacts(c.get('deps'))))

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

/** Counts and instants (ms, UTC); no address, no secret. */
async function readFacts({ config, db, now }: Deps) {
  const at = now()
  return {
    version: VERSION,
    now: at,
    config: {
      PUBLIC_URL: config.PUBLIC_URL,
      MAIL_FROM: config.MAIL_FROM,
      MAIL_POSTAL_ADDRESS: config.MAIL_POSTAL_ADDRESS,
      MAIL_BATCH_SIZE: config.MAIL_BATCH_SIZE,
      CLOCK: config.CLOCK,
    },
    jobs: await lastJobRuns(db),
    sources: await sourceFacts(db, at - SOURCES_WITHIN),
    readers: await readersByState(db),
    days: await readersByDays(db),
    unindexed: await countUnindexed(db),
    undecided: (await undecided(db, decidedSince(at), 1_000)).length,
    lastWebhookCall: await lastWebhookCall(db),
  }
}
