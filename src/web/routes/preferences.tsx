import type { Hono } from 'hono'
import type { Preferences } from '../../db/schema.ts'
import { readerLinks } from '../../subscribers/links.ts'
import { eraseReader, exportReader } from '../../subscribers/personal-data.ts'
import { changePreferences, findPreferences, pause } from '../../subscribers/preferences.ts'
import { readPreferencesForm } from '../../subscribers/preferences-form.ts'
import { say } from '../answer.tsx'
import { unknownTopics } from '../categories.ts'
import { type AppContext, type AppEnv, page, readFields } from '../context.ts'
import { previewOf, understandNames } from '../interests.ts'
import { askErase, badRequest, goneForGood, staleLink } from '../pages/messages.ts'
import { PreferencesPage } from '../pages/preferences.tsx'

/** What one reader can change, take along and erase; the signed link is the key to it. */
export function addPreferences(app: Hono<AppEnv>): void {
  app.get('/preferences', (c) => showPreferences(c, null))
  app.post('/preferences', async (c) => {
    const deps = c.get('deps')
    const token = c.req.query('token') ?? ''
    const { action = 'save', sure, until, ...fields } = await understandNames(deps, await readFields(c))
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

/** The page of one reader's preferences; the link itself is the key to it. */
async function showPreferences(c: AppContext, changed: 'save' | 'pause' | null) {
  const deps = c.get('deps')
  const token = c.req.query('token') ?? ''
  const view = await findPreferences(deps, token)
  if ('error' in view) return say(c, staleLink, 400)
  const preview = c.req.query('preview') === undefined ? null : await previewTyped(c, view.preferences)
  if (preview !== null && 'error' in preview) return say(c, badRequest(preview.error), 400)
  const { unsubscribe: unsubscribeUrl } = await readerLinks(deps.config, view.subscriberId)
  return page(
    c,
    <PreferencesPage
      {...{ token, unsubscribeUrl, changed, preview }}
      view={{ ...view, ...preview?.typed }}
    />,
  )
}

/** What the form has now, not saved yet, and what its topics would bring. */
async function previewTyped(c: AppContext, { timezone, papers }: Preferences) {
  const deps = c.get('deps')
  const { days = [], ...given } = c.req.queries()
  const single = Object.fromEntries(Object.entries(given).map(([name, [value]]) => [name, value]))
  const fields = await understandNames(deps, { timezone, papers, ...single, days })
  const unknown = await unknownTopics(deps, fields)
  if (unknown !== null) return { error: unknown }
  const preferences = readPreferencesForm(fields)
  if ('error' in preferences) return preferences
  return { typed: { preferences }, brings: await previewOf(deps, preferences.topics) }
}
