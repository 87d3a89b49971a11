import { HOUR } from '../time/dates.ts'

/**
 * Resend's documented default is 2 requests a second; asked again no sooner than this (ms) without
 * `retry-after`.
 */
const RATE_PAUSE = 1_000
/** A quota is asked again hourly (ms): it resets on the provider's clock. */
const QUOTA_PAUSE = HOUR

/** What one provider call came to. Each has one treatment: delivery/README.md. */
export type Outcome =
  /** Taken. `refused`: indexes into the members whose mail the provider would not take. */
  | { kind: 'accepted'; refused: number[] }
  /** No answer, or one that says nothing: the provider may have taken it. */
  | { kind: 'unknown'; error: string }
  /** Not taken; ask again after `wait` (ms). */
  | { kind: 'busy'; wait: number; error: string }
  /**
   * Not taken, and it will not be until somebody changes something. `account`: not in this call's
   * content, but the key or the sender, and so in all calls.
   */
  | { kind: 'rejected'; error: string; account?: true }
  /** Same key, other bytes: an earlier attempt may have been taken, and we can no longer ask. */
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

/**
 * A key or domain that is not accepted is 401 or 403; a sender that is malformed is named by its
 * field.
 */
const isAccountRefused = ({ statusCode, message = '' }: Refusal): boolean =>
  statusCode === 401 || statusCode === 403 || message.includes('`from`')
