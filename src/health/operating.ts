import { asks } from '../config.ts'
import { undecided } from '../db/delivery-sums.ts'
import { lastJobRuns } from '../db/job-runs.ts'
import {
  countUnindexed,
  lastWebhookCall,
  readersByDays,
  readersByState,
  sourceFacts,
} from '../db/operating-facts.ts'
import { decidedSince } from '../delivery/plan.ts'
import type { Deps } from '../deps.ts'
import { SOURCES } from '../papers/observation.ts'
import { VERSION } from '../wording/version.ts'
import { type OperatingFacts, SOURCES_WITHIN } from './checks.ts'
import { readSizes } from './facts.ts'

/** Batches that are counted (count). */
const MOST = 1_000

/** What the checks judge, as of now. */
export async function readOperatingFacts(deps: Deps): Promise<OperatingFacts> {
  const { config, db, now } = deps
  const at = now()
  const asked = SOURCES.filter((source) => asks(config, source))
  const sources = await sourceFacts(db, at - SOURCES_WITHIN)
  return {
    version: VERSION,
    now: at,
    asked,
    config: {
      PUBLIC_URL: config.PUBLIC_URL,
      MAIL_FROM: config.MAIL_FROM,
      MAIL_POSTAL_ADDRESS: config.MAIL_POSTAL_ADDRESS,
      MAIL_BATCH_SIZE: config.MAIL_BATCH_SIZE,
      MAIL_DAILY_QUOTA: config.MAIL_DAILY_QUOTA,
      CLOCK: config.CLOCK,
    },
    jobs: await lastJobRuns(db),
    sources: sources.filter(({ source }) => asked.includes(source)),
    readers: await readersByState(db),
    days: await readersByDays(db),
    unindexed: await countUnindexed(db),
    undecided: (await undecided(db, decidedSince(at), MOST)).length,
    hasWebhook: config.RESEND_WEBHOOK_SECRET !== undefined,
    lastWebhookCall: await lastWebhookCall(db),
    sizes: await readSizes(deps),
  }
}
