import { type AppContext, page } from './context.ts'
import { MessagePage } from './pages/message.tsx'
import { badRequest } from './pages/messages.ts'

/**
 * Answers an action: with JSON for a request with the bearer token; in a session with the console
 * again, or with the error.
 */
export function answerOperator(c: AppContext, body: Record<string, unknown>, status: 200 | 400 | 409 = 200) {
  if (c.get('formToken') === null) return c.json(body, status)
  if (status === 200) return c.redirect('/operator', 303)
  const back = { href: '/operator', label: 'Back' }
  return page(c, <MessagePage {...badRequest(String(body.error), back)} />, status)
}
