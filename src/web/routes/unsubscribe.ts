import type { Hono } from 'hono'
import { unsubscribe } from '../../subscribers/confirm.ts'
import { findEnding } from '../../subscribers/preferences.ts'
import { askFor, say } from '../answer.tsx'
import type { AppEnv } from '../context.ts'
import { askUnsubscribe, staleLink, unsubscribed } from '../pages/messages.ts'

/** The end of a subscription: GET shows a button, POST acts. */
export function addUnsubscribe(app: Hono<AppEnv>): void {
  app.get('/unsubscribe', async (c) => {
    const ending = await findEnding(c.get('deps'), c.req.query('token') ?? '')
    return askFor(c, 'unsubscribe', (token) => askUnsubscribe(token, ending))
  })
  // RFC 8058: the mail program posts to the link itself, in either form encoding, without cookies,
  // and follows no redirect.
  app.post('/unsubscribe', async (c) => {
    const token = c.req.query('token') ?? ''
    const done = await unsubscribe(c.get('deps'), token)
    return 'error' in done ? say(c, staleLink, 400) : say(c, unsubscribed(token))
  })
}
