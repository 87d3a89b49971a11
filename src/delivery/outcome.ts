import type { Settlement } from '../db/batches.ts'
import type { Outcome } from '../mailer/answer.ts'
import { DAY, HOUR, startOf } from '../time/dates.ts'

export type Attempted = {
  planned: number
  members: { id: number }[]
  /** The local date it was due on. */
  localDate: string
  attempts: number
  /** The first attempt that may have been taken: all before it were surely not. */
  firstAttemptAt: number
  /** An earlier attempt had no answer. */
  unanswered: boolean
  /** When the operator decided to have it sent anyway (ms); null: it was planned. */
  decidedAt: number | null
}

/** Resend keeps an idempotency key 24 h; one hour less, because our clock is not theirs. */
export const SAFE_TO_ASK = 23 * HOUR
/**
 * What was surely not taken (a full quota, a closed account) is tried for so long after its local
 * date began, or a decision (ms).
 */
export const KEEP_TRYING = 4 * DAY
const FIRST_PAUSE = 60_000
const LONGEST_PAUSE = HOUR

/** What becomes of a claimed batch after a provider call at `now` (ms). */
export function settlementOf(batch: Attempted, outcome: Outcome, now: number): Settlement {
  if (outcome.kind === 'accepted') {
    const refused = new Set(outcome.refused.filter((index) => index < batch.members.length)).size
    return {
      state: 'accepted',
      accepted: batch.members.length - refused,
      refused,
      excluded: batch.planned - batch.members.length,
      error: refused > 0 ? `${refused} of ${batch.members.length} addresses were refused` : null,
    }
  }
  const error = outcome.error
  if (outcome.kind === 'mismatch') return { state: 'uncertain', error }
  // A definite no speaks for this attempt only: an earlier one without an answer may still have
  // been taken.
  const unanswered = batch.unanswered || outcome.kind === 'unknown'
  const pause =
    outcome.kind === 'busy' ? outcome.wait : Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (batch.attempts - 1))
  const dueAt = now + pause
  const end = unanswered
    ? batch.firstAttemptAt + SAFE_TO_ASK
    : (batch.decidedAt ?? startOf(batch.localDate)) + KEEP_TRYING
  if (dueAt >= end) return { state: unanswered ? 'uncertain' : 'failed', error }
  return { state: 'planned', dueAt, unanswered, error }
}
