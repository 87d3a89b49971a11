import type { Hono } from 'hono'
import { sendConfirmation, signUp } from '../../subscribers/signup.ts'
import { askedFrom, say } from '../answer.tsx'
import { unknownTopics } from '../categories.ts'
import { GUESS } from '../components/signup-form.tsx'
import { type AppEnv, guessZone, readFields } from '../context.ts'
import { understandNames } from '../interests.ts'
import { badRequest, checkInbox, tooMany } from '../pages/messages.ts'

/** Signup. The answer is the same whether the address is new or known. */
export function addSubscribe(app: Hono<AppEnv>): void {
  app.post('/subscribe', async (c) => {
    const network = askedFrom(c)
    if (!(await c.env.SIGNUP_LIMIT.limit({ key: network })).success) {
      c.header('retry-after', '60')
      return say(c, tooMany, 429)
    }
    const deps = c.get('deps')
    const mayAsk = async (email: string) => (await c.env.ADDRESS_LIMIT.limit({ key: email })).success
    const fields = await understandNames(deps, await readFields(c))
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
}
