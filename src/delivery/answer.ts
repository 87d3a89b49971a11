import type { Deps } from '../deps.ts'
import { deliverBatch } from './send.ts'

/** Calls to the provider at once (count): an answer takes longer than the pace between two calls. */
const IN_FLIGHT = 3
const DEAD_LETTERS = 'papertide-delivery-dead'

/**
 * Answers the doorbell. A ring says only which batch to look at; what is to be done stands in DB, so a lost, doubled
 * or late ring changes nothing, and a dead letter needs no more than being noted: the next tick rings again.
 */
export async function answerRings(deps: Deps, rings: MessageBatch<{ batchId: number }>): Promise<void> {
  const answerOne = async (ring: Message<{ batchId: number }>) => {
    if (rings.queue === DEAD_LETTERS)
      console.error(`batch ${ring.body.batchId} failed every try; the next tick rings again`)
    else await deliverBatch(deps, ring.body.batchId)
    ring.ack()
  }
  const waiting = [...rings.messages]
  const take = async () => {
    for (let ring = waiting.shift(); ring; ring = waiting.shift()) await answerOne(ring)
  }
  const done = await Promise.allSettled(Array.from({ length: IN_FLIGHT }, take))
  for (const each of done) if (each.status === 'rejected') throw each.reason
}
