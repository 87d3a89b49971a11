import { type AppContext, page } from './context.ts'
import { MessagePage } from './pages/message.tsx'
import { badRequest } from './pages/messages.ts'

/**
 * What came of an action: JSON for who came with the bearer token; in a session the console again,
 * or why it was not done.
 */
export function answerOperator(c: AppContext, body: Record<string, unknown>, status: 200 | 400 | 409 = 200) {
  if (c.get('formToken') === null) return c.json(body, status)
  if (status === 200) return c.redirect('/operator', 303)
  const back = { href: '/operator', label: 'Back' }
  return page(c, <MessagePage {...badRequest(String(body.error), back)} />, status)
}
