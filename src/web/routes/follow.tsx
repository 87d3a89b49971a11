import type { Hono } from 'hono'
import { writeTopics } from '../../search/topics.ts'
import { say } from '../answer.tsx'
import { unknownTopics } from '../categories.ts'
import { type AppEnv, page } from '../context.ts'
import { previewOf, understandNames } from '../interests.ts'
import { FollowPage } from '../pages/follow.tsx'
import { badRequest } from '../pages/messages.ts'

const FORM = { href: '/follow', label: 'Back to the form' }

/** A preview of the digest of some topics, as a page; nothing is stored. */
export function addFollow(app: Hono<AppEnv>): void {
  app.get('/follow', async (c) => {
    const deps = c.get('deps')
    const { category = '', q = '', mute = '' } = c.req.query()
    const fields = await understandNames(deps, { category, q, mute })
    const topics = writeTopics(new URLSearchParams(fields as Record<string, string>))
    if (typeof topics !== 'string') return say(c, badRequest(topics.error, FORM), 400)
    const unknown = await unknownTopics(deps, fields)
    if (unknown !== null) return say(c, badRequest(unknown, FORM), 400)
    return page(c, <FollowPage topics={topics} preview={await previewOf(deps, topics)} />)
  })
}
