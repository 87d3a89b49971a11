import type { Hono } from 'hono'
import { confirm } from '../../subscribers/confirm.ts'
import { askedFrom, askFor, say } from '../answer.tsx'
import { type AppEnv, readFields } from '../context.ts'
import { askConfirm, confirmed, staleLink } from '../pages/messages.ts'

/** Confirmation of a signup: GET shows a button, POST acts. */
export function addConfirm(app: Hono<AppEnv>): void {
  app.get('/confirm', (c) => askFor(c, 'confirm', askConfirm))
  app.post('/confirm', async (c) => {
    const token = (await readFields(c)).token ?? c.req.query('token')
    const done = await confirm(c.get('deps'), typeof token === 'string' ? token : '', askedFrom(c))
    return 'error' in done ? say(c, staleLink, 400) : say(c, confirmed)
  })
}
