import type { PostOutcome } from '../channels/channel.ts'
import type { ChannelPost, PostSettlement } from '../db/channel-posts.ts'
import { DAY, HOUR } from '../time/dates.ts'
import { SAFE_TO_ASK } from './outcome.ts'

/**
 * What was surely not taken is tried so long after it was planned (ms): then the next one comes.
 */
export const KEEP_POSTING = DAY
const FIRST_PAUSE = 5 * 60_000
const LONGEST_PAUSE = 6 * HOUR

type Posted = Pick<
  ChannelPost,
  'attempts' | 'firstAttemptAt' | 'unanswered' | 'messages' | 'sent' | 'plannedAt'
>

/**
 * What becomes of a claimed post after a request at `now` (ms). `knowsIds`: the channel takes a
 * message of one id once, so a request without an answer may be repeated.
 */
export function settlementOfPost(
  post: Posted,
  outcome: PostOutcome,
  knowsIds: boolean,
  now: number,
): PostSettlement {
  const all = post.messages?.length ?? 0
  if (outcome.kind === 'accepted') {
    const sent = post.sent + 1
    if (sent >= all) return { state: 'accepted', sent, unanswered: false, error: null }
    return { state: 'planned', sent, unanswered: false, dueAt: now, error: null }
  }
  const after = post.sent === 0 ? '' : `, after ${post.sent} of ${all} messages`
  const error = `${outcome.error}${after}`
  // A definite no speaks for this attempt only.
  const unanswered = post.unanswered || outcome.kind === 'unknown'
  const over = { state: unanswered ? 'uncertain' : 'failed', unanswered, error } as const
  if (outcome.kind === 'gone' || (unanswered && !knowsIds)) return over
  // Each message that was taken needed one attempt.
  const tries = Math.max(0, post.attempts - post.sent - 1)
  const pause = outcome.kind === 'busy' ? outcome.wait : Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** tries)
  const dueAt = now + pause
  const end = unanswered ? (post.firstAttemptAt ?? now) + SAFE_TO_ASK : post.plannedAt + KEEP_POSTING
  return dueAt >= end ? over : { state: 'planned', dueAt, unanswered, error }
}
