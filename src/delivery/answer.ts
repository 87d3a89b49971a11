import type { Deps } from '../deps.ts'
import { deliverBatch } from './send.ts'

const DEAD_LETTERS = 'papertide-delivery-dead'

/**
 * Answers the doorbell. A ring says only which batch to look at; what is to be done stands in DB, so a lost, doubled
 * or late ring changes nothing, and a dead letter needs no more than being noted: the next tick rings again.
 */
export async function answerRings(deps: Deps, rings: MessageBatch<{ batchId: number }>): Promise<void> {
  for (const ring of rings.messages) {
    if (rings.queue === DEAD_LETTERS)
      console.error(`batch ${ring.body.batchId} failed every try; the next tick rings again`)
    else await deliverBatch(deps, ring.body.batchId)
    ring.ack()
  }
}
