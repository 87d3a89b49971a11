import type { Hono } from 'hono'
import { editionBefore, findEdition, latestEdition, recentEditions } from '../../db/editions.ts'
import { toBibtex } from '../../feeds/bibtex.ts'
import { paperMarkdown } from '../../feeds/paper-markdown.ts'
import { reportPaper } from '../../lists/paper-report.ts'
import { parseArxivId } from '../../papers/paper.ts'
import { nextEdition } from '../../time/calendar.ts'
import { isDate } from '../../time/dates.ts'
import { type AppEnv, guessZone, page } from '../context.ts'
import { sendText } from '../formats.ts'
import { EditionPage } from '../pages/edition.tsx'
import { EditionsPage } from '../pages/editions.tsx'
import { LandingPage } from '../pages/landing.tsx'
import { MessagePage } from '../pages/message.tsx'
import { unknownPaper } from '../pages/messages.ts'
import { PaperPage } from '../pages/paper.tsx'

/** Editions on the archive page (count). */
const ARCHIVE = 100

/** The pages that only read. */
export function addReading(app: Hono<AppEnv>): void {
  app.get('/', async (c) => {
    const { db, config, now } = c.get('deps')
    const edition = (await latestEdition(db)) ?? null
    return page(
      c,
      <LandingPage
        publicUrl={config.PUBLIC_URL}
        edition={edition}
        timezone={guessZone(c)}
        next={nextEdition(now())}
      />,
    )
  })

  app.get('/editions', async (c) => {
    const { db, config } = c.get('deps')
    return page(
      c,
      <EditionsPage publicUrl={config.PUBLIC_URL} editions={await recentEditions(db, ARCHIVE)} />,
    )
  })

  app.get('/editions/:date', async (c) => {
    const { db, config } = c.get('deps')
    const date = c.req.param('date')
    const edition = isDate(date) ? await findEdition(db, date) : undefined
    if (!edition) return c.notFound()
    return page(
      c,
      <EditionPage publicUrl={config.PUBLIC_URL} edition={edition} before={await editionBefore(db, date)} />,
    )
  })

  // Ids before April 2007 have a slash.
  app.get('/papers/:id{.+}', async (c) => {
    const { db, search, config } = c.get('deps')
    const [, written = '', ending] = /^(.*?)(?:\.(md|bib))?$/s.exec(c.req.param('id')) ?? []
    const read = parseArxivId(written)
    if (!read) return c.notFound()
    if (read.version !== null) return c.redirect(`/papers/${read.id}${ending ? `.${ending}` : ''}`, 301)
    const report = await reportPaper({ db, search }, read.id)
    if (!report) return page(c, <MessagePage {...unknownPaper(read.id)} />, 404)
    if (ending === 'bib') return sendText(c, toBibtex(report.paper), 'application/x-bibtex', 0)
    if (ending === 'md') return sendText(c, paperMarkdown(report, config.PUBLIC_URL), 'text/markdown', 0)
    return page(c, <PaperPage publicUrl={config.PUBLIC_URL} report={report} />)
  })
}
