import { z } from 'zod'
import type { MailReport } from '../db/undelivered.ts'
import { readAddress } from '../mail/address.ts'

const text = z.string().catch('')
const part = <T extends z.ZodRawShape>(shape: T) => z.object(shape).nullish().catch(null)

/** Only the type has to be there: what else is missing or odd costs the rest nothing. */
const schema = z.object({
  type: z.string(),
  created_at: z.unknown().optional(),
  data: z.object({
    created_at: z.unknown().optional(),
    from: z.unknown().optional(),
    to: z.unknown().optional(),
    bounce: part({ type: text, message: text }),
    suppressed: part({ reason: text }),
    failed: part({ reason: text }),
  }),
})
type Data = z.output<typeof schema>['data']

/**
 * Reads a webhook call (https://resend.com/docs/webhooks/event-types). Null for one that says
 * nothing about a mail of `sender` (`Name <address>`), `unreadable` for one that has another shape.
 * A mail of ours has one recipient: a call that names several is about another's. `now`: ms, for a
 * call that does not say when it happened.
 */
export function readUndelivered(body: string, sender: string, now: number): MailReport | null | 'unreadable' {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return 'unreadable'
  }
  const parsed = schema.safeParse(json)
  if (!parsed.success) return 'unreadable'
  const { type, created_at, data } = parsed.data
  const fate = fateOf(type, data)
  if (fate === null) return null
  const from = addressIn(data.from)
  if (from !== null && from !== addressIn(sender)) return null
  const recipients = Array.isArray(data.to) ? data.to : [data.to]
  const address = recipients.length === 1 ? addressIn(recipients[0]) : null
  if (address === null) return recipients.length === 1 ? 'unreadable' : null
  const at = instantIn(created_at) ?? instantIn(data.created_at) ?? now
  return { fate, address, at, failure: fate === 'ours' ? asName(data.failed?.reason) : null }
}

/** `ada@example.org`, or `Ada <ada@example.org>`, normalised; null for anything else. */
function addressIn(given: unknown): string | null {
  if (typeof given !== 'string') return null
  const reading = readAddress(/<([^<>]*)>\s*$/.exec(given)?.[1] ?? given)
  return 'email' in reading ? reading.email : null
}

/**
 * An instant (ms) in any writing that JavaScript reads, or in seconds or milliseconds since 1970;
 * null otherwise.
 */
function instantIn(given: unknown): number | null {
  if (typeof given === 'number') return given > 0 ? Math.round(given < 1e11 ? given * 1000 : given) : null
  if (typeof given !== 'string') return null
  // PostgreSQL's writing: `2026-01-21 00:00:00.126+00`.
  const iso = given.trim().replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d.*?)(?:([+-]\d\d)(?::?(\d\d))?|Z)?$/, asIso)
  const at = Date.parse(iso)
  return Number.isNaN(at) ? null : at
}

const asIso = (_: string, day: string, time: string, hours?: string, minutes = '00') =>
  `${day}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`

/**
 * The provider's name of a reason (`reached_daily_quota`), never its free words: they could hold an
 * address.
 */
const asName = (reason = ''): string => (/^[a-z_]{1,60}$/.test(reason) ? reason : 'without a reason')

/** Reasons of a failure that say of the recipient that there is no such. */
const NO_SUCH_RECIPIENT =
  /^(?=.*(?:recipient(?!s)|mailbox|to_address))(?=.*(?:invalid|unknown|non_?existent|not_found|not_exist|disabled|inactive))/i

function fateOf(type: string, { bounce, suppressed, failed }: Data): MailReport['fate'] | null {
  if (type === 'email.delivered') return 'delivered'
  if (type === 'email.complained') return 'complained'
  if (type === 'email.suppressed')
    return suppressed?.reason === 'previous_complaint' ? 'complained' : 'bounced'
  // Anything that does not name the recipient (a quota, a key, their server) is no fault of the
  // address.
  if (type === 'email.failed') return NO_SUCH_RECIPIENT.test(failed?.reason ?? '') ? 'bounced' : 'ours'
  if (type !== 'email.bounced') return null
  // Before 2026 a bounce had no type, only a message.
  const permanent = bounce?.type ? bounce.type === 'Permanent' : /hard bounce/i.test(bounce?.message ?? '')
  return permanent ? 'bounced' : 'soft'
}
