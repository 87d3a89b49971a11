import { z } from 'zod'
import type { Config } from '../config.ts'
import { blockAddress, blockNamed, unblockAddress } from '../db/blocks.ts'
import { allSettings, blockName, clearSetting } from '../db/operator.ts'
import type { Deps } from '../deps.ts'
import { readAddress } from '../mail/address.ts'
import { hashMailbox, stopHashes } from './address-hash.ts'
import { hashNetwork, networkOf, wideNetworkOf } from './network.ts'

/** What is blocked: an address, a domain with what is below it, or a network. */
export type Blocked = { kind: 'address'; email: string } | { kind: 'domain' | 'network'; name: string }

const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$/

/**
 * Reads `name@host`, `host.example`, `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/64` or
 * `2001:db8::/48`; null for anything else.
 */
export function readBlocked(given: string): Blocked | null {
  const text = given.trim().toLowerCase().replace(/^@/, '')
  if (text.includes('@')) {
    const address = readAddress(given.trim())
    return 'email' in address ? { kind: 'address', email: address.email } : null
  }
  const network = networkNamed(text)
  if (network !== null) return { kind: 'network', name: network }
  return DOMAIN.test(text) ? { kind: 'domain', name: text } : null
}

/**
 * The network as signups name theirs (network.ts); null for what is none, or is of another size.
 */
function networkNamed(text: string): string | null {
  const [address = '', size, more] = text.split('/')
  if (more !== undefined) return null
  if (z.ipv4().safeParse(address).success) {
    if (size === undefined || size === '32') return address
    return size === '24' ? wideNetworkOf(address) : null
  }
  if (!z.ipv6().safeParse(address).success) return null
  if (size === undefined || size === '64') return networkOf(address)
  return size === '48' ? wideNetworkOf(networkOf(address)) : null
}

/** Settings of which any stops a signup from an address and a network. */
export const blockNames = (email: string, network: string): string[] => [
  ...domainBlocks(email),
  ...[network, wideNetworkOf(network)].map(blockName),
]

/** Those that block the domain of an address, or one above it. */
export function domainBlocks(email: string): string[] {
  const labels = email.slice(email.lastIndexOf('@') + 1).split('.')
  return labels.slice(0, -1).map((_, index) => blockName(labels.slice(index).join('.')))
}

/**
 * The keyed hashes of the blocked networks that records of consent can name (hashNetwork): single
 * addresses and /64s. A larger one names more of them than can be hashed.
 */
export async function blockedNetworks({ db, config }: Pick<Deps, 'db' | 'config'>): Promise<Set<string>> {
  const start = blockName('')
  const names = (await allSettings(db)).flatMap(({ name }) =>
    name.startsWith(start) ? [name.slice(start.length)] : [],
  )
  const networks = names.filter((name) => networkNamed(name) === name && !/\/(?:24|48)$/.test(name))
  return new Set(await Promise.all(networks.map((name) => hashNetwork(config, name))))
}

/**
 * Stops mail to it: whoever gets some is a reader no longer, and what was asked for is forgotten.
 * False: it was blocked.
 */
export async function block({ db, config, now }: Deps, blocked: Blocked): Promise<boolean> {
  const at = now()
  if (blocked.kind !== 'address') {
    const action = { at, action: 'block', subject: blocked.name }
    return blockNamed(db, blocked.name, blocked.kind === 'domain', action)
  }
  const { hash, subject } = await named(config, blocked.email)
  return blockAddress(db, { email: blocked.email, hash }, { at, action: 'block', subject })
}

/** Takes it back; nobody becomes a reader by that. False: it was not blocked. */
export async function unblock({ db, config, now }: Deps, blocked: Blocked): Promise<boolean> {
  const at = now()
  if (blocked.kind !== 'address')
    return clearSetting(db, blockName(blocked.name), { at, action: 'unblock', subject: blocked.name })
  const { subject } = await named(config, blocked.email)
  const hashes = await stopHashes(config, blocked.email)
  return unblockAddress(db, hashes, { at, action: 'unblock', subject })
}

/** The record names an address by a part of its keyed hash. */
async function named(config: Config, email: string) {
  const hash = await hashMailbox(config, email)
  return { hash, subject: `an address (${hash.slice(0, 8)})` }
}
