import { allSlots, dueBatches, planBatches } from '../db/batches.ts'
import { latestEdition } from '../db/editions.ts'
import type { Deps } from '../deps.ts'
import { dueSlots } from '../subscribers/slot.ts'
import { DAY } from '../trending/day.ts'

/** Rings per tick (count); the next tick rings for the rest. */
const RINGS = 1_000
/** Cloudflare Queues take 100 messages a call. */
const RINGS_PER_CALL = 100

/**
 * Plans the newest edition for every slot whose local hour has come, unless the slot already had a digest on this
 * local day or this very edition. An edition older than a day is not news: a quiet day sends nothing.
 */
export async function planDue(deps: Deps, at: number): Promise<void> {
  const edition = await latestEdition(deps.db)
  if (!edition || edition.publishedAt <= at - DAY || edition.publishedAt > at) return
  const due = dueSlots(await allSlots(deps.db), at)
  if (due.length === 0) return
  const run = crypto.randomUUID()
  await planBatches(deps.db, { edition: edition.date, due, size: deps.config.MAIL_BATCH_SIZE, at, run })
}

/** Rings for every batch that is due at `at` (ms) or whose lease has lapsed. */
export async function ring(deps: Deps, at: number): Promise<void> {
  const ids = await dueBatches(deps.db, at, RINGS)
  for (let start = 0; start < ids.length; start += RINGS_PER_CALL) {
    const slice = ids.slice(start, start + RINGS_PER_CALL)
    await deps.doorbell.sendBatch(slice.map((batchId) => ({ body: { batchId } })))
  }
}
