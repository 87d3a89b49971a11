import { Resend } from 'resend'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Mail } from '../mail/mail.ts'
import { type Outcome, outcomeOf, type Refusal } from './answer.ts'
import { makePace, type Pace } from './pace.ts'

/**
 * The result of a single mail. `refused`: the provider does not accept this mail for this address;
 * `denied`: it refuses our key or sender; `closed`: it accepts nothing from us at present;
 * `unknown`: it gave no answer.
 */
export type SingleOutcome = 'taken' | 'refused' | 'denied' | 'closed' | 'unknown'

/** The mail provider. Neither call throws: errors are in the result. */
export type Mailer = {
  /** Sends a single mail (a confirmation, a note to the operator) under an idempotency key. */
  send: (key: string, mail: Mail) => Promise<SingleOutcome>
  /** Sends up to 100 mails under one idempotency key, at the provider's pace. */
  sendBatch: (key: string, mails: readonly Mail[]) => Promise<Outcome>
}

type Clock = { now: () => number; sleep: (milliseconds: number) => Promise<void> }

/** How long a call may take (ms): the SDK has no limit of its own. */
const TIMEOUT = 30_000

const accepted = z.object({
  data: z.array(z.object({ id: z.string() })),
  errors: z.array(z.object({ index: z.number().int().min(0), message: z.string() })).optional(),
})

/** All calls of this isolate share one pace; a test has its own. */
const sharedPace = makePace()

/** Resend as the mailer (https://resend.com/docs/api-reference/emails/send-batch-emails). */
export function makeMailer(config: Config, { now, sleep }: Clock, pace: Pace = sharedPace): Mailer {
  const client = () => new Resend(config.RESEND_API_KEY, { baseUrl: config.RESEND_BASE_URL })
  const options = (key: string) => ({ idempotencyKey: key, signal: AbortSignal.timeout(TIMEOUT) })
  return {
    async send(key, mail) {
      const answer = await client().emails.send(mail, options(key))
      if (!answer.error) return typeof answer.data?.id === 'string' ? 'taken' : 'unknown'
      const outcome = outcomeOf(answer.error, answer.headers)
      // Other bytes under this key: those were accepted, and their content was the same.
      if (outcome.kind === 'mismatch') return 'taken'
      if (outcome.kind === 'unknown') return 'unknown'
      if (outcome.kind === 'rejected' && outcome.account) return 'denied'
      return isAddressRefused(answer.error) ? 'refused' : 'closed'
    },
    async sendBatch(key, mails) {
      const wait = pace.reserve(now())
      if (wait > 0) await sleep(wait)
      // Permissive: one bad address is refused alone; strict validation would refuse all.
      const answer = await client().batch.send([...mails], { ...options(key), batchValidation: 'permissive' })
      pace.observe(answer.headers, now())
      if (answer.error) return outcomeOf(answer.error, answer.headers)
      const parsed = accepted.safeParse(answer.data)
      if (!parsed.success)
        return { kind: 'unknown', error: 'the provider answered 2xx with a body we cannot read' }
      return { kind: 'accepted', refused: (parsed.data.errors ?? []).map(({ index }) => index) }
    },
  }
}

/**
 * "Invalid `to` field. …": a bad sender or key has the same codes, and is not the fault of the
 * address.
 */
const isAddressRefused = ({ statusCode, message = '' }: Refusal): boolean =>
  (statusCode === 400 || statusCode === 422) && message.includes('`to`')
