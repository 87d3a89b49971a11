import type { Deps } from '../deps.ts'
import { deliverBatch } from './send.ts'

/** Calls to the provider at once (count): an answer takes longer than the pace between two calls. */
const IN_FLIGHT = 3
const DEAD_LETTERS = 'papertide-delivery-dead'

/**
 * Answers the queue. A message says only which batch to look at; what is to be done stands in DB, so a lost, doubled
 * or late message changes nothing, and a dead letter needs no more than being noted: the next tick sends another. One that
 * throws keeps no other waiting: it alone is not acknowledged, and the call fails once all are answered.
 */
export async function consumeMessages(
  deps: Deps,
  messages: MessageBatch<{ batchId: number }>,
): Promise<void> {
  const failures: unknown[] = []
  const answerOne = async (message: Message<{ batchId: number }>) => {
    if (messages.queue === DEAD_LETTERS)
      console.error(`batch ${message.body.batchId} failed every try; the next tick sends another`)
    else await deliverBatch(deps, message.body.batchId)
    message.ack()
  }
  const waiting = [...messages.messages]
  const take = async () => {
    for (let message = waiting.shift(); message; message = waiting.shift())
      await answerOne(message).catch((error) => failures.push(error))
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, take))
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} messages: ${failures.map(String).join('; ')}`)
}
