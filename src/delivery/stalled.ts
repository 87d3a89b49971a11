import { lastRuns, type Run } from '../db/delivery-sums.ts'
import { noteOnce, wasNoted } from '../db/notices.ts'
import type { Deps } from '../deps.ts'
import { HOUR } from '../time/dates.ts'

/** A batch that has waited so long (ms) since it was planned is no hiccup any more. */
const STALLED_AFTER = 3 * HOUR
/** Runs that are watched (count): what is older has been settled or decided. */
export const RUNS_SHOWN = 5

/** True when part of a run waits for too long, or a person has to decide about it. */
export const isStalled = (run: Run, now: number): boolean =>
  run.uncertain > 0 ||
  run.failed > 0 ||
  (run.waitingSince !== null && now - run.waitingSince >= STALLED_AFTER)

/** Tells the operator of a stalled run, once, if OPERATOR_EMAIL is set. */
export async function tellOperator(deps: Deps): Promise<void> {
  const { config, db } = deps
  if (!config.OPERATOR_EMAIL) return
  for (const run of await lastRuns(db, RUNS_SHOWN)) {
    const notice = `stalled.${run.edition}`
    if (!isStalled(run, deps.now()) || (await wasNoted(db, notice))) continue
    const text = `The delivery of the edition of ${run.edition} is stalled.

Waiting: ${run.waiting}. Uncertain: ${run.uncertain}. Failed: ${run.failed}. Of ${run.planned} planned.
The provider last said: ${run.error ?? 'nothing'}.

${config.PUBLIC_URL}/status
`
    const subject = `Papertide: delivery of ${run.edition} is stalled`
    const mail = { from: config.MAIL_FROM, to: config.OPERATOR_EMAIL, subject, text, headers: {} }
    const answer = await deps.mailer.send(notice, { ...mail, html: `<pre>${text}</pre>` })
    if (answer === 'taken') await noteOnce(db, notice, deps.now())
  }
}
