import { deliverBatch } from '../../src/delivery/send.ts'
import { type Deps, MESSAGE_VERSION, type UnitMessage } from '../../src/deps.ts'
import { plan } from '../../src/jobs/deliver.ts'
import type { World } from './world.ts'

/**
 * One tick of delivery and the queue behind it: plans, messages, and hands over. Returns what
 * became of each batch.
 */
export async function deliverAt(world: World, at: number): Promise<string[]> {
  world.at(at)
  await planAt(world.deps, at)
  const results: string[] = []
  for (const { batchId = 0 } of world.messages.splice(0))
    results.push(await deliverBatch(world.deps, batchId))
  return results
}

/** What a tick plans, and the messages it sends. */
export async function planAt(deps: Deps, at: number, after = () => {}): Promise<void> {
  for (let again = 0; ; again++) {
    const done = await plan(deps, aMessage('plan', at, again > 0 ? { again } : {}))
    after()
    if (done.again === undefined) return
  }
}

export const aMessage = (unit: string, tick: number, given: Partial<UnitMessage> = {}): UnitMessage => ({
  v: MESSAGE_VERSION,
  unit,
  tick,
  ...given,
})

/**
 * What the queue brings. `told` hears of each message whether it was acknowledged or is to come
 * again.
 */
export const aBatchOf = (
  bodies: readonly unknown[],
  told = (_how: 'ack' | 'retry', _body: unknown) => {},
  { queue = 'papertide-units', attempts = 1 } = {},
) =>
  ({
    queue,
    messages: bodies.map((body) => ({
      body,
      attempts,
      ack: () => told('ack', body),
      retry: () => told('retry', body),
    })),
  }) as unknown as MessageBatch<unknown>

/** Messages for these batches. `acked` is told which of them were acknowledged. */
export const messagesFor = (batches: readonly (number | UnitMessage)[], acked = (_batchId: number) => {}) =>
  aBatchOf(
    batches.map((batch) => (typeof batch === 'number' ? aMessage('batch', 0, { batchId: batch }) : batch)),
    (how, body) => how === 'ack' && acked((body as UnitMessage).batchId ?? 0),
  )
