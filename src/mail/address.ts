/** RFC 5321 §4.5.3.1: 64 octets before the @, 254 in all (erratum 1690). */
const MAX_LOCAL = 64
const MAX_ADDRESS = 254

/** RFC 5321 §4.1.2: atoms of printable characters between dots; quoted names are in no use. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
/**
 * RFC 1035 §2.3.4: labels of 1 to 63; the last one of letters, or of letters that ASCII does not
 * have (RFC 5890 §2.3.2.1).
 */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/
/**
 * Soft hyphens, zero-width and bidirectional marks and the like, which come along when an address
 * is pasted.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu

export type AddressReading = { email: string } | { error: string }

/**
 * Reads an e-mail address as typed: trimmed, without what nobody sees, in lower case, the domain in
 * ASCII (IDNA). RFC 5321 §2.4 lets a host tell case apart before the @; none in use does, and two
 * writings of one address must not become two readers. Mailboxes with non-ASCII characters before
 * the @ (RFC 6531) are refused: the mail provider takes none.
 */
export function readAddress(typed: unknown): AddressReading {
  // What is longer is no address, whatever of it is visible.
  const text =
    typeof typed === 'string'
      ? typed
          .slice(0, 4 * MAX_ADDRESS)
          .replace(INVISIBLE, '')
          .trim()
      : ''
  if (text === '') return { error: 'Please type an e-mail address.' }
  if (/[\r\n\0]/.test(text)) return { error: 'An e-mail address is a single line.' }
  if (text.length > MAX_ADDRESS)
    return { error: `That address is longer than the ${MAX_ADDRESS} characters an address may have.` }
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  if (/[^\x20-\x7e]/.test(local))
    return {
      error: 'Only ASCII characters can stand before the @; mail to other addresses cannot be delivered.',
    }
  const name = local.toLowerCase()
  const domain = asciiDomain(text.slice(at + 1)) ?? ''
  const email = `${name}@${domain}`
  if (at < 1 || local.length > MAX_LOCAL || !LOCAL.test(name) || !DOMAIN.test(domain))
    return { error: 'That does not look like an e-mail address. It should read like name@example.org.' }
  if (email.length > MAX_ADDRESS)
    return { error: `That address is longer than the ${MAX_ADDRESS} characters an address may have.` }
  return { email }
}

/** The domain as DNS spells it; null when it is none. The URL parser does IDNA (UTS 46). */
function asciiDomain(domain: string): string | null {
  if (/[^\p{L}\p{M}\p{N}.-]/u.test(domain)) return null
  return URL.parse(`http://${domain}`)?.hostname ?? null
}
