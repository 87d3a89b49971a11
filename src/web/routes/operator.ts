import type { Context, Hono, Next } from 'hono'
import { timingSafeEqual } from 'hono/utils/buffer'
import { sendAnyway, treatAsAccepted, undecided } from '../../db/delivery-sums.ts'
import { lookBack } from '../../delivery/plan.ts'
import { type AppEnv, readFields } from '../context.ts'

/** Decisions that only a person can make, with `Authorization: Bearer ADMIN_TOKEN`. */
export function addOperator(app: Hono<AppEnv>): void {
  app.use('/operator/*', operatorOnly)

  app.get('/operator/batches', async (c) => {
    const { db, now } = c.get('deps')
    return c.json({ batches: await undecided(db, lookBack(now())) })
  })

  app.post('/operator/batches/:id{[0-9]+}', async (c) => {
    const { db, now } = c.get('deps')
    const id = Number(c.req.param('id'))
    const { action } = await readFields(c)
    if (action === 'treat as accepted') {
      const done = await treatAsAccepted(db, id, now())
      return done ? c.json({ id, state: 'accepted' }) : c.json({ error: 'That batch is not uncertain.' }, 409)
    }
    if (action === 'send to them anyway') {
      const made = await sendAnyway(db, id, now(), lookBack(now()))
      return made === undefined
        ? c.json({ error: 'That batch is neither uncertain nor failed, or too old.' }, 409)
        : c.json({ id, state: 'replaced', batch: made })
    }
    return c.json({ error: 'action: "treat as accepted" or "send to them anyway".' }, 400)
  })
}

/** Compares in constant time. Without ADMIN_TOKEN there is no operator. */
export async function operatorOnly(c: Context<AppEnv>, next: Next) {
  const token = c.get('deps').config.ADMIN_TOKEN
  if (!token) return c.json({ error: 'ADMIN_TOKEN is not set: `wrangler secret put ADMIN_TOKEN`.' }, 503)
  const given = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
  if (!(await timingSafeEqual(given, token)))
    return c.json({ error: 'Authorization: Bearer with ADMIN_TOKEN is needed.' }, 401)
  return next()
}
