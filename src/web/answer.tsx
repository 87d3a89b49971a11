import { networkOf } from '../subscribers/network.ts'
import { readToken } from '../subscribers/tokens.ts'
import { type AppContext, page, wantsJson } from './context.ts'
import { type Message, MessagePage } from './pages/message.tsx'
import { staleLink } from './pages/messages.ts'

/** A message as a page, or as JSON for a request that sent or wants JSON. */
export function say(
  c: AppContext,
  message: Message,
  status: 200 | 400 | 401 | 403 | 404 | 409 | 429 | 503 = 200,
) {
  if (wantsJson(c)) return c.json({ title: message.title, message: message.sentences.join(' ') }, status)
  return page(c, <MessagePage {...message} />, status)
}

/** The page with the button, if its token is valid; nothing is written. */
export async function askFor(
  c: AppContext,
  purpose: 'confirm' | 'never' | 'unsubscribe',
  question: (token: string) => Message,
) {
  const { config, now } = c.get('deps')
  const token = c.req.query('token') ?? ''
  const reading = await readToken(config.TOKEN_SECRET, purpose, token, now())
  return 'error' in reading ? say(c, staleLink, 400) : say(c, question(token))
}

/** The network of a request, for limits and the record of consent. */
export const askedFrom = (c: AppContext): string => networkOf(c.req.header('cf-connecting-ip') ?? 'unknown')

/**
 * Whether a network may ask once more. Without Cloudflare in front there is no network to limit.
 */
export async function isWithinLimit(
  c: AppContext,
  limit: RateLimit,
  keyOf: (network: string) => string = (network) => network,
): Promise<boolean> {
  const network = askedFrom(c)
  return network === 'unknown' || (await limit.limit({ key: keyOf(network) })).success
}
