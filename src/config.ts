import { z } from 'zod'
import { readAddress } from './mail/address.ts'
import { readSender } from './mail/sender.ts'

const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''))
/**
 * An origin in ASCII: a path would be missing in every link, and mail headers take no other letters
 * (RFC 5322 §2.2).
 */
const origin = z.string().transform((value, ctx) => {
  const given = URL.parse(value.trim().replace(/\/+$/, ''))
  if (given && /^https?:$/.test(given.protocol) && given.href === `${given.origin}/`) return given.origin
  ctx.addIssue('must be an origin such as https://papertide.example: scheme and host, no path behind it')
  return z.NEVER
})

const sender = z.string().transform((value, ctx) => {
  const read = readSender(value)
  if (read !== null) return read
  ctx.addIssue('must look like "Name <address@domain>"')
  return z.NEVER
})

const address = z.string().transform((value, ctx) => {
  const read = readAddress(value)
  if ('email' in read) return read.email
  ctx.addIssue('must be an e-mail address')
  return z.NEVER
})

const secret = z.string().min(16, 'needs at least 16 characters')

const variables = z.object({
  /** Where readers reach the product; every link in mails and feeds begins with it. */
  PUBLIC_URL: origin,
  /** `Name <address>` of a domain verified at Resend. */
  MAIL_FROM: sender,
  /** Printed in every mail's footer, as anti-spam law (CAN-SPAM §7704(a)(5)) asks. */
  MAIL_POSTAL_ADDRESS: z.string().trim().min(8, 'must be a postal address'),
  /** Signs the links in mails. Several, `new,old`: the first signs, any verifies (rotation). */
  TOKEN_SECRET: z
    .string()
    .refine((all) => all.split(',').every((one) => one.trim().length >= 16), 'needs at least 16 characters'),
  RESEND_API_KEY: z.string().min(1),
  RESEND_BASE_URL: url.default('https://api.resend.com'),
  RESEND_WEBHOOK_SECRET: z
    .string()
    .trim()
    // Svix: base64 behind a prefix (https://docs.svix.com/receiving/verifying-payloads/how-manual).
    .regex(
      /^whsec_(?:[A-Za-z0-9+/]{4}){4,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
      'must be the whole signing secret of the webhook at Resend: whsec_ and base64',
    )
    .optional(),
  HUGGINGFACE_URL: url.default('https://huggingface.co'),
  ARXIV_URL: url.default('https://export.arxiv.org'),
  HACKERNEWS_URL: url.default('https://hn.algolia.com'),
  GITHUB_URL: url.default('https://api.github.com'),
  HF_TOKEN: z.string().optional(),
  GITHUB_TOKEN: z.string().optional(),
  ARXIV_CATEGORIES: z
    .string()
    .default('cs.AI,cs.CL,cs.CV,cs.LG,cs.RO,stat.ML')
    .transform((list) => list.split(',').map((name) => name.trim()))
    .pipe(
      z.array(z.string().regex(/^[a-z-]+(\.[A-Za-z-]+)?$/, 'must be arXiv categories such as cs.CL,stat.ML')),
    ),
  /** Mails per provider call (count); Resend takes at most 100. */
  MAIL_BATCH_SIZE: z.coerce.number().int().min(1).max(100).default(100),
  /** Mails that the provider's plan takes in a day (count); Resend's free plan: 100. */
  MAIL_DAILY_QUOTA: z.coerce.number().int().min(1).default(100),
  /** How much of that confirmations may use (percent); the rest is kept for digests. */
  MAIL_CONFIRMATION_SHARE: z.coerce.number().int().min(1).max(100).default(25),
  /** Cloudflare Turnstile before a signup: both or neither. */
  TURNSTILE_SITE_KEY: z.string().optional(),
  TURNSTILE_SECRET_KEY: z.string().optional(),
  ADMIN_TOKEN: secret.optional(),
  /** Of the bot that posts to Telegram (https://core.telegram.org/bots#6-botfather). */
  TELEGRAM_BOT_TOKEN: z
    .string()
    .trim()
    .regex(/^\d+:[\w-]+$/, 'must be a bot token such as 123456:ABC-def')
    .optional(),
  /** On this machine only: what is posted to channels goes there, whatever their address. */
  CHANNELS_URL: url.optional(),
  /**
   * Whose sentence leads a paper: the authors' own, or the one a model of Hugging Face wrote where
   * there is one.
   */
  SUMMARIES: z.enum(['own', 'huggingface']).default('own'),
  /** Is told when a delivery stalls. */
  OPERATOR_EMAIL: address.optional(),
  /** Whether who confirms gets the newest edition at once. */
  WELCOME: z.stringbool().default(true),
  /**
   * Names a restore of the database: nothing is mailed until the operator has told since when
   * (docs/backup.md).
   */
  RESTORED: z.string().trim().max(60).optional(),
  /**
   * The plan of the Cloudflare account: how large a database may become, and how long papers
   * without a list are kept.
   */
  PLAN: z.enum(['free', 'paid']).default('free'),
  /**
   * Papers that no list ever named, and no edition, are kept for so long (days); unset: as long as
   * the plan has room for.
   */
  KEEP_UNLISTED_DAYS: z.coerce.number().int().min(14).max(36_500).optional(),
  /**
   * Set by the scripts that run a copy on this machine: what is not fit for readers is taken there.
   */
  LOCAL: z.stringbool().default(false),
  /** `ticks`: the clock follows the ticks it is given (npm start). Unset: the real clock. */
  CLOCK: z.enum(['real', 'ticks']).default('real'),
})

/** The names of all variables. */
export const VARIABLES = Object.keys(variables.shape)

const schema = variables.superRefine((settings, context) => {
  const { TURNSTILE_SITE_KEY, TURNSTILE_SECRET_KEY, CHANNELS_URL, CLOCK, LOCAL } = settings
  if (CHANNELS_URL && !LOCAL && CLOCK !== 'ticks') {
    const message = 'is for a copy on this machine only'
    context.addIssue({ code: 'custom', path: ['CHANNELS_URL'], message })
  }
  if (!TURNSTILE_SITE_KEY === !TURNSTILE_SECRET_KEY) return
  const path = [TURNSTILE_SITE_KEY ? 'TURNSTILE_SECRET_KEY' : 'TURNSTILE_SITE_KEY']
  context.addIssue({ code: 'custom', path, message: 'Turnstile needs both of its keys' })
})

type Settings = z.output<typeof variables>
export type Config = Omit<Settings, 'KEEP_UNLISTED_DAYS'> & { KEEP_UNLISTED_DAYS: number }

/** On Free, 500 MB hold six months of six categories in SEARCH (docs/measurements.md). */
const KEPT_DAYS = { free: 60, paid: 730 }

/**
 * The environment is missing something or holds something unusable. The message says what and how
 * to set it.
 */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * Parses the environment. Throws ConfigError naming every variable that is missing or bad; but for
 * a copy on this machine (LOCAL, or a clock that is played) also those that still hold what the
 * template has.
 */
export function parseConfig(env: Record<string, unknown>): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(set)
  if (parsed.success) {
    const { data } = parsed
    const isLocal = data.LOCAL || data.CLOCK === 'ticks'
    const left = isLocal ? [] : placeholders(data)
    if (left.length > 0) throw new ConfigError(`${left.join('; ')}. ${HOW}`)
    return { ...data, KEEP_UNLISTED_DAYS: data.KEEP_UNLISTED_DAYS ?? KEPT_DAYS[data.PLAN] }
  }
  const lines = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0])
    return set[name] === undefined ? `${name} is not set` : `${name}: ${issue.message}`
  })
  throw new ConfigError(`${[...new Set(lines)].join('; ')}. ${HOW}`)
}

const HOW =
  'Set it in wrangler.toml under [vars], in .dev.vars on this machine, ' +
  'or with `wrangler secret put NAME` if it is a secret (README, "Configuration").'

/** Hosts that lead nowhere but to this machine (RFC 6761), or nowhere at all (RFC 2606). */
const isThisMachine = (host: string) =>
  /^(?:.+\.)?localhost$|^127\.|^0\.0\.0\.0$|^\[::1?\]$/.test(host.toLowerCase())
const isExample = (host: string) => /(?:^|\.)example\.?$/i.test(host)
const domainOf = (address: string) => /@([^<>\s@]+?)>?$/.exec(address)?.[1] ?? ''

/**
 * Settings of the template that nobody changed: with them mails would lead nowhere, or break the
 * law. A line each.
 */
function placeholders(settings: Settings): string[] {
  const lines: string[] = []
  const url = new URL(settings.PUBLIC_URL)
  if (isThisMachine(url.hostname))
    lines.push(
      'PUBLIC_URL is this machine: every link in a mail would lead nowhere, set the address of your site',
    )
  else if (url.protocol !== 'https:')
    lines.push('PUBLIC_URL: must be https, or mail programs show no button to unsubscribe (RFC 8058)')
  for (const name of URLS)
    if (isExample(new URL(settings[name]).hostname))
      lines.push(`${name} is an example: set an address that exists`)
  for (const name of ['MAIL_FROM', 'OPERATOR_EMAIL'] as const)
    if (isExample(domainOf(settings[name] ?? '')))
      lines.push(`${name} is an example: set an address of a domain that is yours`)
  if (/\b1 Example Street\b/i.test(settings.MAIL_POSTAL_ADDRESS))
    lines.push(
      'MAIL_POSTAL_ADDRESS is an example: every mail has to name an address where you can be reached',
    )
  if (settings.TOKEN_SECRET.includes('a-long-random-string'))
    lines.push('TOKEN_SECRET is the one of the template: make your own with `openssl rand -hex 32`')
  return lines
}

const URLS = [
  'PUBLIC_URL',
  'RESEND_BASE_URL',
  'HUGGINGFACE_URL',
  'ARXIV_URL',
  'HACKERNEWS_URL',
  'GITHUB_URL',
] as const
