import { Resend } from 'resend'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Outcome } from '../delivery/outcome.ts'
import type { Deps } from '../deps.ts'
import type { Mail } from '../mail/mail.ts'
import type { Post } from '../subscribers/signup.ts'

export type { Mail }

/** How long a call may take (ms): the SDK has no limit of its own. */
const TIMEOUT = 30_000
/** Resend's documented default is 2 requests a second; asked again no sooner than this (ms) without `retry-after`. */
const RATE_PAUSE = 1_000
/** A quota is asked again hourly (ms): it resets on the provider's clock. */
const QUOTA_PAUSE = 3_600_000

const accepted = z.object({
  data: z.array(z.object({ id: z.string() })),
  errors: z.array(z.object({ index: z.number().int().min(0), message: z.string() })).optional(),
})

/**
 * Hands over up to 100 mails under one idempotency key (https://resend.com/docs/api-reference/emails/send-batch-emails).
 * Permissive: one bad address is refused alone; strict would refuse them all. Never throws.
 */
export async function sendBatch(
  { config, pace, now, sleep }: Pick<Deps, 'config' | 'pace' | 'now' | 'sleep'>,
  key: string,
  mails: readonly Mail[],
): Promise<Outcome> {
  const wait = pace.book(now())
  if (wait > 0) await sleep(wait)
  const options = {
    idempotencyKey: key,
    batchValidation: 'permissive' as const,
    signal: AbortSignal.timeout(TIMEOUT),
  }
  const answer = await resend(config).batch.send([...mails], options)
  pace.hear(answer.headers, now())
  if (answer.error) return outcomeOf(answer.error, answer.headers)
  const parsed = accepted.safeParse(answer.data)
  if (!parsed.success)
    return { kind: 'unknown', trouble: 'the provider answered 2xx with a body we cannot read' }
  const refused = (parsed.data.errors ?? []).map(({ index }) => index)
  return { kind: 'accepted', refused }
}

/** Hands over single mails (confirmations, a note to the operator), each under an idempotency key. Never throws. */
export function poster(config: Config): Post {
  return async (key, mail) => {
    const options = { idempotencyKey: key, signal: AbortSignal.timeout(TIMEOUT) }
    const answer = await resend(config).emails.send(mail, options)
    if (!answer.error) return typeof answer.data?.id === 'string' ? 'taken' : 'unknown'
    const outcome = outcomeOf(answer.error, answer.headers)
    // Other bytes under this key: those were taken, and they said the same.
    if (outcome.kind === 'mismatch') return 'taken'
    if (outcome.kind === 'unknown') return 'unknown'
    return isAddressRefused(answer.error) ? 'refused' : 'closed'
  }
}

const resend = (config: Config) => new Resend(config.RESEND_API_KEY, { baseUrl: config.RESEND_BASE_URL })

type Refusal = { name?: string; statusCode?: number | null; message?: string }

/** "Invalid `to` field. …": a bad sender or key is refused with the same codes, and is no fault of the address. */
const isAddressRefused = ({ statusCode, message = '' }: Refusal): boolean =>
  (statusCode === 400 || statusCode === 422) && message.includes('`to`')

/** Reads an error answer (https://resend.com/docs/api-reference/errors). Exported for its table test. */
export function outcomeOf(error: Refusal, headers: Record<string, string> | null): Outcome {
  const status = error.statusCode ?? null
  const trouble =
    status === null
      ? 'no answer from the provider'
      : `the provider answered ${status} ${error.name ?? ''}`.trim()
  if (status === null || status >= 500 || status === 408) return { kind: 'unknown', trouble }
  if (error.name === 'invalid_idempotent_request') return { kind: 'mismatch', trouble }
  if (error.name === 'concurrent_idempotent_requests') return { kind: 'unknown', trouble }
  if (status === 429) {
    const quota = /quota/.test(error.name ?? '')
    const seconds = Number(headers?.['retry-after'] ?? headers?.['ratelimit-reset'])
    const asked = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0
    return { kind: 'busy', wait: Math.max(asked, quota ? QUOTA_PAUSE : RATE_PAUSE), trouble }
  }
  return { kind: 'rejected', trouble }
}
