import type { Hono } from 'hono'
import { databaseErrorOf } from '../../db/errors.ts'
import type { Deps } from '../../deps.ts'
import { type Facts, readFacts } from '../../health/facts.ts'
import { problemsOf } from '../../health/problems.ts'
import { nextEdition } from '../../time/calendar.ts'
import { type AppContext, type AppEnv, page } from '../context.ts'
import { DATABASE_ERRORS } from '../pages/messages.ts'
import { type Delivery, StatusPage } from '../pages/status.tsx'

/**
 * What works and what does not, without any number of mails: those are only for the operator
 * (`/operator/status`).
 */
export function addStatus(app: Hono<AppEnv>): void {
  app.get('/status', async (c) => {
    const status = await readStatus(c.get('deps'))
    return page(c, <StatusPage publicUrl={c.get('deps').config.PUBLIC_URL} {...status} />)
  })
  app.get('/status.json', async (c) => {
    const { config, busy } = c.get('deps')
    // Read first: when it is false, the following contains all that the newest tick stored.
    const played = config.CLOCK === 'ticks' ? { busy: busy() } : {}
    const status = await readOrError(c)
    return c.json({ ...status, ...played }, 'tick' in status ? 200 : 503)
  })
  // For monitors, which read only the status code.
  app.get('/health', async (c) => {
    const { ok } = await readOrError(c)
    return c.json({ ok }, ok ? 200 : 503)
  })
}

/** The status. */
export const readStatus = async (deps: Deps) => statusOf(await readFacts(deps))

/** The status; if the database cannot be read, the error. */
async function readOrError(c: AppContext) {
  const deps = c.get('deps')
  try {
    return await readStatus(deps)
  } catch (error) {
    const kind = databaseErrorOf(error)
    if (kind === null) throw error
    return { ok: false, problems: [DATABASE_ERRORS[kind].sentence], now: deps.now() }
  }
}

function statusOf(facts: Facts) {
  const problems = problemsOf(facts).map(({ sentence }) => sentence)
  const { now, tick, edition } = facts
  return {
    ok: problems.length === 0,
    problems,
    tick,
    sources: facts.sources.map(({ name, lastGoodAt, failed, reason }) => ({
      name,
      lastGoodAt,
      error: failed ? (reason ?? 'the last answer could not be read') : null,
    })),
    edition,
    next: nextEdition(now),
    deliveries: facts.runs.map((run): Delivery => {
      const decided = run.uncertain + run.failed === 0
      const state = run.waitingSince !== null ? 'under way' : decided ? 'complete' : 'to be decided'
      return { edition: run.edition, plannedAt: run.plannedAt, waitingSince: run.waitingSince, state }
    }),
    now,
  }
}
