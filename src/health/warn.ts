import { type Notice, noticesOf, rewriteNotices } from '../db/notices.ts'
import type { Deps } from '../deps.ts'
import { HOUR } from '../time/dates.ts'
import { escapeHtml } from '../wording/escape-html.ts'
import { type Facts, readFacts } from './facts.ts'
import { type Problem, problemsOf } from './problems.ts'

/** A problem that got worse is reported again after this long (ms), not earlier. */
const AGAIN_AFTER = HOUR

/**
 * Mails the operator what is wrong, if OPERATOR_EMAIL is set: each problem once, and again when its
 * figure got worse. A solved problem is forgotten, so it is reported when it comes back. A call
 * whose answer was lost is repeated under the same key.
 */
export async function warnOperator(deps: Deps): Promise<void> {
  const { config, db } = deps
  if (!config.OPERATOR_EMAIL) return
  // The mail is sent within a tick, so this tick counts as having run.
  const facts = { ...(await readFacts(deps)), tick: deps.now() }
  const problems = problemsOf(facts)
  const known = new Map((await noticesOf(db)).map((notice) => [notice.id, notice]))
  const news = problems.filter((problem) => isNews(problem, known.get(problem.id), facts.now))
  const gone = [...known.keys()].filter((id) => !problems.some((problem) => problem.id === id))
  const isMailed = news.length === 0 || (await notify(deps, facts, problems, news))
  const notices = isMailed ? news.map(({ id, figure = null }) => ({ id, at: facts.now, figure })) : []
  if (notices.length + gone.length > 0) await rewriteNotices(db, notices, gone)
}

const isNews = ({ figure = 0 }: Problem, last: Notice | undefined, now: number): boolean =>
  last === undefined || (figure > (last.figure ?? 0) && now - last.at >= AGAIN_AFTER)

async function notify(
  { config, mailer }: Deps,
  { runs }: Facts,
  problems: readonly Problem[],
  news: readonly Problem[],
): Promise<boolean> {
  const figures = runs
    .filter(({ waiting, uncertain, failed }) => waiting + uncertain + failed > 0)
    .map(
      (run) =>
        `Edition of ${run.edition}. Waiting: ${run.waiting}. Uncertain: ${run.uncertain}. Failed: ${run.failed}. Of ${run.planned} planned.`,
    )
  const text = `${[...problems.map(({ sentence }) => sentence), ...figures].join('\n\n')}

${config.PUBLIC_URL}/status
`
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  const subject = `${config.brand.name}: ${(news[0]?.sentence ?? '').slice(0, 90)}${more}`
  // The same news has the same key: a tick whose answer was lost repeats the call.
  const key = `warning.${news.map(({ id, figure = 0 }) => `${id} ${figure}`).join('.')}`.slice(0, 250)
  const mail = { from: config.MAIL_FROM, to: config.OPERATOR_EMAIL ?? '', subject, text, headers: {} }
  return (await mailer.send(key, { ...mail, html: `<pre>${escapeHtml(text)}</pre>` })) === 'taken'
}
