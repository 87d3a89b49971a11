import type { Config } from '../config.ts'
import { hashOf } from './address-hash.ts'

/**
 * The groups of an IPv6 address that name a network: whoever has one address of a /64 has them all
 * (RFC 6177).
 */
const GROUPS = 4
/** The groups that name a site: providers give one to a customer (RFC 6177 §2). */
const SITE_GROUPS = 3

/**
 * The network of an IP address, as far as limits need to know: an IPv4 address itself, the /64 of
 * an IPv6 one.
 */
export const networkOf = (address: string): string =>
  address.includes(':') ? `${groupsOf(address, GROUPS)}::/64` : address

/**
 * What one party can easily hold of networks: the /24 around an IPv4 address, the /48 around an
 * IPv6 one.
 */
export function wideNetworkOf(network: string): string {
  if (network.includes(':')) return `${groupsOf(network.replace(/\/\d+$/, ''), SITE_GROUPS)}::/48`
  return /^\d+\.\d+\.\d+\.\d+$/.test(network) ? `${network.replace(/\.\d+$/, '.0')}/24` : network
}

function groupsOf(address: string, count: number): string {
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const gap = tail === undefined ? [] : Array(Math.max(0, 8 - before.length - after.length)).fill('0')
  const groups = [...before, ...gap, ...after].slice(0, count)
  return groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')
}

/**
 * What is kept of the network somebody came from, as a record of consent: a keyed hash
 * (HMAC-SHA256, 16 hex digits) that tells two networks apart and leads to neither.
 */
export const hashNetwork = async (config: Pick<Config, 'TOKEN_SECRET'>, network: string): Promise<string> =>
  (await hashOf(config, `network ${network}`)).slice(0, 16)
