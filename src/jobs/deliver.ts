import { OWN_AT_ONCE, OWN_PER_TICK, planOwn } from '../delivery/own-digests.ts'
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

/**
 * Plans some of the digests that are in an order of readers' own, and comes again while more wait,
 * as often as a tick may.
 */
export async function planOwnDigests(deps: Deps, { tick, again = 0 }: UnitMessage): Promise<Done> {
  const { written, batches, waits } = await planOwn(deps, tick)
  const told = { outcome: written + batches > 0 ? 'done' : 'nothing', digests: written, batches } as const
  return waits && (again + 1) * OWN_AT_ONCE < OWN_PER_TICK ? { ...told, again: 0 } : told
}

/** Hands one batch to the mail provider. */
export async function deliverOne(deps: Deps, { batchId = 0 }: UnitMessage): Promise<Done> {
  const became = await deliverBatch(deps, batchId)
  return { outcome: became === 'not due' ? 'nothing' : 'done', batch: batchId, became }
}
