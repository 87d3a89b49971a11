import { readAddress } from './address.ts'

/**
 * RFC 5322 §3.2.3: an unquoted name is words of these; the provider encodes letters outside ASCII
 * (RFC 2047).
 */
const WORDS =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u00a0-\u{10ffff}-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~\u00a0-\u{10ffff}-]+)*$/u

/**
 * `Name <address>` as a mail's From: the name in quotation marks where RFC 5322 wants them; null
 * when it is not such.
 */
export function readSender(text: string): string | null {
  const [, written = '', between = ''] = /^([^<>]+?)\s*<([^<>\s]+)>$/.exec(text.trim()) ?? []
  const address = readAddress(between)
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(written)?.[1]
  const name = (quoted?.replace(/\\(.)/g, '$1') ?? written).replace(/ +/g, ' ').trim()
  if ('error' in address || name === '' || /\p{Cc}/u.test(written)) return null
  return `${WORDS.test(name) ? name : `"${name.replace(/[\\"]/g, '\\$&')}"`} <${address.email}>`
}
