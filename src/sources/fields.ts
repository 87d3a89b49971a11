import { z } from 'zod'
import { cleanText } from './text.ts'

/** A count that an upstream reports: a whole number from 0, else null. */
export const count = z.int().nonnegative().nullable().catch(null)

const ISO_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/

/** An ISO 8601 instant with its zone as ms since the epoch, UTC; null for anything else. */
export function instant(value: unknown): number | null {
  if (typeof value !== 'string' || !ISO_INSTANT.test(value)) return null
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : at
}

/**
 * An address that readers may be sent to: http or https, without a user name that could mislead;
 * else null.
 */
export function webAddress(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 2_000) return null
  const url = URL.parse(value.trim())
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null
  return url.href
}

/** A line of an upstream's own words, short enough for a status page. */
export function hint(text: string): string {
  const line = cleanText(text.slice(0, 1_000))
  return line.length > 160 ? `${line.slice(0, 160).toWellFormed()}…` : line
}
