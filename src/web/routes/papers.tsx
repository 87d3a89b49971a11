import type { Hono } from 'hono'
import { toBibtex } from '../../feeds/bibtex.ts'
import { paperMarkdown } from '../../feeds/paper-markdown.ts'
import { reportPaper, shownBy } from '../../lists/paper-report.ts'
import { parseArxivId } from '../../papers/paper.ts'
import { type AppEnv, page } from '../context.ts'
import { sendText } from '../formats.ts'
import { MessagePage } from '../pages/message.tsx'
import { unknownPaper } from '../pages/messages.ts'
import { PaperPage } from '../pages/paper.tsx'
import { sendProblem } from '../refusal.tsx'

/**
 * One paper as a page, as JSON with the score, its parts and the observations (enough to recompute
 * its rank), as Markdown and as BibTeX.
 */
export function addPapers(app: Hono<AppEnv>): void {
  // Ids before April 2007 have a slash.
  app.get('/papers/:id{.+}', async (c) => {
    const { db, search, config } = c.get('deps')
    const [, written = '', ending] = /^(.*?)(?:\.(json|md|bib))?$/s.exec(c.req.param('id')) ?? []
    const read = parseArxivId(written)
    if (read && read.version !== null)
      return c.redirect(`/papers/${read.id}${ending ? `.${ending}` : ''}`, 301)
    const report = read ? await reportPaper({ db, search }, read.id, shownBy(config)) : undefined
    if (!report) {
      if (ending === 'json') return sendProblem(c, 404, 'No such paper is known here.')
      return read ? page(c, <MessagePage {...unknownPaper(read.id)} />, 404) : c.notFound()
    }
    if (ending === 'json') return c.json(report)
    if (ending === 'bib') return sendText(c, toBibtex(report.paper), 'application/x-bibtex', 0)
    if (ending === 'md') return sendText(c, paperMarkdown(report, config.PUBLIC_URL), 'text/markdown', 0)
    return page(c, <PaperPage publicUrl={config.PUBLIC_URL} report={report} />)
  })
}
