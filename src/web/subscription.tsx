import type { Hono } from 'hono'
import { sendOne } from '../delivery/resend.ts'
import { confirm, unsubscribe } from '../subscribers/confirm.ts'
import { readerLinks } from '../subscribers/links.ts'
import { changePreferences, readPreferences } from '../subscribers/preferences.ts'
import { sendConfirmation, signUp } from '../subscribers/signup.ts'
import { type At, type Door, page, readFields, wantsJson } from './door.ts'
import { type Message, MessagePage } from './pages/message.tsx'
import {
  askConfirm,
  askUnsubscribe,
  badRequest,
  checkInbox,
  confirmed,
  staleLink,
  tooMany,
  unsubscribed,
} from './pages/messages.ts'
import { PreferencesPage } from './pages/preferences.tsx'

/** Signup, confirmation and leaving. GET shows, POST acts. */
export function addSubscription(app: Hono<Door>): void {
  app.post('/subscribe', async (c) => {
    const network = c.req.header('cf-connecting-ip') ?? 'unknown'
    if (!(await c.env.SIGNUP_LIMIT.limit({ key: network })).success) return say(c, tooMany, 429)
    const deps = c.get('deps')
    const signup = await signUp(deps, await readFields(c))
    if ('problem' in signup) return say(c, badRequest(signup.problem), 400)
    const { subscriberId } = signup
    if (subscriberId !== null) {
      const post = async (key: string, mail: Parameters<typeof sendOne>[2]) =>
        (await sendOne(deps.config, key, mail)).kind === 'accepted'
      c.executionCtx.waitUntil(sendConfirmation(deps, post, subscriberId))
    }
    return say(c, checkInbox)
  })

  app.get('/confirm', (c) => say(c, askConfirm(c.req.query('token') ?? '')))
  app.post('/confirm', async (c) => {
    const token = (await readFields(c)).token ?? c.req.query('token')
    const done = await confirm(c.get('deps'), typeof token === 'string' ? token : '')
    return 'problem' in done ? say(c, staleLink, 400) : say(c, confirmed)
  })

  app.get('/unsubscribe', (c) => say(c, askUnsubscribe(c.req.query('token') ?? '')))
  // RFC 8058: the mail program posts to the link itself, in either form encoding, without cookies, and follows no redirect.
  app.post('/unsubscribe', async (c) => {
    const done = await unsubscribe(c.get('deps'), c.req.query('token') ?? '')
    return 'problem' in done ? say(c, staleLink, 400) : say(c, unsubscribed)
  })

  app.get('/preferences', (c) => showPreferences(c, false))
  app.post('/preferences', async (c) => {
    const done = await changePreferences(c.get('deps'), c.req.query('token') ?? '', await readFields(c))
    if ('sentence' in done) return say(c, badRequest(done.sentence), 400)
    return 'problem' in done ? say(c, staleLink, 400) : showPreferences(c, true)
  })
}

/** The page of one reader's wishes; the link itself is the key to it. */
async function showPreferences(c: At, saved: boolean) {
  const deps = c.get('deps')
  const token = c.req.query('token') ?? ''
  const preferences = await readPreferences(deps, token)
  if ('problem' in preferences) return say(c, staleLink, 400)
  const { unsubscribe: unsubscribeUrl } = await readerLinks(deps.config, preferences.subscriberId)
  return page(c, <PreferencesPage {...{ token, unsubscribeUrl, saved }} when={preferences.wishes} />)
}

/** A message as a page, or as JSON for whoever sent or wants JSON. */
function say(c: At, message: Message, status: 200 | 400 | 429 = 200) {
  if (wantsJson(c)) return c.json({ title: message.title, message: message.sentences.join(' ') }, status)
  return page(c, <MessagePage {...message} />, status)
}
