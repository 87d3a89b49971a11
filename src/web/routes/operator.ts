import type { Hono } from 'hono'
import { z } from 'zod'
import { sendAnyway, treatAsAccepted, type Undecided, undecided } from '../../db/delivery-sums.ts'
import { noteAction } from '../../db/operator.ts'
import { noteRestore } from '../../db/uptime.ts'
import { decidedSince } from '../../delivery/plan.ts'
import { decisionsAbout, doubtOf, whyUndecided } from '../../delivery/undecided.ts'
import type { Deps } from '../../deps.ts'
import { readFacts } from '../../health/facts.ts'
import { problemsOf } from '../../health/problems.ts'
import { counted } from '../../wording/words.ts'
import { type AppEnv, readFields } from '../context.ts'
import { answerOperator } from '../operator-answer.tsx'

/** Batches that one request lists, or decides about (count). */
const AT_ONCE = 1_000

const ACTIONS = ['treat as accepted', 'send to them anyway'] as const
const decision = z.object({
  action: z.enum(ACTIONS, `must be "${ACTIONS.join('" or "')}"`),
  /** Numbers with commas between them, or a JSON list of numbers. */
  ids: z
    .union(
      [
        z.array(z.int()),
        // Checkboxes of a form.
        z.array(z.string().regex(/^\d+$/).transform(Number)),
        z
          .string()
          .regex(/^\d+(,\d+)*$/)
          .transform((text) => text.split(',').map(Number)),
      ],
      'must be numbers of batches, 1048576,1048577',
    )
    .optional(),
  /** Instead of numbers: all of them that are as the rest says. */
  all: z.enum(['yes']).optional(),
  state: z.enum(['uncertain', 'failed']).optional(),
  doubt: z.enum(['probably taken', 'unknown', 'not taken']).optional(),
  edition: z.iso.date().optional(),
})

const restore = z.object({
  from: z.iso.datetime({ offset: true, error: 'must be an instant such as 2026-01-20T12:00:00Z' }),
  name: z.string().trim().min(1).max(60).optional(),
})

/**
 * Figures and decisions that are only a person's, with `Authorization: Bearer ADMIN_TOKEN`. JSON.
 */
export function addOperator(app: Hono<AppEnv>): void {
  app.get('/operator/status', async (c) => {
    const { problems, ...facts } = await readAll(c.get('deps'))
    return c.json({ ok: problems.length === 0, problems, ...facts })
  })

  app.get('/operator/batches', async (c) => {
    const { db, now } = c.get('deps')
    return c.json({ batches: (await undecided(db, decidedSince(now()), AT_ONCE)).map(explained) })
  })

  app.post('/operator/batches/:id{[0-9]+}', async (c) => {
    const id = Number(c.req.param('id'))
    const { action } = await readFields(c)
    const read = decision.shape.action.safeParse(action)
    if (!read.success) return c.json({ error: `action: ${read.error.issues[0]?.message}.` }, 400)
    const done = await decide(c.get('deps'), read.data, [id])
    if (done.length === 0) return c.json({ error: NOT_OPEN[read.data] }, 409)
    return c.json(
      read.data === 'treat as accepted'
        ? { id, state: 'accepted' }
        : { id, state: 'replaced', batch: done[0] },
    )
  })

  app.post('/operator/batches', async (c) => {
    const deps = c.get('deps')
    const read = decision.safeParse(await readFields(c))
    if (!read.success) return answerOperator(c, { error: sayWhy(read.error) }, 400)
    const { action, ids, all, ...which } = read.data
    if ((ids === undefined) === (all === undefined))
      return answerOperator(c, { error: 'Either ids, or all=yes with state, doubt or edition.' }, 400)
    const open = await undecided(deps.db, decidedSince(deps.now()), AT_ONCE)
    const chosen = open
      .filter((batch) => ids?.includes(batch.id) ?? isMeant(batch, which))
      .map(({ id }) => id)
    const done = await decide(deps, action, chosen)
    return answerOperator(c, { action, asked: ids?.length ?? chosen.length, done: done.length })
  })

  app.post('/operator/restored', async (c) => {
    const { config, db, now } = c.get('deps')
    const read = restore.safeParse(await readFields(c))
    if (!read.success) return c.json({ error: sayWhy(read.error) }, 400)
    const name = read.data.name ?? config.RESTORED
    if (name === undefined)
      return c.json({ error: 'name: what this restore is called, for RESTORED is not set.' }, 400)
    const done = await noteRestore(db, name, Date.parse(read.data.from), now())
    if (!done) return c.json({ error: `The restore “${name}” was noted before: choose another name.` }, 409)
    return c.json({ name, from: read.data.from })
  })
}

async function readAll(deps: Deps) {
  const facts = await readFacts(deps)
  const { runs, passedOver, undecided, sizes, now, tick } = facts
  return { problems: problemsOf(facts), runs, passedOver, undecided, sizes, now, tick }
}

const explained = (batch: Undecided) => ({
  ...batch,
  doubt: doubtOf(batch),
  reason: whyUndecided(batch),
  decisions: decisionsAbout(batch),
})

const isMeant = (
  batch: Undecided,
  { state, doubt, edition }: Pick<z.output<typeof decision>, 'state' | 'doubt' | 'edition'>,
): boolean =>
  (state === undefined || batch.state === state) &&
  (doubt === undefined || doubtOf(batch) === doubt) &&
  (edition === undefined || batch.edition === edition)

const NOT_OPEN = {
  'treat as accepted': 'That batch is not uncertain.',
  'send to them anyway': 'That batch is neither uncertain nor failed, or too old.',
}

/**
 * Ids of the batches that were accepted, or of those that were made; the decision is written down.
 */
async function decide({ db, now }: Deps, action: (typeof ACTIONS)[number], ids: readonly number[]) {
  const at = now()
  const done =
    action === 'treat as accepted'
      ? await treatAsAccepted(db, ids, at)
      : await sendAnyway(db, ids, at, decidedSince(at))
  if (done.length > 0) await noteAction(db, { at, action, subject: counted(done.length, 'batch', 'batches') })
  return done
}

const sayWhy = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
