import { enqueueDue, planDue } from '../delivery/plan.ts'
import { deliverBatch } from '../delivery/send.ts'
import type { Deps, UnitMessage } from '../deps.ts'
import type { Done } from './unit.ts'

/** Plans what is due and sends messages for every batch that waits. */
export async function plan(deps: Deps, { tick }: UnitMessage): Promise<Done> {
  let batches = 0
  try {
    await planDue(deps, tick)
  } finally {
    // What waits already need not wait for what cannot be planned.
    batches = await enqueueDue(deps, tick)
  }
  return { outcome: 'done', batches }
}

/** Hands one batch to the mail provider. */
export async function deliverOne(deps: Deps, { batchId = 0 }: UnitMessage): Promise<Done> {
  const became = await deliverBatch(deps, batchId)
  return { outcome: became === 'not due' ? 'nothing' : 'done', batch: batchId, became }
}
