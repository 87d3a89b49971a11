import type { Hono } from 'hono'
import { isKind } from '../../channels/adapters.ts'
import { KINDS } from '../../channels/channel.ts'
import { noteAction } from '../../db/operator.ts'
import {
  addChannel,
  changeChannel,
  confirmChannel,
  endChannel,
  OPERATOR,
  type Owner,
  seeChannels,
} from '../../subscribers/channels.ts'
import { findPreferences } from '../../subscribers/preferences.ts'
import { readPreferencesForm } from '../../subscribers/preferences-form.ts'
import { say } from '../answer.tsx'
import { unknownTopics } from '../categories.ts'
import { type AppContext, type AppEnv, page, readFields } from '../context.ts'
import { understandNames } from '../interests.ts'
import { limitPosts, ownPagesOnly } from '../own-pages.ts'
import { ChannelsPage } from '../pages/channels.tsx'
import { staleLink } from '../pages/messages.ts'

/** What was done, or why it was not; `kind`, `open`: which form stays open then. */
type Done = { notice?: string; error?: string; open?: number; secret?: string }

/** A reader's channels, by the signed link of their preferences; and the operator's own. */
export function addChannels(app: Hono<AppEnv>): void {
  app.get('/channels', (c) => withReader(c, (owner) => show(c, owner, {})))
  app.post('/channels', ownPagesOnly, limitPosts, (c) =>
    withReader(c, async (owner) => show(c, owner, await act(c, owner))),
  )
  app.get('/operator/channels', (c) => show(c, theOperator(), {}))
  app.post('/operator/channels', async (c) => {
    const done = await act(c, theOperator())
    const { db, now } = c.get('deps')
    if (done.notice !== undefined)
      await noteAction(db, { at: now(), action: 'channels', subject: done.notice })
    return show(c, theOperator(), done)
  })
}

async function withReader(c: AppContext, run: (owner: Owner) => Promise<Response>): Promise<Response> {
  const view = await findPreferences(c.get('deps'), c.req.query('token') ?? '')
  if ('error' in view) return say(c, staleLink, 400)
  return run({ id: view.subscriberId, preferences: view.preferences })
}

/** Begins with 7:00 UTC, every day, all papers. */
function theOperator(): Owner {
  const preferences = readPreferencesForm({})
  if ('error' in preferences) throw new Error(preferences.error)
  return { id: OPERATOR, preferences }
}

async function act(c: AppContext, owner: Owner): Promise<Done> {
  const deps = c.get('deps')
  const { action, channel, ...fields } = await understandNames(deps, await readFields(c))
  const id = Number(channel)
  if (action === 'add') {
    const added = await addChannel(deps, owner, fields)
    if ('error' in added) return added
    const secret = added.secret === null ? {} : { secret: added.secret }
    return { notice: 'A code was posted there. Type it here within an hour.', ...secret }
  }
  if (action === 'confirm') {
    const error = await confirmChannel(deps, owner.id, id, fields.code)
    return error === null ? { notice: 'Connected. The next digest comes there too.' } : { error }
  }
  if (action === 'end') {
    const ended = await endChannel(deps, owner.id, id)
    return ended
      ? { notice: 'Ended: nothing is posted there any more.' }
      : { error: 'There is no such channel.' }
  }
  if (action !== 'save') return { error: 'action: must be add, confirm, save or end.' }
  const error = (await unknownTopics(deps, fields)) ?? (await changeChannel(deps, owner.id, id, fields))
  return error === null ? { notice: 'Saved: from tomorrow on.' } : { error, open: id }
}

/** The page; JSON for an operator who came with the bearer token. */
async function show(c: AppContext, owner: Owner, { notice, error, open, secret }: Done): Promise<Response> {
  const deps = c.get('deps')
  const isOperator = owner.id === OPERATOR
  const status = error === undefined ? 200 : 400
  const channels = await seeChannels(deps, owner.id)
  const form = c.get('formToken')
  if (isOperator && form === null) return c.json({ ...(error ? { error } : {}), secret, channels }, status)
  const token = c.req.query('token') ?? ''
  const asked = c.req.query('kind')
  const told = secret ? `${notice} It is signed with ${secret}: keep that, it is not shown again.` : notice
  return page(
    c,
    <ChannelsPage
      path={isOperator ? '/operator/channels' : '/channels'}
      query={isOperator ? {} : { token }}
      hidden={isOperator ? { form: form ?? '' } : {}}
      channels={channels}
      kinds={KINDS.filter((kind) => kind !== 'telegram' || deps.config.TELEGRAM_BOT_TOKEN !== undefined)}
      kind={isKind(asked) && notice === undefined ? asked : null}
      open={open ?? (Number(c.req.query('channel')) || null)}
      notice={told ?? null}
      error={error ?? null}
      back={
        isOperator
          ? { href: '/operator', label: 'Console' }
          : { href: `/preferences?token=${encodeURIComponent(token)}`, label: 'Preferences' }
      }
    />,
    status,
  )
}
