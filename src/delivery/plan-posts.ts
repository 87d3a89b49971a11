import { channelSchedules, type DuePost, duePosts, planChannelPosts } from '../db/channel-posts.ts'
import { type Deps, MESSAGE_VERSION } from '../deps.ts'
import { type DueSchedule, dueSchedules } from '../subscribers/schedule.ts'
import { isHeld } from './memory.ts'

/**
 * Posts of a tick (count): a channel may take 8 s to answer, one after the other, and a tick has 15
 * minutes for mails too.
 */
const POSTS_PER_TICK = 100

/**
 * Plans a post for every channel whose local hour has come. `digestsOf`: which digests the due
 * schedules have, by the rules of mail.
 */
export async function planPosts(
  { db }: Deps,
  at: number,
  digestsOf: (due: readonly DueSchedule[]) => readonly DuePost[],
): Promise<void> {
  const schedules = await channelSchedules(db, at)
  if (schedules.length === 0) return
  await planChannelPosts(db, digestsOf(dueSchedules(schedules, at)), at)
}

/** Sends a message for every post that is due at `at` (ms); says for how many (count). */
export async function enqueuePosts(deps: Deps, at: number): Promise<number> {
  const ids = await duePosts(deps.db, at, POSTS_PER_TICK)
  if (ids.length === 0 || (await isHeld(deps))) return 0
  await deps.queue.sendBatch(
    ids.map((postId) => ({ body: { v: MESSAGE_VERSION, unit: 'post', tick: at, postId } })),
  )
  return ids.length
}
