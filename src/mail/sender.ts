import { readAddress } from './address.ts'

/**
 * RFC 5322 §3.2.3: an unquoted name is words of these; the provider encodes letters outside ASCII
 * (RFC 2047).
 */
const WORDS =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u00a0-\u{10ffff}-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~\u00a0-\u{10ffff}-]+)*$/u

/** Who sends: a name as people read it, and an address. */
export type Sender = { name: string; email: string }

/** Reads `Name <address>`, the name in quotation marks or not; null when it is not such. */
export function readSender(text: string): Sender | null {
  const [, written = '', between = ''] = /^([^<>]+?)\s*<([^<>\s]+)>$/.exec(text.trim()) ?? []
  const address = readAddress(between)
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(written)?.[1]
  const name = (quoted?.replace(/\\(.)/g, '$1') ?? written).replace(/ +/g, ' ').trim()
  if ('error' in address || name === '' || /\p{Cc}/u.test(written)) return null
  return { name, email: address.email }
}

/** A mail's From. */
export const writeSender = ({ name, email }: Sender): string => `${writePhrase(name)} <${email}>`

/** A phrase of a header (RFC 5322 §3.2.5): in quotation marks where it must be. */
export const writePhrase = (text: string): string =>
  WORDS.test(text) ? text : `"${text.replace(/[\\"]/g, '\\$&')}"`
