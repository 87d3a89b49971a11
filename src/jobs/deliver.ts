import { OWN_AT_ONCE, OWN_PER_TICK, planOwn } from '../delivery/own-digests.ts'
import { enqueueDue, planDue } from '../delivery/plan.ts'
import { enqueuePosts } from '../delivery/plan-posts.ts'
import { deliverPost } from '../delivery/post-digest.ts'
import { deliverBatch } from '../delivery/send.ts'
import type { Deps, UnitMessage } from '../deps.ts'
import type { Done } from './unit.ts'

/**
 * Plans what is due, a few digests at once, and sends messages for every batch that waits; in later
 * runs of a tick only for those that they plan.
 */
export async function plan(deps: Deps, { tick, again }: UnitMessage): Promise<Done> {
  const run = deps.randomId()
  let [batches, posts] = [0, 0]
  let more = false
  try {
    more = await planDue(deps, tick, run)
  } finally {
    // What waits already need not wait for what cannot be planned.
    batches = await enqueueDue(deps, tick, again === undefined ? null : run)
    if (again === undefined) posts = await enqueuePosts(deps, tick)
  }
  const result = { outcome: 'done', batches, ...(posts > 0 && { posts }) } as const
  return more ? { ...result, again: 0 } : result
}

/**
 * Plans some of the digests that are in an order of readers' own, and comes again while more wait,
 * as often as a tick may.
 */
export async function planOwnDigests(deps: Deps, { tick, again = 0 }: UnitMessage): Promise<Done> {
  const { written, batches, waits } = await planOwn(deps, tick)
  const result = { outcome: written + batches > 0 ? 'done' : 'nothing', digests: written, batches } as const
  return waits && (again + 1) * OWN_AT_ONCE < OWN_PER_TICK ? { ...result, again: 0 } : result
}

/** Hands one batch to the mail provider. */
export async function deliverOne(deps: Deps, { batchId = 0 }: UnitMessage): Promise<Done> {
  const became = await deliverBatch(deps, batchId)
  return { outcome: became === 'not due' ? 'nothing' : 'done', batch: batchId, became }
}

/** Posts one message of a digest to a channel, and then the next one. */
export async function postOne(deps: Deps, { postId = 0 }: UnitMessage): Promise<Done> {
  const became = await deliverPost(deps, postId)
  const result = { outcome: became === 'not due' ? 'nothing' : 'done', post: postId, became } as const
  return became === 'next message' ? { ...result, again: BETWEEN } : result
}

/** Seconds between two messages of a digest: Slack takes one a second. */
const BETWEEN = 1
