import { planDue, ring } from '../delivery/plan.ts'
import type { Deps } from '../deps.ts'

/** Plans what is due and rings for every batch that waits. */
export async function deliver(deps: Deps, at: number): Promise<void> {
  await planDue(deps, at)
  await ring(deps, at)
}
