import type { Hono } from 'hono'
import { z } from 'zod'
import { isPublished } from '../../db/editions.ts'
import { clearSetting, HOLDS, holdName, NOTE, noteAction, setSetting, skipName } from '../../db/operator.ts'
import { sendTest } from '../../delivery/preview-mail.ts'
import { bringBackPaper, withdrawPaper } from '../../delivery/withdraw.ts'
import type { Deps } from '../../deps.ts'
import { noteHeldDays } from '../../editions/held-days.ts'
import { MAIL_LIMITS } from '../../mail/mail.ts'
import { paperNamed } from '../../papers/arxiv-id.ts'
import { block, readBlocked, unblock } from '../../subscribers/block.ts'
import { utcDate } from '../../time/dates.ts'
import { type AppEnv, readFields } from '../context.ts'
import { answerOperator } from '../operator-answer.tsx'

/** Done (true), or the reason why not. */
type Done = true | string

const ALREADY = 'That was done already: somebody else may have pressed the button at the same time.'
const asDone = (did: boolean): Done => did || ALREADY

const hold = z.object({ what: z.enum(HOLDS, `must be ${HOLDS.join(', ')}`) })
const day = z.object({ date: z.iso.date('must be a date such as 2026-01-20') })
const paper = z.object({
  paper: z.string().transform((given, context) => {
    const id = paperNamed(given)?.id ?? null
    if (id !== null) return id
    context.addIssue('must be an arXiv id such as 2601.00001')
    return z.NEVER
  }),
})
const note = z.object({
  text: z
    .string()
    .trim()
    .max(MAIL_LIMITS.operatorNote, `must be at most ${MAIL_LIMITS.operatorNote} characters`),
})
const blocked = z.object({
  what: z.string().transform((given, context) => {
    const read = readBlocked(given)
    if (read !== null) return read
    context.addIssue(
      'must be an address, a domain, or a network: 192.0.2.1, 192.0.2.0/24, 2001:db8::/64 or /48',
    )
    return z.NEVER
  }),
})

/** One action: the fields of its form, and what it does. */
const action = <T extends z.ZodType>(shape: T, run: (deps: Deps, given: z.output<T>) => Promise<Done>) => ({
  async do(deps: Deps, fields: unknown): Promise<{ error: string; status: 400 | 409 } | null> {
    const read = shape.safeParse(fields)
    if (!read.success) {
      const error = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
      return { error, status: 400 }
    }
    const done = await run(deps, read.data)
    return done === true ? null : { error: done, status: 409 }
  },
})

/** By path below /operator. Every action that changed something is recorded (db/operator.ts). */
const ACTIONS = {
  hold: action(hold, async ({ db, now }, { what }) =>
    asDone(await setSetting(db, holdName(what), '', { at: now(), action: 'hold', subject: what })),
  ),
  release: action(hold, async ({ db, now }, { what }) => {
    const at = now()
    if (what === 'publishing') await noteHeldDays({ db }, at)
    return asDone(await clearSetting(db, holdName(what), { at, action: 'release', subject: what }))
  }),
  skip: action(day, async ({ db, now }, { date }) => {
    if (date < utcDate(now())) return 'That day is over.'
    if (await isPublished(db, date)) return 'The edition of that day is published already.'
    return asDone(await setSetting(db, skipName(date), '', { at: now(), action: 'skip', subject: date }))
  }),
  unskip: action(day, async ({ db, now }, { date }) =>
    asDone(await clearSetting(db, skipName(date), { at: now(), action: 'do not skip', subject: date })),
  ),
  withdraw: action(
    paper,
    async (deps, given) =>
      (await withdrawPaper(deps, given.paper)) || 'That paper is not known here, or was withdrawn before.',
  ),
  'bring-back': action(
    paper,
    async (deps, given) => (await bringBackPaper(deps, given.paper)) || 'That paper was not withdrawn here.',
  ),
  note: action(note, async ({ db, now }, { text }) => {
    const at = now()
    if (text === '')
      return asDone(await clearSetting(db, NOTE, { at, action: 'remove the note', subject: '' }))
    return asDone(await setSetting(db, NOTE, text, { at, action: 'write a note', subject: text }))
  }),
  block: action(blocked, async (deps, { what }) => asDone(await block(deps, what))),
  unblock: action(blocked, async (deps, { what }) => (await unblock(deps, what)) || 'That is not blocked.'),
  test: action(z.object({}), async (deps) => {
    const error = await sendTest(deps)
    if (error !== null) return error
    await noteAction(deps.db, { at: deps.now(), action: 'send a test', subject: 'to OPERATOR_EMAIL' })
    return true
  }),
}

/**
 * The actions of the operator, each as a POST: from a form of the console, or with the bearer
 * token.
 */
export function addActions(app: Hono<AppEnv>): void {
  for (const [name, { do: run }] of Object.entries(ACTIONS))
    app.post(`/operator/${name}`, async (c) => {
      const refused = await run(c.get('deps'), await readFields(c))
      return refused
        ? answerOperator(c, { error: refused.error }, refused.status)
        : answerOperator(c, { done: name })
    })
}
