import type { Deps } from '../deps.ts'
import { deliverBatch } from './send.ts'

/** Calls to the provider at once (count): an answer takes longer than the pace between two calls. */
const IN_FLIGHT = 3
const DEAD_LETTERS = 'papertide-delivery-dead'

/**
 * Answers the doorbell. A ring says only which batch to look at; what is to be done stands in DB, so a lost, doubled
 * or late ring changes nothing, and a dead letter needs no more than being noted: the next tick rings again. One that
 * throws keeps no other waiting: it alone is not acknowledged, and the call fails once all are answered.
 */
export async function answerRings(deps: Deps, rings: MessageBatch<{ batchId: number }>): Promise<void> {
  const failures: unknown[] = []
  const answerOne = async (ring: Message<{ batchId: number }>) => {
    if (rings.queue === DEAD_LETTERS)
      console.error(`batch ${ring.body.batchId} failed every try; the next tick rings again`)
    else await deliverBatch(deps, ring.body.batchId)
    ring.ack()
  }
  const waiting = [...rings.messages]
  const take = async () => {
    for (let ring = waiting.shift(); ring; ring = waiting.shift())
      await answerOne(ring).catch((error) => failures.push(error))
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, take))
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} rings: ${failures.map(String).join('; ')}`)
}
