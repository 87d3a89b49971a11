import type { Hono } from 'hono'
import { welcome } from '../../delivery/welcome.ts'
import { confirm } from '../../subscribers/confirm.ts'
import { neverWrite } from '../../subscribers/never.ts'
import { askedFrom, askFor, say } from '../answer.tsx'
import { type AppContext, type AppEnv, readFields } from '../context.ts'
import { limitPosts, ownPagesOnly } from '../own-pages.ts'
import { allowedAgain, askConfirm, askNever, confirmed, neverAgain, staleLink } from '../pages/messages.ts'

/** The two answers to a confirmation mail, yes and never: GET shows a button, POST acts. */
export function addConfirm(app: Hono<AppEnv>): void {
  app.get('/confirm', (c) => askFor(c, 'confirm', askConfirm))
  app.post('/confirm', ownPagesOnly, limitPosts, async (c) => {
    const { token } = await readToken(c)
    const deps = c.get('deps')
    const done = await confirm(deps, token, askedFrom(c))
    if ('error' in done) return say(c, staleLink, 400)
    const { subscriberId, next, timezone, isWelcome } = done
    if (isWelcome && subscriberId !== null) c.get('later').push(() => welcome(deps, subscriberId))
    return say(c, confirmed(next, timezone, isWelcome))
  })

  app.get('/never', (c) => askFor(c, 'never', askNever))
  app.post('/never', ownPagesOnly, limitPosts, async (c) => {
    const { token, action } = await readToken(c)
    const allow = action === 'allow'
    const done = await neverWrite(c.get('deps'), token, allow)
    if ('error' in done) return say(c, staleLink, 400)
    return say(c, allow ? allowedAgain : neverAgain(token))
  })
}

async function readToken(c: AppContext): Promise<{ token: string; action: unknown }> {
  const { token = c.req.query('token'), action } = await readFields(c)
  return { token: typeof token === 'string' ? token : '', action }
}
