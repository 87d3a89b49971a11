import type { Hono } from 'hono'
import { undecided } from '../../db/delivery-sums.ts'
import { allSettings, lastActions } from '../../db/operator.ts'
import { mailCounts, readerDays } from '../../db/reader-days.ts'
import { withdrawnPapers } from '../../db/withdrawals.ts'
import { decidedSince } from '../../delivery/plan.ts'
import { previewMail } from '../../delivery/preview-mail.ts'
import type { Deps } from '../../deps.ts'
import { previewEdition } from '../../editions/make.ts'
import { examineWorker } from '../../health/checks.ts'
import { readFacts } from '../../health/facts.ts'
import { readOperatingFacts } from '../../health/operating.ts'
import { problemsOf } from '../../health/problems.ts'
import { seeChannels } from '../../subscribers/channels.ts'
import { DAY } from '../../time/dates.ts'
import { type AppEnv, page, readFields } from '../context.ts'
import { MAIL_PREVIEW } from '../headers.ts'
import { checkToken, LOGIN, refuse } from '../operator-only.tsx'
import { beginSession, endSession } from '../operator-session.ts'
import { ownPagesOnly } from '../own-pages.ts'
import { ConsolePage } from '../pages/console.tsx'
import { PreviewPage } from '../pages/preview.tsx'

/** What the page shows (counts). */
const BATCHES = 100
const ACTIONS = 30
const CHART_DAYS = 60

/** The operator's page, and the session that it takes. */
export function addConsole(app: Hono<AppEnv>): void {
  app.get('/operator', async (c) =>
    page(c, <ConsolePage {...(await readConsole(c.get('deps')))} formToken={c.get('formToken') ?? ''} />),
  )

  app.get('/operator/preview', async (c) =>
    page(c, <PreviewPage edition={await previewEdition(c.get('deps'))} />),
  )
  app.get(MAIL_PREVIEW, async (c) => c.html((await previewMail(c.get('deps'))).html))
  app.get('/operator/preview/text', async (c) => c.text((await previewMail(c.get('deps'))).text))

  app.post(LOGIN, ownPagesOnly, async (c) => {
    const { token } = await readFields(c)
    const checked = await checkToken(c, typeof token === 'string' ? token : '')
    if (checked !== 'right') return refuse(c, checked)
    await beginSession(c)
    return c.redirect('/operator', 303)
  })

  app.post('/operator/logout', (c) => {
    endSession(c)
    return c.redirect('/operator', 303)
  })
}

/** All that the page shows, as of now. */
async function readConsole(deps: Deps) {
  const { db, config, now } = deps
  const at = now()
  const [facts, days, mails, batches, settings, actions, withdrawn, operating, channels] = await Promise.all([
    readFacts(deps),
    readerDays(db, at - CHART_DAYS * DAY),
    mailCounts(db),
    undecided(db, decidedSince(at), BATCHES),
    allSettings(db),
    lastActions(db, ACTIONS),
    withdrawnPapers(db),
    readOperatingFacts(deps),
    seeChannels(deps, null),
  ])
  const problems = problemsOf(facts).map(({ sentence }) => sentence)
  return {
    facts,
    problems,
    states: operating.readers,
    days,
    mails,
    batches,
    settings,
    actions,
    checks: examineWorker(operating),
    withdrawn,
    channels,
    canTest: config.OPERATOR_EMAIL !== undefined,
  }
}
