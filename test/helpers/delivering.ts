import { deliverBatch } from '../../src/delivery/send.ts'
import { deliver } from '../../src/jobs/deliver.ts'
import type { World } from './world.ts'

/** One tick of delivery and the queue behind it: plans, messages, and hands over. Returns what became of each batch. */
export async function deliverAt(world: World, at: number): Promise<string[]> {
  world.at(at)
  await deliver(world.deps, at)
  const results: string[] = []
  for (const id of world.messages.splice(0)) results.push(await deliverBatch(world.deps, id))
  return results
}

/** What the queue brings: messages for these batches. `acked` is told which of them were acknowledged. */
export const messagesFor = (batchIds: readonly number[], acked = (_batchId: number) => {}) =>
  ({
    queue: 'papertide-delivery',
    messages: batchIds.map((batchId) => ({ body: { batchId }, ack: () => acked(batchId) })),
  }) as unknown as MessageBatch<{ batchId: number }>
