import type { Hono } from 'hono'
import { readerLinks } from '../../subscribers/links.ts'
import {
  askAgain,
  erasePerson,
  exportPerson,
  findPerson,
  type Person,
  signOut,
} from '../../subscribers/personal-data.ts'
import type { TokenError } from '../../subscribers/tokens.ts'
import { askedFrom, say } from '../answer.tsx'
import { type AppContext, type AppEnv, readFields } from '../context.ts'
import { limitPosts, ownPagesOnly } from '../own-pages.ts'
import { badRequest, checkInbox, linkAsked, staleLink } from '../pages/messages.ts'
import { askErase, goneForGood, signedOut, yourData } from '../pages/your-data.ts'
import { answer } from './subscribe.ts'

/**
 * Export, erase, subscribe again: from any link that was ever mailed, in every state. GET shows,
 * POST acts.
 */
export function addYourData(app: Hono<AppEnv>): void {
  app.get('/your-data', async (c) => {
    const token = c.req.query('token') ?? ''
    return showData(c, token, await findPerson(c.get('deps'), token))
  })
  app.get('/your-data/export', exportData)
  app.post('/your-data', ownPagesOnly, limitPosts, async (c) => {
    const { action, ...fields } = await readFields(c)
    return actOnData(c, c.req.query('token') ?? '', action, fields)
  })
}

export const showData = (c: AppContext, token: string, person: Person | TokenError) =>
  'error' in person ? say(c, staleLink, 400) : say(c, yourData(token, person))

/**
 * `erase` (asks again unless `sure` is yes), `again` (subscribe), `link` (mail a new one), `sign
 * out` (end the old ones).
 */
export async function actOnData(
  c: AppContext,
  token: string,
  action: unknown,
  fields: Record<string, unknown>,
) {
  const deps = c.get('deps')
  const person = await findPerson(deps, token)
  if ('error' in person) return say(c, staleLink, 400)
  if (action === 'erase') {
    if (person.kind === 'signed out') return say(c, yourData(token, person))
    if (person.kind !== 'nobody' && fields.sure !== 'yes') return say(c, askErase(token))
    await erasePerson(deps, person)
    return say(c, goneForGood)
  }
  if (action === 'sign out' && person.kind === 'reader') {
    const generation = await signOut(deps, person.reader)
    return say(c, signedOut((await readerLinks(deps.config, person.reader.id, generation)).preferences))
  }
  if ((action === 'again' || action === 'link') && 'reader' in person) {
    const asked = await askAgain(deps, person.reader, action === 'link' ? 'link' : 'digest', askedFrom(c))
    if (asked === undefined) return say(c, yourData(token, person))
    return answer(c, asked, action === 'link' ? linkAsked : checkInbox)
  }
  if (action === 'again' || action === 'link' || action === 'sign out') return say(c, yourData(token, person))
  return say(c, badRequest('action: must be save, pause, erase, again, link or sign out.'), 400)
}

/** Everything stored, as JSON. It is a GET, because it changes nothing. */
export async function exportData(c: AppContext) {
  const deps = c.get('deps')
  const token = c.req.query('token') ?? ''
  const person = await findPerson(deps, token)
  if ('error' in person) return say(c, staleLink, 400)
  if (person.kind === 'signed out') return say(c, yourData(token, person), 403)
  c.header('content-disposition', `attachment; filename="${deps.config.brand.protocol}.json"`)
  return c.body(`${JSON.stringify(await exportPerson(deps, person), null, 2)}\n`, 200, {
    'content-type': 'application/json; charset=utf-8',
  })
}
