import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import type { Config } from '../config.ts'
import { hex } from '../subscribers/hex.ts'
import { keyOf, secretsOf } from '../subscribers/tokens.ts'
import { HOUR } from '../time/dates.ts'
import type { AppContext } from './context.ts'

const COOKIE = 'operator'
const PATH = '/operator'
/** A session ends after this long (ms), used or not. */
const LASTS = 12 * HOUR

/** A new ADMIN_TOKEN or TOKEN_SECRET ends every session. */
const secretOf = ({ ADMIN_TOKEN = '', TOKEN_SECRET }: Config) =>
  `operator ${ADMIN_TOKEN} ${secretsOf(TOKEN_SECRET)[0]}`

/**
 * Browsers drop a Secure cookie that comes over http; only a local instance has such an address
 * (config.ts).
 */
const isSecure = ({ PUBLIC_URL }: Config) => PUBLIC_URL.startsWith('https:')

/**
 * Gives the browser the cookie of a new session: signed, hidden from scripts, sent from our own
 * pages only.
 */
export async function beginSession(c: AppContext): Promise<void> {
  const { config, now, randomId } = c.get('deps')
  await setSignedCookie(c, COOKIE, `${now() + LASTS}.${randomId()}`, secretOf(config), {
    path: PATH,
    httpOnly: true,
    sameSite: 'Strict',
    maxAge: LASTS / 1000,
    secure: isSecure(config),
  })
}

export function endSession(c: AppContext): void {
  deleteCookie(c, COOKIE, { path: PATH, secure: isSecure(c.get('deps').config) })
}

/**
 * The session of a request; null when there is none, when it is over, or when its signature
 * (checked by WebCrypto) is wrong.
 */
export async function readSession(c: AppContext): Promise<string | null> {
  const { config, now } = c.get('deps')
  const session = await getSignedCookie(c, secretOf(config), COOKIE)
  return session && Number(session.split('.')[0]) > now() ? session : null
}

/** The token in every form of a session, which no other page can know. */
export async function formTokenOf(config: Config, session: string): Promise<string> {
  const bytes = new TextEncoder().encode(`form ${session}`)
  return hex(new Uint8Array(await crypto.subtle.sign('HMAC', await keyOf(secretOf(config)), bytes)))
}
