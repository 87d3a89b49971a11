import { sign, verify } from 'hono/jwt'
import { z } from 'zod'
import { DAY } from '../time/dates.ts'
import { hex } from './hex.ts'

/** A token is good for one purpose only: a confirm link never unsubscribes. */
export type Purpose = 'confirm' | 'never' | 'unsubscribe' | 'preferences' | 'mark'

/**
 * How long a token is good (ms). Links in mails that were accepted long ago must keep working: no
 * end.
 */
const LIFETIME: Record<Purpose, number | null> = {
  confirm: 7 * DAY,
  never: null,
  unsubscribe: null,
  preferences: null,
  mark: null,
}

const claims = z.object({
  use: z.enum(['confirm', 'never', 'unsubscribe', 'preferences', 'mark']),
  /** A signup's number for `confirm` and `never`, a subscriber's for the others. */
  sub: z.number().int().positive(),
  /** Of the reader's links (`subscribers.generation`); not there for the first. */
  gen: z.number().int().positive().optional(),
  /** Keyed hash of the mailbox that is never to be written to. */
  box: z.string().optional(),
  /**
   * Issued at, ms; only where the lifetime ends, so that a digest's links have the same bytes on
   * every retry.
   */
  at: z.number().int().optional(),
})

/**
 * Secrets of TOKEN_SECRET: the first signs, any verifies, so that old links outlive a rotation
 * (`new,old`).
 */
export const secretsOf = (setting: string): string[] => setting.split(',').map((secret) => secret.trim())

/**
 * Importing a key takes longer than signing with it, and a batch signs thrice for each of
 * its members.
 */
const keys = new Map<string, Promise<CryptoKey>>()
export function keyOf(secret: string): Promise<CryptoKey> {
  let key = keys.get(secret)
  if (!key) {
    const bytes = new TextEncoder().encode(secret)
    key = crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
    keys.set(secret, key)
  }
  return key
}

/**
 * The public name of a secret (8 hex digits): a batch keeps it, so that its links are signed alike
 * at every attempt.
 */
export async function keyIdOf(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`papertide key id ${secret}`))
  return hex(new Uint8Array(digest, 0, 4))
}
export const presentKeyId = (setting: string) => keyIdOf(secretsOf(setting)[0] ?? '')

/** The secret of that name, or the present one once it is gone. */
export async function secretNamed(setting: string, keyId: string | null): Promise<string> {
  const secrets = secretsOf(setting)
  for (const secret of secrets) if ((await keyIdOf(secret)) === keyId) return secret
  return secrets[0] ?? ''
}

/**
 * A signed link token (RFC 7515 compact JWS, HMAC-SHA256). `setting`: one secret or several, of
 * which the first signs. `subject`: number of a signup or a subscriber. `now`: ms.
 */
export async function signToken(
  setting: string,
  use: Purpose,
  subject: number,
  now: number,
  more: { generation?: number; mailbox?: string } = {},
): Promise<string> {
  const payload = {
    use,
    sub: subject,
    ...(LIFETIME[use] === null ? {} : { at: now }),
    ...(more.generation ? { gen: more.generation } : {}),
    ...(more.mailbox ? { box: more.mailbox } : {}),
  }
  return sign(payload, await keyOf(secretsOf(setting)[0] ?? ''), 'HS256')
}

/**
 * What a good token says. `subject`: number of a signup or a subscriber; `at`: when it was issued
 * (ms).
 */
export type Token = { use: Purpose; subject: number; at?: number; generation: number; mailbox?: string }
export type TokenError = { error: 'malformed' | 'expired' | 'foreign' }
export type TokenReading = Token | TokenError

/**
 * A token without what mail programs glue to it: soft line breaks and `=3D` of quoted-printable
 * (RFC 2045 §6.7), blanks of folded lines, escapes, and the marks around a link. The signature is
 * of what remains.
 */
const unglued = (token: string): string =>
  token
    .replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\s+/g, '')
    .replace(/(?:=3D|[^A-Za-z0-9_-])+$/i, '')
    // A JWS begins with `{"` in base64url.
    .replace(/^(?:=?3D|[^A-Za-z0-9])+(?=eyJ)/i, '')
    .replaceAll('=', '')

/**
 * Checks signature (in constant time, by WebCrypto), purpose (`use`: one, or several that will do)
 * and age. Never throws on bad input.
 */
export async function readToken(
  setting: string,
  use: Purpose | readonly Purpose[],
  token: string,
  now: number,
): Promise<TokenReading> {
  if (token.length > 1_000) return { error: 'malformed' }
  const signed = unglued(token)
  let payload: unknown = null
  for (const secret of secretsOf(setting))
    payload ??= await verify(signed, await keyOf(secret), 'HS256').catch(() => null)
  const parsed = claims.safeParse(payload)
  if (!parsed.success) return { error: 'malformed' }
  const { use: given, sub: subject, at, gen: generation = 0, box: mailbox } = parsed.data
  if (![use].flat().includes(given)) return { error: 'foreign' }
  const lifetime = LIFETIME[given]
  if (lifetime !== null && (at === undefined || now - at > lifetime)) return { error: 'expired' }
  return {
    use: given,
    subject,
    generation,
    ...(at === undefined ? {} : { at }),
    ...(mailbox === undefined ? {} : { mailbox }),
  }
}
