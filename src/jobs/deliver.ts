import { enqueueDue, planDue } from '../delivery/plan.ts'
import { deliverBatch } from '../delivery/send.ts'
import type { Deps, UnitMessage } from '../deps.ts'
import type { Done } from './unit.ts'

/**
 * Plans what is due, a few digests at once, and sends messages for every batch that waits; in later
 * runs of a tick only for those that they plan.
 */
export async function plan(deps: Deps, { tick, again }: UnitMessage): Promise<Done> {
  const run = deps.randomId()
  let batches = 0
  let more = false
  try {
    more = await planDue(deps, tick, run)
  } finally {
    // What waits already need not wait for what cannot be planned.
    batches = await enqueueDue(deps, tick, again === undefined ? null : run)
  }
  const told = { outcome: 'done', batches } as const
  return more ? { ...told, again: 0 } : told
}

/** Hands one batch to the mail provider. */
export async function deliverOne(deps: Deps, { batchId = 0 }: UnitMessage): Promise<Done> {
  const became = await deliverBatch(deps, batchId)
  return { outcome: became === 'not due' ? 'nothing' : 'done', batch: batchId, became }
}
