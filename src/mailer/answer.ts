import { HOUR } from '../time/dates.ts'

/**
 * Resend's documented default is 2 requests a second. Without `retry-after`, the next call waits
 * this long (ms).
 */
const RATE_PAUSE = 1_000
/** A used-up quota is tried again hourly (ms): it resets by the provider's clock. */
const QUOTA_PAUSE = HOUR

/** The result of one provider call. Each is handled in one way: delivery/README.md. */
export type Outcome =
  /** Accepted. `refused`: indexes of the members whose mail the provider did not accept. */
  | { kind: 'accepted'; refused: number[] }
  /** No answer, or one without meaning: the provider may have accepted the batch. */
  | { kind: 'unknown'; error: string }
  /** Not accepted; try again after `wait` (ms). */
  | { kind: 'busy'; wait: number; error: string }
  /**
   * Not accepted, and it will not be until somebody changes something. `account`: the fault is in
   * the key or the sender, so it concerns all calls, not the content of this one.
   */
  | { kind: 'rejected'; error: string; account?: true }
  /**
   * The same key with other bytes: an earlier attempt may have been accepted, and we can no longer
   * find out.
   */
  | { kind: 'mismatch'; error: string }

export type Refusal = { name?: string; statusCode?: number | null; message?: string }

/**
 * Reads an error answer (https://resend.com/docs/api-reference/errors). Exported for its table
 * test.
 */
export function outcomeOf(refusal: Refusal, headers: Record<string, string> | null): Outcome {
  const status = refusal.statusCode ?? null
  const error =
    status === null
      ? 'no answer from the provider'
      : `the provider answered ${status} ${refusal.name ?? ''}`.trim()
  if (status === null || status >= 500 || status === 408) return { kind: 'unknown', error }
  if (refusal.name === 'invalid_idempotent_request') return { kind: 'mismatch', error }
  if (refusal.name === 'concurrent_idempotent_requests') return { kind: 'unknown', error }
  if (status === 429) {
    const quota = /quota/.test(refusal.name ?? '')
    const seconds = Number(headers?.['retry-after'] ?? headers?.['ratelimit-reset'])
    const asked = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0
    return { kind: 'busy', wait: Math.max(asked, quota ? QUOTA_PAUSE : RATE_PAUSE), error }
  }
  return isAccountRefused(refusal) ? { kind: 'rejected', error, account: true } : { kind: 'rejected', error }
}

/** A refused key or domain is 401 or 403; a malformed sender is named by its field. */
const isAccountRefused = ({ statusCode, message = '' }: Refusal): boolean =>
  statusCode === 401 || statusCode === 403 || message.includes('`from`')
