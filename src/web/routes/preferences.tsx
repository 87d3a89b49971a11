import type { Hono } from 'hono'
import type { Preferences } from '../../db/schema.ts'
import { readerLinks } from '../../subscribers/links.ts'
import { undoMark } from '../../subscribers/marks.ts'
import { findPerson } from '../../subscribers/personal-data.ts'
import {
  changePreferences,
  changeToWeekly,
  findEnding,
  findPreferences,
  pause,
} from '../../subscribers/preferences.ts'
import { readPreferencesForm } from '../../subscribers/preferences-form.ts'
import { isWithinLimit, say } from '../answer.tsx'
import { unknownTopics } from '../categories.ts'
import { type AppContext, type AppEnv, page, readFields } from '../context.ts'
import { previewOf, understandNames } from '../interests.ts'
import { limitPosts, ownPagesOnly } from '../own-pages.ts'
import {
  askForLinkPage,
  badRequest,
  enoughChanges,
  enoughMarks,
  staleLink,
  tooManySearches,
  weeklyNow,
} from '../pages/messages.ts'
import { type Changed, PreferencesPage } from '../pages/preferences.tsx'
import { actOnData, exportData, showData } from './your-data.ts'

/**
 * What one reader can change; the signed link is the key to it. In any other state it opens what is
 * stored of them.
 */
export function addPreferences(app: Hono<AppEnv>): void {
  app.get('/preferences', (c) =>
    c.req.query('token') === undefined ? say(c, askForLinkPage) : showPreferences(c, null),
  )
  app.post('/preferences', ownPagesOnly, limitPosts, async (c) => {
    const deps = c.get('deps')
    const token = c.req.query('token') ?? ''
    const { action = 'save', until, undo, ...fields } = await understandNames(deps, await readFields(c))
    if (typeof undo === 'string' || action === 'forget marks')
      return forgetMarks(c, token, typeof undo === 'string' ? undo : null)
    if (action === 'weekly') return weeklyInstead(c, token)
    if (action !== 'save' && action !== 'pause') return actOnData(c, token, action, fields)
    const unknown = action === 'save' ? await unknownTopics(deps, fields) : null
    if (unknown !== null) return say(c, badRequest(unknown), 400)
    const done =
      action === 'pause' ? await pause(deps, token, until) : await changePreferences(deps, token, fields)
    if ('invalid' in done) return say(c, badRequest(done.invalid), 400)
    if ('over' in done) return say(c, enoughChanges, 429)
    return 'error' in done ? say(c, staleLink, 400) : showPreferences(c, action)
  })
  app.get('/preferences/export', exportData)
}

/** `paperId`: null for all of them. */
async function forgetMarks(c: AppContext, token: string, paperId: string | null) {
  const done = await undoMark(c.get('deps'), token, paperId, 'preferences')
  if ('over' in done) return say(c, enoughMarks, 429)
  if ('error' in done) return say(c, staleLink, 400)
  return showPreferences(c, paperId === null ? 'forget marks' : 'undo')
}

/**
 * The button of this page, and of the one that ends a subscription, whose link opens no
 * preferences.
 */
async function weeklyInstead(c: AppContext, token: string) {
  const deps = c.get('deps')
  const done = await changeToWeekly(deps, token)
  if ('over' in done) return say(c, enoughChanges, 429)
  if ('error' in done) return say(c, staleLink, 400)
  const ending = await findEnding(deps, token)
  return ending === null ? showPreferences(c, 'weekly') : say(c, weeklyNow(token, ending.address))
}

/** The page of one reader's preferences; the link itself is the key to it. */
async function showPreferences(c: AppContext, changed: Changed | null) {
  const deps = c.get('deps')
  const token = c.req.query('token') ?? ''
  const view = await findPreferences(deps, token)
  if ('error' in view) return showData(c, token, await findPerson(deps, token))
  const isPreview = c.req.query('preview') !== undefined
  if (isPreview && !(await isWithinLimit(c, c.env.SEARCH_LIMIT))) return say(c, tooManySearches, 429)
  const preview = isPreview ? await previewTyped(c, view.preferences) : null
  if (preview !== null && 'error' in preview) return say(c, badRequest(preview.error), 400)
  const { unsubscribe: unsubscribeUrl } = await readerLinks(deps.config, view.subscriberId, view.generation)
  return page(
    c,
    <PreferencesPage
      token={token}
      unsubscribeUrl={unsubscribeUrl}
      changed={changed}
      preview={preview}
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
