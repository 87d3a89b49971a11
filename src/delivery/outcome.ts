import type { Settlement } from '../db/batches.ts'
import { DAY, HOUR, startOf } from '../time/dates.ts'

/** What one provider call came to. Each has one treatment: README.md in this folder. */
export type Outcome =
  /** Taken. `refused`: indexes into the members whose mail the provider would not take. */
  | { kind: 'accepted'; refused: number[] }
  /** No answer, or one that says nothing: the provider may have taken it. */
  | { kind: 'unknown'; trouble: string }
  /** Not taken; ask again after `wait` (ms). */
  | { kind: 'busy'; wait: number; trouble: string }
  /**
   * Not taken, and it will not be until somebody changes something. `of`: this call's content (400, 422), or the account
   * that calls (key, sender, plan), and so all calls.
   */
  | { kind: 'rejected'; trouble: string }
  /** Same key, other bytes: an earlier attempt may have been taken, and we can no longer ask. */
  | { kind: 'mismatch'; trouble: string }

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
}

/** Resend keeps an idempotency key 24 h; one hour less, because our clock is not theirs. */
export const SAFE_TO_ASK = 23 * HOUR
/** What was surely not taken (a full quota, a closed account) is tried for so long after its local date began (ms). */
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
      trouble: refused > 0 ? `${refused} of ${batch.members.length} addresses were refused` : null,
    }
  }
  const trouble = outcome.trouble
  if (outcome.kind === 'mismatch') return { state: 'uncertain', trouble }
  // A definite no speaks for this attempt only: an earlier one without an answer may still have been taken.
  const unanswered = batch.unanswered || outcome.kind === 'unknown'
  const pause =
    outcome.kind === 'busy' ? outcome.wait : Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (batch.attempts - 1))
  const dueAt = now + pause
  const end = unanswered ? batch.firstAttemptAt + SAFE_TO_ASK : startOf(batch.localDate) + KEEP_TRYING
  if (dueAt >= end) return { state: unanswered ? 'uncertain' : 'failed', trouble }
  return { state: 'planned', dueAt, unanswered, trouble }
}
