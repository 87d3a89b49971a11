import type { Config } from '../config.ts'

/**
 * What is kept of the network somebody came from, as a record of consent: a keyed hash (HMAC-SHA256, 16 hex digits)
 * that tells two networks apart and leads to neither.
 */
export async function hashNetwork(config: Pick<Config, 'TOKEN_SECRET'>, network: string): Promise<string> {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes(config.TOKEN_SECRET), algorithm, false, ['sign'])
  const digest = await crypto.subtle.sign('HMAC', key, bytes(`network ${network}`))
  return [...new Uint8Array(digest, 0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
