import { z } from 'zod'
import type { Undelivered } from '../db/undelivered.ts'
import { readAddress } from '../mail/address.ts'

const schema = z.object({
  type: z.string(),
  created_at: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  data: z.object({
    to: z.array(z.string()),
    bounce: z.object({ type: z.string().optional(), message: z.string().default('') }).optional(),
    suppressed: z.object({ reason: z.string().default('') }).optional(),
    failed: z.object({ reason: z.string().default('') }).optional(),
  }),
})
type Data = z.output<typeof schema>['data']

/**
 * Reads a webhook call (https://resend.com/docs/webhooks/event-types). Null for one that says nothing about an address,
 * `unreadable` for one that has another shape.
 */
export function readUndelivered(body: string): Undelivered | null | 'unreadable' {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return 'unreadable'
  }
  const parsed = schema.safeParse(json)
  if (!parsed.success) return 'unreadable'
  const { type, created_at: at, data } = parsed.data
  const fate = fateOf(type, data)
  if (fate === null) return null
  const addresses = data.to.flatMap((typed) => {
    const reading = readAddress(typed)
    return 'email' in reading ? [reading.email] : []
  })
  // Taken, and then not sent for a reason that is ours: the operator is told.
  const ours = fate === 'soft' && type === 'email.failed'
  return { fate, addresses, at, failure: ours ? asName(data.failed?.reason) : null }
}

/** The provider's name of a reason (`reached_daily_quota`), never its free words: they could hold an address. */
const asName = (reason = ''): string => (/^[a-z_]{1,60}$/.test(reason) ? reason : 'without a reason')

function fateOf(type: string, { bounce, suppressed, failed }: Data): Undelivered['fate'] | null {
  if (type === 'email.complained') return 'complained'
  if (type === 'email.suppressed')
    return suppressed?.reason === 'previous_complaint' ? 'complained' : 'bounced'
  // A quota, a key or a domain is our trouble, not the address's.
  if (type === 'email.failed')
    return /quota|limit|key|domain/i.test(failed?.reason ?? '') ? 'soft' : 'bounced'
  if (type !== 'email.bounced') return null
  // Before 2026 a bounce had no type, only a message.
  const permanent = bounce?.type ? bounce.type === 'Permanent' : /hard bounce/i.test(bounce?.message ?? '')
  return permanent ? 'bounced' : 'soft'
}
