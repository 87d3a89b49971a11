import type { Hono } from 'hono'
import { Resend } from 'resend'
import { noteUndelivered } from '../../db/undelivered.ts'
import { hashAddress } from '../../subscribers/address-hash.ts'
import { readUndelivered } from '../../subscribers/undelivered.ts'
import type { AppEnv } from '../context.ts'

/**
 * The calls of the mail provider: signed (svix headers over the raw body), several times, in any
 * order.
 */
export function addWebhooks(app: Hono<AppEnv>): void {
  app.post('/webhooks/resend', async (c) => {
    const { config, db, now, randomId } = c.get('deps')
    const secret = config.RESEND_WEBHOOK_SECRET
    if (!secret)
      return c.text(
        'RESEND_WEBHOOK_SECRET is not set. Copy the signing secret of the webhook from Resend and set it with ' +
          '`wrangler secret put RESEND_WEBHOOK_SECRET`.\n',
        503,
      )
    const body = await c.req.text()
    const header = (name: string) => c.req.header(`svix-${name}`) ?? ''
    const headers = { id: header('id'), timestamp: header('timestamp'), signature: header('signature') }
    try {
      new Resend(config.RESEND_API_KEY).webhooks.verify({ payload: body, headers, webhookSecret: secret })
    } catch (error) {
      // A SyntaxError is thrown after the signature was found valid.
      if (!(error instanceof SyntaxError)) return c.text('The signature is missing, wrong or too old.\n', 401)
    }
    const report = readUndelivered(body, config.MAIL_FROM, now())
    // Signed but of another shape: 200, or the provider would repeat it for days; the log shows it.
    if (report === 'unreadable') console.error(`webhook ${headers.id} has a shape we do not know`)
    else if (report) {
      const hash = report.fate === 'complained' ? await hashAddress(config, report.address) : null
      await noteUndelivered(db, headers.id, report, now(), randomId(), hash)
    }
    return c.json({ ok: true })
  })
}
