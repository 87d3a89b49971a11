import ipaddr from 'ipaddr.js'

/**
 * Ends of names that lead into a network of one's own, or nowhere: RFC 6761, 6762, 7686, 8375,
 * 9476, and ICANN's `internal`.
 */
const NOT_PUBLIC =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home|corp|private|test|example|invalid|onion|alt|arpa)$/
/** RFC 1123 §2.1, at least two labels, the last one no number: `example.org`, `a.b.xn--p1ai`. */
const NAME = /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/
const LONGEST = 1000

/**
 * Reads an address that may be posted to: https at the usual port, a public name that is not
 * `ownHost` or below it, and no credentials. The URL standard writes every spelling of an address
 * alike, so a number in any of them is seen here. What the name leads to is looked at before each
 * request (mailer/post-message.ts).
 */
export function readPublicUrl(text: string, ownHost: string): URL | { error: string } {
  const given = text.trim()
  if (given.length > LONGEST || !URL.canParse(given)) return { error: 'That is no address.' }
  const url = new URL(given)
  if (url.protocol !== 'https:') return { error: 'The address must begin with https://.' }
  if (url.username || url.password) return { error: 'The address may hold no name or password.' }
  if (url.port !== '') return { error: 'The address may name no port.' }
  const host = url.hostname.replace(/\.$/, '')
  if (ipaddr.isValid(host.replace(/^\[|\]$/g, '')))
    return { error: 'The address must have a name, not a number.' }
  if (!NAME.test(host) || NOT_PUBLIC.test(host)) return { error: 'The name of the host is not a public one.' }
  if (host === ownHost || host.endsWith(`.${ownHost}`)) return { error: 'That is our own address.' }
  url.hostname = host
  url.hash = ''
  return url
}

/** Reads the address of a server: one without a path. */
export function readServer(text: string, ownHost: string): URL | { error: string } {
  const url = readPublicUrl(text, ownHost)
  if ('error' in url || (url.pathname === '/' && url.search === '')) return url
  return { error: 'The server is an address without a path.' }
}

/** Whether an IP address is one of the public internet: not private, local, reserved or mapped. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  // Of IPv6 only what is given out to networks (RFC 4291 §2.4): 2000::/3.
  if (address.kind() === 'ipv6' && ((address.toByteArray()[0] ?? 0) & 0xe0) !== 0x20) return false
  return address.range() === 'unicast'
}
