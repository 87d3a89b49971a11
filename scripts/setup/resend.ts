import { z } from 'zod'
import { type Door, StepError } from './door.ts'

/** What the Worker acts upon (src/subscribers/undelivered.ts). */
export const EVENTS = [
  'email.bounced',
  'email.complained',
  'email.delivered',
  'email.failed',
  'email.suppressed',
] as const
/** How long a call may take (ms). */
const TIMEOUT = 30_000

const domain = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  open_tracking: z.boolean().default(false),
  click_tracking: z.boolean().default(false),
  records: z
    .array(
      z.object({
        record: z.string(),
        name: z.string(),
        type: z.string(),
        value: z.string(),
        status: z.string().default('unknown'),
        priority: z.number().optional(),
      }),
    )
    .default([]),
})
const webhook = z.object({
  id: z.string(),
  endpoint: z.string(),
  status: z.string().default('enabled'),
  events: z.array(z.string()).nullable().default([]),
  signing_secret: z.string().optional(),
})
const event = z.object({ id: z.string(), type: z.string(), created_at: z.string(), status: z.string() })
const listOf = <T>(item: z.ZodType<T>) => z.object({ data: z.array(item) })

export type Domain = z.output<typeof domain>
export type Webhook = z.output<typeof webhook>
export type WebhookEvent = z.output<typeof event>

/** The key may send mail and nothing else, as Resend's "Sending access" does. */
export class RestrictedKey extends Error {
  override name = 'RestrictedKey'
}

/**
 * Resend's API as far as an operator needs it (https://resend.com/docs/api-reference): plain fetch,
 * since the SDK tells neither headers on success nor restricted keys apart. @throws StepError,
 * RestrictedKey
 */
export function makeResend(door: Pick<Door, 'fetch' | 'env'>, key: string) {
  const base = (door.env.RESEND_BASE_URL || 'https://api.resend.com').replace(/\/+$/, '')
  let date: string | null = null

  async function ask<T>(schema: z.ZodType<T>, method: string, path: string, body?: object): Promise<T> {
    const answer = await door
      .fetch(`${base}${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(TIMEOUT),
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      .catch((error: Error) => {
        throw new StepError(
          `Resend cannot be reached: ${error.message}.`,
          'Try again later: npm run setup -- --resume',
        )
      })
    date = answer.headers.get('date')
    const text = await answer.text()
    if (answer.ok) {
      const parsed = schema.safeParse(readJson(text))
      if (parsed.success) return parsed.data
      throw new StepError(
        `Resend answered ${method} ${path} with something unknown.`,
        'Look at https://status.resend.com',
      )
    }
    const { name = '', message = '' } = (readJson(text) ?? {}) as { name?: string; message?: string }
    if (name === 'restricted_api_key') throw new RestrictedKey(message)
    if (answer.status === 401 || answer.status === 403)
      throw new StepError(
        `Resend refuses the key (${answer.status} ${name}).`,
        'Make a key with full access at https://resend.com/api-keys, then run: npm run setup -- --resume --new-resend-key',
      )
    if (answer.status === 429)
      throw new StepError('Resend is asked too often.', 'Wait a minute, then run: npm run setup -- --resume')
    throw new StepError(
      `Resend answered ${method} ${path} with ${answer.status}: ${message || name}.`,
      'Mend what it says, then run: npm run setup -- --resume',
    )
  }

  const anything = z.unknown()
  return {
    /** Resend's clock (ms) at its last answer; null when it told none. */
    clock: () => (date === null ? null : Date.parse(date)),
    /** The sending domain with its records; null when Resend does not know it. */
    async findDomain(name: string): Promise<Domain | null> {
      const { data } = await ask(listOf(domain), 'GET', '/domains?limit=100')
      const found = data.find((one) => one.name === name)
      return found ? ask(domain, 'GET', `/domains/${found.id}`) : null
    },
    addDomain: (name: string) => ask(domain, 'POST', '/domains', { name }),
    verifyDomain: (id: string) => ask(anything, 'POST', `/domains/${id}/verify`),
    stopTracking: (id: string) =>
      ask(anything, 'PATCH', `/domains/${id}`, { open_tracking: false, click_tracking: false }),
    /** The webhook that calls this address, with its signing secret; null when there is none. */
    async findWebhook(endpoint: string): Promise<Webhook | null> {
      const { data } = await ask(listOf(webhook), 'GET', '/webhooks?limit=100')
      const found = data.find((one) => one.endpoint === endpoint)
      return found ? ask(webhook, 'GET', `/webhooks/${found.id}`) : null
    },
    addWebhook: (endpoint: string) =>
      ask(z.object({ id: z.string(), signing_secret: z.string() }), 'POST', '/webhooks', {
        endpoint,
        events: [...EVENTS],
      }),
    mendWebhook: (id: string, events: readonly string[]) =>
      ask(anything, 'PATCH', `/webhooks/${id}`, { events, status: 'enabled' }),
    /** The last events that were told to a webhook, newest first. */
    async lastEvents(id: string): Promise<WebhookEvent[]> {
      return (await ask(listOf(event), 'GET', `/webhooks/${id}/events?limit=20`)).data
    },
    /** Has an event told again that did not arrive. */
    replayEvent: (webhookId: string, id: string) =>
      ask(anything, 'POST', `/webhooks/${webhookId}/events/${id}/replay`),
  }
}
export type ResendApi = ReturnType<typeof makeResend>

/** The domain of `Name <user@domain>`. */
export const domainOf = (sender: string): string => /@([^\s@>]+)>?\s*$/.exec(sender)?.[1]?.toLowerCase() ?? ''

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
