import type { Hono } from 'hono'
import { findMark, type MarkError, markPaper, undoMark } from '../../subscribers/marks.ts'
import { say } from '../answer.tsx'
import { type AppContext, type AppEnv, page, readFields, wantsJson } from '../context.ts'
import { limitPosts, ownPagesOnly } from '../own-pages.ts'
import { MarkPage, type MarkPageProps } from '../pages/mark.tsx'
import { badRequest, enoughMarks, staleLink, unknownPaper, withdrawnPaper } from '../pages/messages.ts'

/** "More like this" and "less like this": GET shows the paper and the buttons, POST acts. */
export function addMark(app: Hono<AppEnv>): void {
  app.get('/mark', async (c) => {
    const { token = '', more, less } = c.req.query()
    if ((more === undefined) === (less === undefined)) return say(c, badRequest(ONE_PAPER, null), 400)
    const view = await findMark(c.get('deps'), token, more ?? less)
    if ('error' in view) return refuseMark(c, view)
    return show(c, { token, view, wants: more === undefined ? 'less' : 'more', did: null })
  })
  app.post('/mark', ownPagesOnly, limitPosts, async (c) => {
    const deps = c.get('deps')
    const token = c.req.query('token') ?? ''
    const { paper, wants } = await readFields(c)
    if (wants !== 'more' && wants !== 'less' && wants !== 'undo')
      return say(c, badRequest('wants: must be more, less or undo.', null), 400)
    if (wants === 'undo') {
      const view = await findMark(deps, token, paper)
      if ('error' in view) return refuseMark(c, view)
      const undone = await undoMark(deps, token, view.paper.id, 'mark')
      if ('over' in undone) return say(c, enoughMarks, 429)
      if ('error' in undone) return say(c, staleLink, 400)
      const after = { ...view, marked: null, fallsOut: null }
      return show(c, { token, view: after, wants: view.marked?.wants ?? 'more', did: 'undone' })
    }
    const done = await markPaper(deps, token, paper, wants)
    if ('over' in done) return say(c, enoughMarks, 429)
    if ('error' in done) return refuseMark(c, done)
    return show(c, { token, wants, ...done })
  })
}

const ONE_PAPER = 'The link is incomplete: it should name one paper, after “more” or “less”.'

function refuseMark(c: AppContext, error: MarkError) {
  if (error.error === 'unknown') return say(c, unknownPaper(error.id), 404)
  if (error.error === 'withdrawn') return say(c, withdrawnPaper, 409)
  if (error.error === 'no id') return say(c, badRequest(ONE_PAPER, null), 400)
  return say(c, staleLink, 400)
}

function show(c: AppContext, props: MarkPageProps) {
  if (!wantsJson(c)) return page(c, <MarkPage {...props} />)
  const { paper, marked } = props.view
  return c.json({ paper: paper.id, marked: marked?.wants ?? null, did: props.did })
}
