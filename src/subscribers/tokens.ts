import { sign, verify } from 'hono/jwt'
import { z } from 'zod'

/** A token is good for one purpose only: a confirm link never unsubscribes. */
export type Purpose = 'confirm' | 'unsubscribe' | 'preferences'

/** How long a token is good (ms). Links in mails that were accepted long ago must keep working: no end. */
const LIFETIME: Record<Purpose, number | null> = {
  confirm: 7 * 86_400_000,
  unsubscribe: null,
  preferences: null,
}

const claims = z.object({
  use: z.enum(['confirm', 'unsubscribe', 'preferences']),
  sub: z.number().int().positive(),
  /** Issued at, ms; only where the lifetime ends, so that a digest's links have the same bytes on every retry. */
  at: z.number().int().optional(),
})

/** A signed link token for a subscriber (RFC 7515 compact JWS, HMAC-SHA256). `now`: ms. */
export function signToken(secret: string, use: Purpose, subscriberId: number, now: number): Promise<string> {
  const payload = { use, sub: subscriberId, ...(LIFETIME[use] === null ? {} : { at: now }) }
  return sign(payload, secret, 'HS256')
}

export type TokenReading = { subscriberId: number } | { problem: 'malformed' | 'expired' | 'foreign' }

/** Checks signature (in constant time, by WebCrypto), purpose and age. Never throws on bad input. */
export async function readToken(
  secret: string,
  use: Purpose,
  token: string,
  now: number,
): Promise<TokenReading> {
  if (token.length > 1_000) return { problem: 'malformed' }
  const payload = await verify(token, secret, 'HS256').catch(() => null)
  const parsed = claims.safeParse(payload)
  if (!parsed.success) return { problem: 'malformed' }
  if (parsed.data.use !== use) return { problem: 'foreign' }
  const lifetime = LIFETIME[use]
  if (lifetime !== null && (parsed.data.at === undefined || now - parsed.data.at > lifetime))
    return { problem: 'expired' }
  return { subscriberId: parsed.data.sub }
}
