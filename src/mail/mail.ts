import type { Paper } from '../papers/paper.ts'
import type { Brand } from '../wording/brand.ts'

export type MailSite = {
  /** Where readers reach the product, without a slash at the end. */
  publicUrl: string
  /** Printed in the footer. */
  postalAddress: string
  brand: Brand
}

/** The site of a configuration (config.ts). */
export const siteOf = (config: {
  PUBLIC_URL: string
  MAIL_POSTAL_ADDRESS: string
  brand: Brand
}): MailSite => ({
  publicUrl: config.PUBLIC_URL,
  postalAddress: config.MAIL_POSTAL_ADDRESS,
  brand: config.brand,
})

/** What a digest of some topics tells of them. */
export type Only = {
  /** `in cs.CL, with agents`. */
  words: string
  /** The list narrowed to the same. */
  url: string
}

/** An early pick as a digest names it. */
export type EarlyLine = Pick<Paper, 'id' | 'title' | 'categories' | 'publishedAt'> & { reason: string }

/** Which way a paper was moved, and the marked paper that it was moved for. */
export type Moved = { up: boolean; id: string; name: string }

/**
 * How a digest differs from its edition. `own`: it is in an order of its readers' own, and these
 * papers (by id) were moved for a mark. `early`: what stands at its end.
 */
export type DigestOptions = {
  only?: Only | undefined
  week?: boolean
  own?: ReadonlyMap<string, Moved> | undefined
  early?: readonly EarlyLine[]
}

/**
 * Longest texts a mail prints (UTF-16 units; in bytes of html thrice as much): twenty of the worst
 * papers stay under 80 KB, Gmail clips near 102.
 */
export const MAIL_LIMITS = {
  title: 160,
  earlyTitle: 100,
  byline: 240,
  lead: 420,
  reason: 240,
  note: 300,
  operatorNote: 1000,
  words: 200,
  preheader: 150,
  name: 60,
}

/** One mail, ready to go. */
export type Mail = {
  from: string
  to: string
  subject: string
  html: string
  text: string
  headers: Record<string, string>
}
