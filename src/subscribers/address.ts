import { z } from 'zod'

/** RFC 5321 §4.5.3.1: 64 octets before the @, 254 in all (erratum 1690). */
const ADDRESS = z.email()
const MAX_LOCAL = 64
const MAX_ADDRESS = 254

export type AddressReading = { email: string } | { error: string }

/**
 * Reads an e-mail address as typed: trimmed, in lower case, the domain in ASCII (IDNA). RFC 5321 §2.4 lets a host tell
 * case apart before the @; none in use does, and two writings of one address must not become two readers. Mailboxes with
 * non-ASCII characters before the @ (RFC 6531) are refused: the mail provider takes none.
 */
export function readAddress(typed: unknown): AddressReading {
  if (typeof typed !== 'string' || typed.trim() === '') return { error: 'Please type an e-mail address.' }
  const text = typed.trim()
  if (/[\r\n\0]/.test(text)) return { error: 'An e-mail address is a single line.' }
  if (text.length > MAX_ADDRESS)
    return { error: `That address is longer than the ${MAX_ADDRESS} characters an address may have.` }
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  if (/[^\x20-\x7e]/.test(local))
    return {
      error: 'Only ASCII characters can stand before the @; mail to other addresses cannot be delivered.',
    }
  const email = `${local.toLowerCase()}@${asciiDomain(text.slice(at + 1)) ?? ''}`
  if (at < 1 || local.length > MAX_LOCAL || !ADDRESS.safeParse(email).success)
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
