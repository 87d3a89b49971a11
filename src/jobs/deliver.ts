import { enqueueDue, planDue } from '../delivery/plan.ts'
import type { Deps } from '../deps.ts'

/** Plans what is due and enqueues a message for every batch that waits. */
export async function deliver(deps: Deps, at: number): Promise<void> {
  // What waits already need not wait for what cannot be planned.
  await planDue(deps, at).finally(() => enqueueDue(deps, at))
}
