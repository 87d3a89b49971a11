import type { Hono } from 'hono'
import { welcome } from '../../delivery/welcome.ts'
import type { Deps } from '../../deps.ts'
import { readTopics } from '../../search/topics.ts'
import { confirm, unsubscribe } from '../../subscribers/confirm.ts'
import { readerLinks } from '../../subscribers/links.ts'
import { networkOf } from '../../subscribers/network.ts'
import { eraseReader, exportReader } from '../../subscribers/personal-data.ts'
import { changePreferences, findPreferences, pause } from '../../subscribers/preferences.ts'
import { readPreferencesForm } from '../../subscribers/preferences-form.ts'
import { sendConfirmation, signUp } from '../../subscribers/signup.ts'
import { readToken } from '../../subscribers/tokens.ts'
import { unknownCategories } from '../categories.ts'
import { GUESS } from '../components/signup-form.tsx'
import { type AppContext, type AppEnv, guessZone, page, readFields, wantsJson } from '../context.ts'
import { type Message, MessagePage } from '../pages/message.tsx'
import {
  askConfirm,
  askErase,
  askUnsubscribe,
  badRequest,
  checkInbox,
  confirmed,
  goneForGood,
  staleLink,
  tooMany,
  unsubscribed,
} from '../pages/messages.ts'
import { PreferencesPage } from '../pages/preferences.tsx'

/** Signup, confirmation and leaving. GET shows, POST acts. */
export function addSubscription(app: Hono<AppEnv>): void {
  app.post('/subscribe', async (c) => {
    const network = askedFrom(c)
    if (!(await c.env.SIGNUP_LIMIT.limit({ key: network })).success) {
      c.header('retry-after', '60')
      return say(c, tooMany, 429)
    }
    const deps = c.get('deps')
    const mayAsk = async (email: string) => (await c.env.ADDRESS_LIMIT.limit({ key: email })).success
    const fields = await readFields(c)
    if (fields.timezone === GUESS) fields.timezone = guessZone(c)
    const unknown = await unknownTopics(deps, fields)
    if (unknown !== null) return say(c, badRequest(unknown), 400)
    const signup = await signUp(deps, fields, network, mayAsk)
    if ('error' in signup) return say(c, badRequest(signup.error), 400)
    const { subscriberId } = signup
    if (subscriberId !== null) c.get('later').push(() => sendConfirmation(deps, subscriberId))
    return say(c, checkInbox)
  })
  // What the address bar holds after a signup, when somebody presses Enter in it.
  app.get('/subscribe', (c) => c.redirect('/', 303))

  app.get('/confirm', (c) => askFor(c, 'confirm', askConfirm))
  app.post('/confirm', async (c) => {
    const token = (await readFields(c)).token ?? c.req.query('token')
    const deps = c.get('deps')
    const done = await confirm(deps, typeof token === 'string' ? token : '', askedFrom(c))
    if ('error' in done) return say(c, staleLink, 400)
    const { subscriberId, next, timezone, isWelcome } = done
    if (isWelcome) c.get('later').push(() => welcome(deps, subscriberId))
    return say(c, confirmed(next, timezone, isWelcome))
  })

  app.get('/unsubscribe', (c) => askFor(c, 'unsubscribe', askUnsubscribe))
  // RFC 8058: the mail program posts to the link itself, in either form encoding, without cookies, and follows no redirect.
  app.post('/unsubscribe', async (c) => {
    const done = await unsubscribe(c.get('deps'), c.req.query('token') ?? '')
    return 'error' in done ? say(c, staleLink, 400) : say(c, unsubscribed)
  })

  app.get('/preferences', (c) => showPreferences(c, null))
  app.post('/preferences', async (c) => {
    const deps = c.get('deps')
    const token = c.req.query('token') ?? ''
    const { action = 'save', sure, until, ...fields } = await readFields(c)
    if (action === 'erase' && sure !== 'yes') {
      const reader = await findPreferences(deps, token)
      return 'error' in reader ? say(c, staleLink, 400) : say(c, askErase(token))
    }
    if (action === 'erase') {
      const erased = await eraseReader(deps, token)
      return 'error' in erased ? say(c, staleLink, 400) : say(c, goneForGood)
    }
    const unknown = action === 'save' ? await unknownTopics(deps, fields) : null
    if (unknown !== null) return say(c, badRequest(unknown), 400)
    const done =
      action === 'pause'
        ? await pause(deps, token, until)
        : action === 'save'
          ? await changePreferences(deps, token, fields)
          : { invalid: 'action: must be save, pause or erase.' }
    if ('invalid' in done) return say(c, badRequest(done.invalid), 400)
    return 'error' in done
      ? say(c, staleLink, 400)
      : showPreferences(c, action === 'pause' ? 'pause' : 'save')
  })
  app.get('/preferences/export', async (c) => {
    const stored = await exportReader(c.get('deps'), c.req.query('token') ?? '')
    if ('error' in stored) return say(c, staleLink, 400)
    c.header('content-disposition', 'attachment; filename="papertide.json"')
    return c.json(stored)
  })
}

/** A sentence if topics name a category that no paper has; null otherwise. What else is wrong with them comes later. */
async function unknownTopics(deps: Deps, fields: Record<string, unknown>): Promise<string | null> {
  const preferences = readPreferencesForm({ category: fields.category })
  const topics = 'error' in preferences ? null : readTopics(preferences.topics)
  return topics === null ? null : unknownCategories(deps, topics.filter)
}

/** Who asks, as far as limits and the record of consent need to know. */
const askedFrom = (c: AppContext): string => networkOf(c.req.header('cf-connecting-ip') ?? 'unknown')

/** The page with the button, if its token is good; nothing is read or written but the token. */
async function askFor(
  c: AppContext,
  purpose: 'confirm' | 'unsubscribe',
  question: (token: string) => Message,
) {
  const { config, now } = c.get('deps')
  const token = c.req.query('token') ?? ''
  const reading = await readToken(config.TOKEN_SECRET, purpose, token, now())
  return 'error' in reading ? say(c, staleLink, 400) : say(c, question(token))
}

/** The page of one reader's preferences; the link itself is the key to it. */
async function showPreferences(c: AppContext, changed: 'save' | 'pause' | null) {
  const deps = c.get('deps')
  const token = c.req.query('token') ?? ''
  const view = await findPreferences(deps, token)
  if ('error' in view) return say(c, staleLink, 400)
  const { unsubscribe: unsubscribeUrl } = await readerLinks(deps.config, view.subscriberId)
  return page(
    c,
    <PreferencesPage token={token} unsubscribeUrl={unsubscribeUrl} changed={changed} view={view} />,
  )
}

/** A message as a page, or as JSON for whoever sent or wants JSON. */
function say(c: AppContext, message: Message, status: 200 | 400 | 429 = 200) {
  if (wantsJson(c)) return c.json({ title: message.title, message: message.sentences.join(' ') }, status)
  return page(c, <MessagePage {...message} />, status)
}
