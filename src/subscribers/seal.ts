import type { Config } from '../config.ts'
import { secretsOf } from './tokens.ts'

type Secret = Pick<Config, 'TOKEN_SECRET'>

const encoder = new TextEncoder()
const toBase64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
const digest = async (text: string) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)))

const keyOf = async (secret: string) =>
  crypto.subtle.importKey('raw', await digest(`papertide seal ${secret}`), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ])

/**
 * Encrypts what a stolen copy of the database must not tell (AES-256-GCM under the first secret of
 * TOKEN_SECRET; NIST SP 800-38D). `random`: an id that no other call has.
 */
export async function seal({ TOKEN_SECRET }: Secret, text: string, random: string): Promise<string> {
  const iv = (await digest(random)).slice(0, 12)
  const key = await keyOf(secretsOf(TOKEN_SECRET)[0] ?? '')
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, encoder.encode(text))
  return `${toBase64(iv)}.${toBase64(new Uint8Array(sealed))}`
}

/** What was sealed under any of the secrets; null for anything else. */
export async function unseal({ TOKEN_SECRET }: Secret, sealed: string): Promise<string | null> {
  const [iv = '', text = ''] = sealed.split('.')
  for (const secret of secretsOf(TOKEN_SECRET)) {
    try {
      const given = { name: 'AES-GCM', iv: fromBase64(iv) }
      const opened = await crypto.subtle.decrypt(given, await keyOf(secret), fromBase64(text))
      return new TextDecoder().decode(opened)
    } catch {
      // It was sealed under another one.
    }
  }
  return null
}

/** A new secret of 192 bits for signing webhooks, as Standard Webhooks writes them. */
export const webhookSecret = async (random: string): Promise<string> =>
  `whsec_${toBase64((await digest(`webhook ${random}`)).slice(0, 24))}`

/** Eight digits that nobody foresees. */
export async function codeFrom(random: string): Promise<string> {
  const [number = 0] = new Uint32Array((await digest(`code ${random}`)).slice(0, 4).buffer)
  return String(number % 100_000_000).padStart(8, '0')
}
