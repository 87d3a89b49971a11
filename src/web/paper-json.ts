import type { Hono } from 'hono'
import { reportPaper } from '../lists/paper-report.ts'
import { parseArxivId } from '../papers/paper.ts'
import type { AppEnv } from './context.ts'

/** A paper with its score, the parts and the observations it was made of: enough to recompute its rank. */
export function addPaperJson(app: Hono<AppEnv>): void {
  // Ids before April 2007 have a slash.
  app.get('/papers/:id{.+\\.json}', async (c) => {
    const { db, search } = c.get('deps')
    const read = parseArxivId(c.req.param('id').slice(0, -'.json'.length))
    if (read && read.version !== null) return c.redirect(`/papers/${read.id}.json`, 301)
    const report = read ? await reportPaper({ db, search }, read.id) : undefined
    return report ? c.json(report) : c.json({ error: 'No such paper is known here.' }, 404)
  })
}
