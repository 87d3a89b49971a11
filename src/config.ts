import { z } from 'zod'
import { readAddress } from './mail/address.ts'
import { readSender, writeSender } from './mail/sender.ts'
import { SOURCES, type Source } from './papers/observation.ts'
import { type Brand, makeBrand, PROGRAM } from './wording/brand.ts'

const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''))
/**
 * An origin in ASCII: a path would be missing in every link, and mail headers take no other letters
 * (RFC 5322 §2.2).
 */
const origin = z.string().transform((value, ctx) => {
  const given = URL.parse(value.trim().replace(/\/+$/, ''))
  if (given && /^https?:$/.test(given.protocol) && given.href === `${given.origin}/`) return given.origin
  ctx.addIssue('must be an origin such as https://papers.example: scheme and host, no path behind it')
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

/** A line that people read, in pages and in the headers of mails. `most`: characters (count). */
const line = (most: number) =>
  z.string().transform((value, ctx) => {
    const text = value.replace(/ +/g, ' ').trim()
    const wrong = wrongLine(text, most)
    if (wrong === null) return text
    ctx.addIssue(wrong)
    return z.NEVER
  })

function wrongLine(text: string, most: number): string | null {
  if (!/[\p{L}\p{N}\p{S}\p{P}]/u.test(text)) return 'has nothing that can be read'
  if ([...text].length > most) return `may have at most ${most} characters`
  // It would end a header (RFC 5322 §2.2), or turn the text around it (Unicode, UAX #9).
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/u.test(text))
    return 'must be one line, without control characters'
  // A sender's name is written before <address>; %% begins a placeholder of mails.
  return /[<>]|%%/.test(text) ? 'may not have <, > or %%' : null
}

/** The `#` may be left out: in .dev.vars it would begin a comment. */
const colour = z
  .string()
  .regex(/^#?(?:[0-9a-f]{3}|[0-9a-f]{6})$/i, 'must be a colour such as #0a5866')
  .transform((value) => {
    const digits = value.replace('#', '').toLowerCase()
    return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`
  })

const sources = z
  .string()
  .transform((list) => list.split(',').map((name) => name.trim()))
  .pipe(z.array(z.enum(SOURCES, `takes ${SOURCES.join(', ')}`)))
  .refine(
    (list) => list.includes('huggingface'),
    'huggingface cannot be left out: editions are made of its daily lists',
  )

const secret = z.string().min(16, 'needs at least 16 characters')

const variables = z.object({
  /** Where readers reach the product; every link in mails and feeds begins with it. */
  PUBLIC_URL: origin,
  /** `Name <address>` of a domain verified at Resend. */
  MAIL_FROM: sender,
  /** What it is called wherever a name stands; unset: Papertide. */
  NAME: line(60).optional(),
  /** What it is, in a sentence. */
  TAGLINE: line(120).optional(),
  /** The colour of links and buttons; made readable where it is not. */
  ACCENT: colour.optional(),
  /** Stands at the head of pages and mails, where else the logo and NAME do. */
  LOGO_TEXT: line(30).optional(),
  /** Whether pages with a NAME of their own say what they run on. */
  CREDIT: z.stringbool().default(true),
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
  /** The sources that are asked; GitHub only with a token. */
  SOURCES: sources.default([...SOURCES]),
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
  /** Gets a mail when a delivery stalls. */
  OPERATOR_EMAIL: address.optional(),
  /** Whether who confirms gets the newest edition at once. */
  WELCOME: z.stringbool().default(true),
  /**
   * Names a restore of the database: nothing is mailed until the operator has said since when
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
type OfBrand = 'NAME' | 'TAGLINE' | 'ACCENT' | 'LOGO_TEXT' | 'CREDIT'
export type Config = Omit<Settings, OfBrand | 'MAIL_FROM' | 'KEEP_UNLISTED_DAYS'> & {
  /** `Name <address>`, as RFC 5322 writes it. */
  MAIL_FROM: string
  KEEP_UNLISTED_DAYS: number
  brand: Brand
}

/** On Free, 500 MB hold six months of six categories in SEARCH (docs/measurements.md). */
const KEPT_DAYS = { free: 60, paid: 730 }

/** Whether a source is asked at all. GitHub's GraphQL API answers nobody without a token. */
export const asks = (config: Pick<Config, 'SOURCES' | 'GITHUB_TOKEN'>, source: Source): boolean =>
  config.SOURCES.includes(source) && (source !== 'github' || config.GITHUB_TOKEN !== undefined)

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
    const { NAME, TAGLINE, ACCENT, LOGO_TEXT, CREDIT, MAIL_FROM, ...others } = data
    const settings = { name: NAME, claim: TAGLINE, accent: ACCENT, logo: LOGO_TEXT, credit: CREDIT }
    const brand = makeBrand(settings)
    // The template's name is nobody's choice.
    const name = MAIL_FROM.name === PROGRAM.name ? brand.name : MAIL_FROM.name
    return {
      ...others,
      brand,
      MAIL_FROM: writeSender({ ...MAIL_FROM, name }),
      KEEP_UNLISTED_DAYS: data.KEEP_UNLISTED_DAYS ?? KEPT_DAYS[data.PLAN],
    }
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
  for (const [name, address = ''] of [
    ['MAIL_FROM', settings.MAIL_FROM.email],
    ['OPERATOR_EMAIL', settings.OPERATOR_EMAIL],
  ] as const)
    if (isExample(domainOf(address)))
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
