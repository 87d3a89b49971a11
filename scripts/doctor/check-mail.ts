import { mailsOf } from '../../src/health/checks.ts'
import { bad, good, type Line, RESUME } from '../../src/health/line.ts'
import { counted } from '../../src/wording/words.ts'
import { refusedEvents } from '../setup/inspect.ts'
import { domainOf, EVENTS } from '../setup/resend.ts'
import type { Facts } from './facts.ts'

export function checkResend({ resend }: Facts): Line[] {
  if ('error' in resend) return [bad('resend', resend.error, resend.cure.replace(/^.*run: /, ''))]
  if (resend.value === null) return [bad('resend', 'its key is not kept here', 'npm run setup -- --resume')]
  return resend.value.restricted
    ? [
        good(
          'resend',
          'the key may only send mail: domain and webhook cannot be looked at (https://resend.com/webhooks)',
        ),
      ]
    : [good('resend', 'the key works')]
}

const found = ({ resend }: Facts) =>
  'value' in resend && resend.value && !resend.value.restricted ? resend.value : null

export function checkDomain(facts: Facts): Line[] {
  const at = found(facts)
  if (!at) return []
  const name = domainOf(facts.instance.MAIL_FROM)
  const { domain } = at
  if (domain === null) return [bad('domain', `${name} is not at Resend: no mail can be sent`, RESUME)]
  const lines = ['SPF', 'DKIM'].flatMap((kind): Line[] => {
    const wrong = domain.records.filter(({ record, status }) => record === kind && status !== 'verified')
    return wrong.length === 0
      ? [good('dns', `${kind} of ${name} is verified`)]
      : wrong.map(({ type, name: host, value, status }) =>
          bad(
            'dns',
            `${kind} of ${name} is ${status}`,
            `Set in your DNS: ${type} ${host} ${value}; then: ${RESUME}`,
          ),
        )
  })
  if (domain.status !== 'verified' && lines.every(({ ok }) => ok))
    lines.push(bad('domain', `${name} is ${domain.status} at Resend`, RESUME))
  const isTracking = domain.open_tracking || domain.click_tracking
  return [
    ...lines,
    isTracking
      ? bad(
          'tracking',
          `Resend tracks ${domain.open_tracking ? 'opened mails' : 'clicks'} of ${name}`,
          RESUME,
        )
      : good('tracking', 'off'),
  ]
}

/**
 * Gmail and Yahoo ask senders to many for a DMARC record
 * (https://support.google.com/mail/answer/81126).
 */
export function checkDmarc({ dmarc, instance }: Facts): Line[] {
  const name = domainOf(instance.MAIL_FROM)
  return [
    dmarc === null
      ? bad('dns', `${name} has no DMARC record`, `Set in your DNS: TXT _dmarc.${name} "v=DMARC1; p=none"`)
      : good('dns', `DMARC of ${name}: ${dmarc}`),
  ]
}

export function checkWebhook(facts: Facts): Line[] {
  const at = found(facts)
  if (!at || facts.instance.PUBLIC_URL === null) return []
  const { webhook, events } = at
  if (webhook === null) return [bad('webhook', 'there is none: bounces and complaints are not told', RESUME)]
  if (webhook.status !== 'enabled') return [bad('webhook', `it is ${webhook.status} at Resend`, RESUME)]
  const lacking = EVENTS.filter((event) => !webhook.events?.includes(event))
  if (lacking.length > 0) return [bad('webhook', `it is not told of ${lacking.join(', ')}`, RESUME)]
  const [last] = events
  if (refusedEvents(at).length > 0)
    return [
      bad(
        'webhook',
        `the last event (${last?.type}, ${last?.created_at}) did not arrive: ${last?.status}`,
        RESUME,
      ),
    ]
  return [good('webhook', last ? `last event ${last.type}, ${last.created_at}` : 'on, no event yet')]
}

/**
 * Resend's free plan, a month and a day
 * (https://resend.com/docs/knowledge-base/account-quotas-and-limits).
 */
const FREE = { month: 3_000, day: 100 }
/** Sizes of its plans (docs/costs.md). */
const PLANS = [3_000, 50_000, 100_000]

export function checkQuota({ worker, instance }: Facts): Line[] {
  if ('error' in worker) return []
  const { days } = worker.value
  const { day, week } = mailsOf(days)
  const month = Math.ceil((week * 52) / 12)
  const { mailsPerMonth } = instance
  const isFree = mailsPerMonth <= FREE.month
  const says = `${counted(month, 'mail')} a month, at most ${day.toLocaleString('en')} a day; the plan has ${mailsPerMonth.toLocaleString('en')} a month${isFree ? `, ${FREE.day} a day` : ''}`
  if (month <= mailsPerMonth && !(isFree && day > FREE.day)) return [good('quota', says)]
  const larger = PLANS.find((size) => size >= month && size > mailsPerMonth) ?? month
  const cure = `Change your plan at https://resend.com/settings/billing, then: npm run setup -- --resume --mails-per-month ${larger}`
  return [bad('quota', says, cure)]
}
