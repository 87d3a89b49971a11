import { ADAPTERS } from '../channels/adapters.ts'
import type { PostOutcome } from '../channels/channel.ts'
import { hostFreeAt } from '../db/channel-gate.ts'
import {
  type ChannelPost,
  claimPost,
  endIfNothingComes,
  findPost,
  type PostSettlement,
  settlePost,
} from '../db/channel-posts.ts'
import { endChannelNow } from '../db/channels.ts'
import type { Deps } from '../deps.ts'
import { openTarget, post as postMessage } from '../subscribers/channels.ts'
import { composePost } from './compose-post.ts'
import { isHeld } from './memory.ts'
import { SAFE_TO_ASK } from './outcome.ts'
import { KEEP_POSTING, settlementOfPost } from './settle-post.ts'

/**
 * A run that dies holds its post this long (ms): more than a request may take, less than a tick.
 */
const LEASE = 2 * 60_000
/** A channel ends when so many digests in a row came to nothing (count). */
const IN_A_ROW = 7

type Found = NonNullable<Awaited<ReturnType<typeof findPost>>>

/**
 * Posts one message of a digest: claim, request, settle. Answers what became of it, `next message`
 * when there is another one, or `not due`. May be called any number of times, at once: only a claim
 * posts.
 */
export async function deliverPost(deps: Deps, postId: number): Promise<string> {
  const now = deps.now()
  const found = await findPost(deps.db, postId)
  if (!found || found.post.dueAt > now || found.held || (await isHeld(deps))) return 'not due'
  const { post, channel } = found
  const over = whyOver(found, now)
  if (over !== null) return settle(deps, found, post, over)
  const target = await openTarget(deps.config, channel.target)
  if (target === null)
    return settle(deps, found, post, no('failed', 'where it is cannot be read: TOKEN_SECRET was changed'))
  const freeAt = await hostFreeAt(deps.db, new URL(target.url).host)
  if (freeAt > now && post.state === 'planned')
    return settle(deps, found, post, { state: 'planned', dueAt: freeAt, error: 'its host asked for a pause' })
  const messages = post.messages ?? (await compose(deps, found))
  if (messages === null) return settle(deps, found, post, again(post, 'it could not be made', now))
  if (messages.length === 0) return settle(deps, found, post, { state: 'empty', error: null })
  const claimed = await claimPost(deps.db, post, messages, { now, leaseUntil: now + LEASE })
  const body = claimed?.messages?.[claimed.sent]
  if (!claimed || body === undefined) return 'not due'
  const id = `papertide_${channel.id}_${claimed.localDate}_${claimed.sent}`
  const outcome = await postMessage(deps, channel.kind, target, { body, id })
  const { knowsIds } = ADAPTERS[channel.kind]
  const settlement = settlementOfPost(claimed, outcome, knowsIds, deps.now())
  return settle(deps, found, claimed, settlement, outcome)
}

const no = (state: 'failed' | 'uncertain', error: string): PostSettlement => ({ state, error })
const again = (post: ChannelPost, error: string, now: number): PostSettlement =>
  settlementOfPost(post, { kind: 'rejected', error }, false, now)

/** Why a post is not to be tried (again); null: it is. */
function whyOver({ post, channel, owned }: Found, now: number): PostSettlement | null {
  const unanswered = post.unanswered || post.state === 'claimed'
  const state = unanswered ? 'uncertain' : 'failed'
  if (channel.state !== 'active' || !owned) return no(state, 'the channel ended')
  if (unanswered && !ADAPTERS[channel.kind].knowsIds) return no('uncertain', post.error ?? 'no answer')
  const end = unanswered ? (post.firstAttemptAt ?? now) + SAFE_TO_ASK : post.plannedAt + KEEP_POSTING
  return now >= end ? no(state, post.error ?? 'it was never its turn') : null
}

/** Bodies of its messages, none without papers; null when they cannot be made. */
async function compose(deps: Deps, { post, channel, schedule }: Found): Promise<string[] | null> {
  try {
    if (schedule === null) throw new Error(`schedule ${post.scheduleId} is gone`)
    const made = await composePost(deps, schedule, post)
    return made === null ? [] : ADAPTERS[channel.kind].messages(made)
  } catch (error) {
    console.error(`post ${post.id} could not be made:`, error)
    return null
  }
}

/** Writes what became of it, and what that means for the channel. */
async function settle(
  { db, now }: Deps,
  { channel }: Found,
  post: ChannelPost,
  settlement: PostSettlement,
  outcome?: PostOutcome,
): Promise<string> {
  if (!(await settlePost(db, post, settlement, now()))) return 'taken over'
  if (outcome?.kind === 'gone') await endChannelNow(db, channel.id, outcome.error, now())
  else if (settlement.state === 'failed' || settlement.state === 'uncertain')
    await endIfNothingComes(db, channel.id, IN_A_ROW, now())
  return outcome?.kind === 'accepted' && settlement.state === 'planned' ? 'next message' : settlement.state
}
