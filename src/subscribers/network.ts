import type { Config } from '../config.ts'
import { hex } from './hex.ts'

/** The groups of an IPv6 address that name a network: whoever has one address of a /64 has them all (RFC 6177). */
const GROUPS = 4

/** The network of an IP address, as far as limits need to know: an IPv4 address itself, the /64 of an IPv6 one. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const gap = tail === undefined ? [] : Array(Math.max(0, 8 - before.length - after.length)).fill('0')
  const groups = [...before, ...gap, ...after].slice(0, GROUPS)
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`
}

/**
 * What is kept of the network somebody came from, as a record of consent: a keyed hash (HMAC-SHA256, 16 hex digits)
 * that tells two networks apart and leads to neither.
 */
export async function hashNetwork(config: Pick<Config, 'TOKEN_SECRET'>, network: string): Promise<string> {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes(config.TOKEN_SECRET), algorithm, false, ['sign'])
  const digest = await crypto.subtle.sign('HMAC', key, bytes(`network ${network}`))
  return hex(new Uint8Array(digest, 0, 8))
}
