import type { Config } from '../config.ts'
import type { Limit } from '../db/counters.ts'
import { DAY, HOUR } from '../time/dates.ts'
import { hashAddress, hashMailbox, hashOf } from './address-hash.ts'
import { wideNetworkOf } from './network.ts'

/** Mails in a year to an address that never confirms, and to all writings of a mailbox (counts). */
const A_YEAR = 365 * DAY
const ADDRESS_YEARLY = 3
const MAILBOX_YEARLY = 6
/** Links to preferences that are mailed to an address in 30 days (count). */
const LINKS = 3
/** Signups of one /24 or /48, and for one domain, in a day (counts). */
const NETWORK_DAILY = 30
const DOMAIN_DAILY = 30
/** Signups that are stored in a day (count), or four times the day's budget if that is more. */
const STORED_DAILY = 500

/** Domains that very many people share: only the budgets limit them. */
const SHARED = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com mac.com aol.com
  proton.me protonmail.com gmx.de gmx.net web.de mail.ru yandex.ru qq.com 163.com 126.com foxmail.com naver.com`.split(
    /\s+/,
  ),
)

type Settings = Pick<Config, 'TOKEN_SECRET' | 'MAIL_DAILY_QUOTA' | 'MAIL_CONFIRMATION_SHARE'>

/**
 * Confirmations that may be mailed in an hour and in a day (counts): the rest of the provider's
 * quota is the digests'.
 */
export function budgetOf({ MAIL_DAILY_QUOTA: quota, MAIL_CONFIRMATION_SHARE: share }: Settings) {
  const daily = Math.max(1, Math.floor((quota * share) / 100))
  return { hourly: Math.ceil(daily / 4), daily }
}

export const HOUR_KEY = 'confirmations of an hour'
export const DAY_KEY = 'confirmations of a day'

/** Both budgets, by hours and days of UTC. */
export function budgets(config: Settings, now: number): Limit[] {
  const { hourly, daily } = budgetOf(config)
  return [
    { name: 'hour', key: HOUR_KEY, limit: hourly, endsAt: nextHour(now) },
    { name: 'day', key: DAY_KEY, limit: daily, endsAt: nextDay(now) },
  ]
}

export const nextHour = (now: number) => (Math.floor(now / HOUR) + 1) * HOUR
export const nextDay = (now: number) => (Math.floor(now / DAY) + 1) * DAY

/** What limits mail to an address that did not confirm. Both begin anew when its owner confirms. */
export async function addressLimits(config: Settings, email: string, now: number): Promise<Limit[]> {
  const [address, mailbox] = await Promise.all([hashAddress(config, email), hashMailbox(config, email)])
  const endsAt = now + A_YEAR
  return [
    { name: 'address', key: `a ${address}`, limit: ADDRESS_YEARLY, endsAt },
    { name: 'address', key: `m ${mailbox}`, limit: MAILBOX_YEARLY, endsAt },
  ]
}

/** What limits the links to preferences that are mailed to an address. */
export async function linkLimits(config: Settings, email: string, now: number): Promise<Limit[]> {
  const key = `l ${await hashMailbox(config, email)}`
  return [{ name: 'link', key, limit: LINKS, endsAt: now + 30 * DAY }]
}

/** What limits everything that makes us write to strangers: by domain, wide network, and in all. */
export async function strangerLimits(config: Settings, email: string, network: string, now: number) {
  const domain = email.slice(email.lastIndexOf('@') + 1)
  const wide = wideNetworkOf(network)
  const [domainHash, networkHash] = await Promise.all([
    hashOf(config, `domain ${domain}`),
    hashOf(config, `network ${wide}`),
  ])
  const endsAt = nextDay(now)
  const crowd = `n ${networkHash}`
  const stored = Math.max(STORED_DAILY, 4 * budgetOf(config).daily)
  const limits: Limit[] = [
    { name: 'network', key: crowd, limit: NETWORK_DAILY, endsAt },
    { name: 'stored', key: 'signups of a day', limit: stored, endsAt },
    ...(SHARED.has(domain) ? [] : [{ name: 'domain', key: `d ${domainHash}`, limit: DOMAIN_DAILY, endsAt }]),
  ]
  return { crowd, limits }
}

/**
 * How many hours (count) a mail waits that has `ahead` others before it, when so many of an hour's
 * and a day's budget are used; 0 when it goes at once.
 */
export function hoursToWait(
  { hourly, daily }: { hourly: number; daily: number },
  used: { hour: number; day: number },
  ahead: number,
  now: number,
): number {
  const leftToday = Math.max(0, daily - used.day)
  if (ahead < leftToday) {
    const leftNow = Math.max(0, hourly - used.hour)
    if (ahead < leftNow) return 0
    return Math.floor((ahead - leftNow) / hourly) + 1
  }
  const later = ahead - leftToday
  const days = Math.floor(later / daily)
  const untilMidnight = Math.ceil((nextDay(now) - now) / HOUR)
  return untilMidnight + 24 * days + Math.floor((later % daily) / hourly)
}
