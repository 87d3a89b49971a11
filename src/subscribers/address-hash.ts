import type { Config } from '../config.ts'
import { hex } from './hex.ts'
import { keyOf, secretsOf } from './tokens.ts'

type Secret = Pick<Config, 'TOKEN_SECRET'>

/** Hosts at which dots before the @ do not count, and which have one name too many. */
const DOTLESS = new Map([
  ['gmail.com', 'gmail.com'],
  ['googlemail.com', 'gmail.com'],
])

/**
 * The mailbox behind an address, for counting only: without what follows a plus (RFC 5233), and
 * without dots where they do not count. Two people can have what looks like one mailbox; they share
 * its limits, never a subscription.
 */
export function mailboxOf(email: string): string {
  const at = email.lastIndexOf('@')
  const domain = email.slice(at + 1)
  const local = email.slice(0, at).replace(/(?<=.)\+.*$/, '')
  const host = DOTLESS.get(domain)
  return host === undefined ? `${local}@${domain}` : `${local.replaceAll('.', '')}@${host}`
}

/** A keyed hash (HMAC-SHA256, 128 bits in hex) under each secret, the present one first. */
async function hashes({ TOKEN_SECRET }: Secret, text: string): Promise<string[]> {
  const bytes = new TextEncoder().encode(text)
  return Promise.all(
    secretsOf(TOKEN_SECRET).map(async (secret) =>
      hex(new Uint8Array(await crypto.subtle.sign('HMAC', await keyOf(secret), bytes), 0, 16)),
    ),
  )
}

/** The present hash of what a limit counts: tells two apart and leads to neither. */
export const hashOf = async (secret: Secret, text: string): Promise<string> =>
  (await hashes(secret, text))[0] ?? ''

export const hashAddress = (secret: Secret, email: string) => hashOf(secret, `address ${email}`)
export const hashMailbox = (secret: Secret, email: string) => hashOf(secret, `mailbox ${mailboxOf(email)}`)

/**
 * Every hash under which an address, or its mailbox, may be stopped: of secrets of before a
 * rotation too.
 */
export const stopHashes = async (secret: Secret, email: string): Promise<string[]> => [
  ...(await hashes(secret, `address ${email}`)),
  ...(await hashes(secret, `mailbox ${mailboxOf(email)}`)),
]

/**
 * What a subscriber's address may stand as in the database: itself, or `#` and one of its hashes.
 */
export const namesOf = async (secret: Secret, email: string): Promise<string[]> => [
  email,
  ...(await hashes(secret, `address ${email}`)).map((hash) => `#${hash}`),
]
