import type { Domain, Webhook, WebhookEvent } from '../../scripts/setup/resend.ts'

/** Resend's side, as plain data. */
export type ResendAccount = {
  key: string
  /** The key may only send. */
  isRestricted: boolean
  domains: Domain[]
  webhooks: (Webhook & { signing_secret: string; lastEvents: WebhookEvent[] })[]
  /** Whether the DNS has what it should: then looking again verifies the domain. */
  isDnsSet: boolean
  /** The secret that the Worker checks what it is told with. */
  workersSecret: () => string | undefined
  made: number
}

export const aResendAccount = (): ResendAccount => ({
  key: 're_full',
  isRestricted: false,
  domains: [],
  webhooks: [],
  isDnsSet: true,
  workersSecret: () => undefined,
  made: 0,
})

const RECORDS = [
  { record: 'SPF', name: 'send', type: 'MX', value: 'feedback-smtp.eu-west-1.amazonses.com', priority: 10 },
  { record: 'SPF', name: 'send', type: 'TXT', value: 'v=spf1 include:amazonses.com ~all' },
  { record: 'DKIM', name: 'resend._domainkey', type: 'TXT', value: 'p=MIGf' },
]

/** Answers like https://resend.com/docs/api-reference for domains and webhooks. `now`: ms. */
export async function answerResend(account: ResendAccount, request: Request, now: number): Promise<Response> {
  const headers = { date: new Date(now).toUTCString() }
  const refuse = (status: number, name: string) =>
    Response.json({ statusCode: status, name, message: name }, { status, headers })
  if (request.headers.get('authorization') !== `Bearer ${account.key}`) return refuse(403, 'invalid_api_key')
  if (account.isRestricted) return refuse(401, 'restricted_api_key')
  const { pathname } = new URL(request.url)
  const [, kind, id, part] = pathname.split('/')
  const body = request.method === 'GET' ? {} : await request.json().catch(() => ({}))
  const done = (data: object) => Response.json(data, { headers })
  const listed = (data: unknown[]) => done({ object: 'list', has_more: false, data })

  if (kind === 'domains') {
    const domain = account.domains.find((one) => one.id === id)
    if (!id && request.method === 'GET') return listed(account.domains.map(({ records: _, ...one }) => one))
    if (!id) {
      const records = RECORDS.map((record) => ({ ...record, status: 'not_started' }))
      const made: Domain = {
        id: `d${++account.made}`,
        name: body.name,
        status: 'not_started',
        records,
        open_tracking: false,
        click_tracking: false,
      }
      account.domains.push(made)
      return done(made)
    }
    if (!domain) return refuse(404, 'not_found')
    if (part === 'verify' && account.isDnsSet) {
      domain.status = 'verified'
      domain.records = domain.records.map((record) => ({ ...record, status: 'verified' }))
    }
    if (request.method === 'PATCH') Object.assign(domain, body)
    return done(domain)
  }
  if (kind === 'webhooks') {
    const webhook = account.webhooks.find((one) => one.id === id)
    if (!id && request.method === 'GET')
      return listed(account.webhooks.map(({ signing_secret: _, lastEvents: __, ...one }) => one))
    if (!id) {
      const number = ++account.made
      const made = {
        id: `w${number}`,
        status: 'enabled',
        signing_secret: `whsec_${Buffer.from(`secret number ${number}`).toString('base64')}`,
        lastEvents: [],
        ...body,
      }
      account.webhooks.push(made)
      return done(made)
    }
    if (!webhook) return refuse(404, 'not_found')
    if (part === 'events' && request.method === 'POST') {
      const event = webhook.lastEvents.find((one) => one.id === pathname.split('/')[4])
      if (event && account.workersSecret() === webhook.signing_secret) event.status = 'success'
      return done({})
    }
    if (part === 'events') return listed(webhook.lastEvents)
    if (request.method === 'PATCH') Object.assign(webhook, body)
    return done(webhook)
  }
  return refuse(404, 'not_found')
}
